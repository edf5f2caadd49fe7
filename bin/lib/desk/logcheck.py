"""Every warning or error in a log is ours, unless a short list says whose it is."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from . import places
from .errors import Stop

ALLOWED = places.ROOT / "tests" / "allowed_log.txt"
HEAD = re.compile(
    r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (?P<level>[A-Z]+)"
    r" \S+ (?P<logger>[\w.]+): (?P<text>.*)"
)
BAD = ("WARNING", "ERROR", "CRITICAL")


@dataclass
class Record:
    level: str
    logger: str
    text: str
    test: str = ""

    def __str__(self) -> str:
        first, *rest = self.text.splitlines() or [""]
        last = f" ... {rest[-1].strip()}" if rest else ""
        during = f" (during {self.test})" if self.test else ""
        return f"{self.level} {self.logger}: {first[:300]}{last[:300]}{during}"


def read(log: Path) -> list[Record]:
    """The bad records of an Odoo log, each with its traceback."""
    found: list[Record] = []
    current: Record | None = None
    for line in log.read_text("utf-8", "replace").splitlines():
        head = HEAD.match(line)
        if head:
            bad = head["level"] in BAD
            current = (
                Record(head["level"], head["logger"], head["text"]) if bad else None
            )
            if current:
                found.append(current)
        elif current:
            current.text += f"\n{line}"
    return found


def read_collected(path: Path) -> list[Record]:
    """What the pytest plugin wrote down, a JSON object a line."""
    if not path.exists():
        return []
    return [Record(**json.loads(line)) for line in path.read_text("utf-8").splitlines()]


@dataclass
class Rule:
    """Whose record this is not: ``where LEVEL logger: text``, by patterns."""

    level: re.Pattern
    logger: re.Pattern
    text: re.Pattern

    def covers(self, record: Record) -> bool:
        return bool(
            self.level.fullmatch(record.level)
            and self.logger.fullmatch(record.logger)
            and self.text.match(record.text)
        )


def allowed(where: str, files: list[Path]) -> list[Rule]:
    rules = []
    for line in "\n".join(file.read_text("utf-8") for file in files).splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        parts = re.fullmatch(r"(\S+)\s+(\S+)\s+(\S+):\s+(.+)", line)
        if parts is None:
            raise Stop(f"{ALLOWED}: this line has another form: {line}")
        place, level, logger, text = parts.groups()
        if place in (where, "any"):
            found = (re.compile(part, re.DOTALL) for part in (level, logger, text))
            rules.append(Rule(*found))
    return rules


def ours(records: list[Record], where: str, more: Path | None = None) -> list[Record]:
    """The records no rule covers; ``more`` are rules of this run alone."""
    rules = allowed(where, [ALLOWED, *([more] if more and more.exists() else [])])
    return [
        record for record in records if not any(rule.covers(record) for rule in rules)
    ]
