"""The tables of bin/bench, on the screen and in docs/benchmarks.md."""

import datetime
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from . import machine

# The results as they were measured stand in the document, for plots and later runs.
DATA = re.compile(r"<!-- results\n(.*?)\n-->", re.DOTALL)
PLOT = "![Time of each row against the number of complaints](images/benchmarks.svg)\n"


@dataclass
class Figure:
    """One figure: ours, and beside it what it is compared with.

    :param peer: the same work in what a company would install instead
    :param limit: the same result by hand-written SQL
    :param goal: ``≤ 50`` of ours; of the ratio where there is a peer or a limit
    """

    name: str
    ours: float
    unit: str = ""
    peer: float | None = None
    limit: float | None = None
    goal: str = ""

    @property
    def ratio(self) -> float | None:
        against = self.peer if self.peer is not None else self.limit
        return self.ours / against if against else None

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached, None without one."""
        if not self.goal:
            return None
        value = self.ours if self.ratio is None else self.ratio
        sign, wanted = self.goal.split()[:2]
        return value <= float(wanted) if sign == "≤" else value >= float(wanted)


@dataclass
class Result:
    """What one row measured at one size."""

    row: str
    title: str
    size: int
    figures: list[Figure]

    @property
    def good(self) -> bool:
        return all(figure.met is not False for figure in self.figures)

    def table(self) -> str:
        head = ("", "ours", "peer", "SQL limit", "ratio", "goal", "met")
        rows = [head, *map(_cells, self.figures)]
        widths = [max(len(row[column]) for row in rows) for column in range(7)]
        return "\n".join(
            f"    {row[0]:<{widths[0]}}"
            + "".join(f"  {row[n]:>{widths[n]}}" for n in range(1, 7))
            for row in rows
        )


def _cells(figure: Figure) -> tuple[str, ...]:
    met = {None: "", True: "met", False: "MISSED"}[figure.met]
    return (
        figure.name,
        _number(figure.ours, figure.unit),
        _number(figure.peer, figure.unit),
        _number(figure.limit, figure.unit),
        "" if figure.ratio is None else f"{figure.ratio:.2f}",
        figure.goal,
        met,
    )


def _number(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    text = f"{value:.0f}" if value >= 1000 or value == int(value) else f"{value:.3g}"
    return f"{text} {unit}".strip()


# The document


def read(path: Path) -> list[dict]:
    """Return what was measured before."""
    found = DATA.search(path.read_text("utf-8")) if path.exists() else None
    return [json.loads(line) for line in found[1].splitlines()] if found else []


def write(path: Path, results: list[Result], words: str) -> None:
    """Put new results in the place of the old ones of the same row and size."""
    day = f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}"
    new = [
        {
            "row": result.row,
            "title": result.title,
            "size": result.size,
            "figures": [_kept(figure) for figure in result.figures],
            "day": day,
            "machine": words,
        }
        for result in results
    ]
    done = {(entry["row"], entry["size"]) for entry in new}
    old = [entry for entry in read(path) if (entry["row"], entry["size"]) not in done]
    entries = sorted([*old, *new], key=lambda e: (_order(e["row"]), e["size"]))
    path.write_text(_document(entries, path), "utf-8")


def _kept(figure: Figure) -> dict:
    values = {k: v for k, v in asdict(figure).items() if v not in (None, "")}
    return {
        k: float(f"{v:.4g}") if isinstance(v, float) else v for k, v in values.items()
    }


def _order(row: str) -> tuple:
    found = re.match(r"P(\d+)(\w?)", row)
    return (int(found[1]), found[2]) if found else (99, row)


def _document(entries: list[dict], path: Path) -> str:
    words = path.parents[1] / "bench" / "document.md"
    text = words.read_text("utf-8").replace("{peer}", machine.peer_versions())
    grown = len(entries) > len({entry["row"] for entry in entries})
    text = text.replace("{picture}", PLOT if grown else "")
    return text.replace("{tables}", "\n".join(_tables(entries))) + _data(entries)


def _tables(entries: list[dict]) -> list[str]:
    lines: list[str] = []
    machines: list[str] = []
    last = None
    for entry in entries:
        if entry["row"] != last:
            lines += ["", f"## {entry['row']}: {entry['title']}", ""]
            head = "complaints|figure|ours|peer|SQL limit|ratio|goal|met|run"
            lines.append(f"| {head.replace('|', ' | ')} |")
            lines.append(f"| {'---: | --- |' + ' ---: |' * 4 + ' --- | --- | ---: |'}")
            last = entry["row"]
        run = f"{entry['day']}: {entry['machine']}"
        if run not in machines:
            machines.append(run)
        for values in entry["figures"]:
            cells = _cells(Figure(**values))
            met = {"": "", "met": "yes", "MISSED": "**no**"}[cells[-1]]
            whole = (f"{entry['size']:,}", *cells[:-1], met, machines.index(run) + 1)
            lines.append(f"| {' | '.join(map(str, whole))} |")
    lines += ["", "## Runs", ""]
    lines += [f"{number}. {run}" for number, run in enumerate(machines, 1)]
    return lines


def _data(entries: list[dict]) -> str:
    lines = (json.dumps(entry, ensure_ascii=False) for entry in entries)
    return "\n<!-- results\n{}\n-->\n".format("\n".join(lines))
