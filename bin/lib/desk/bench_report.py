"""The tables of bin/bench, on the screen and in docs/benchmarks.md."""

import datetime
import re
from dataclasses import dataclass
from pathlib import Path

HEAD = """# Benchmarks

Measured by `bin/bench`, which writes this file; `bin/bench P6 --size 1000000` measures
one row on a million complaints. Absolute times on shared machines mean little: look at
the goals, at how a row grows with the size, and at the load of the machine then.

| row | what | complaints | figure | measured | goal | met | day and machine |
| --- | --- | ---: | --- | ---: | ---: | --- | --- |
"""
LINE = re.compile(r"^\| (P\w+) \| [^|]* \| ([\d,]+) \| ([^|]+) \|")


@dataclass
class Result:
    """What one row measured: name, value, unit, goal (``<= 50``) of each figure."""

    row: str
    title: str
    size: int
    figures: list[tuple[str, float, str, str]]

    @property
    def good(self) -> bool:
        return all(_met(value, goal) for _n, value, _u, goal in self.figures)

    def table(self) -> str:
        lines = []
        for name, value, unit, goal in self.figures:
            met = "" if not goal else "  met" if _met(value, goal) else "  MISSED"
            lines.append(f"  {name:<34}{value:>10.3g} {unit:<3} {goal:>8}{met}")
        return "\n".join(lines)

    def lines(self, machine: str) -> dict[tuple, str]:
        day = datetime.datetime.now(datetime.UTC).date()
        return {
            (self.row, f"{self.size:,}", name): " | ".join(
                (
                    f"| {self.row}",
                    self.title,
                    f"{self.size:,}",
                    name,
                    f"{value:.3g} {unit}".strip(),
                    goal or "–",
                    "–" if not goal else "yes" if _met(value, goal) else "**no**",
                    f"{day}, {machine} |",
                )
            )
            for name, value, unit, goal in self.figures
        }


def _met(value: float, goal: str) -> bool:
    if not goal:
        return True
    sign, wanted = goal.split()
    return value <= float(wanted) if sign == "≤" else value >= float(wanted)


def write(path: Path, results: list[Result], machine: str) -> None:
    """Put the new lines in the place of the old ones of the same row and size."""
    known: dict[tuple, str] = {}
    old = path.read_text("utf-8") if path.exists() else ""
    for line in old.splitlines():
        if found := LINE.match(line):
            known[found[1], found[2], found[3].strip()] = line
    for result in results:
        known.update(result.lines(machine))
    ordered = sorted(known, key=lambda key: (key[0], int(key[1].replace(",", ""))))
    path.write_text(HEAD + "".join(f"{known[key]}\n" for key in ordered), "utf-8")
