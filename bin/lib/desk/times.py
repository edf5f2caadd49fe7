"""How long the test files took last time: the long ones begin first."""

import json
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree

from . import places

# Seconds for a test of a file that never ran here, by its folder.
GUESSES = {"install": 60, "demo": 5, "journeys": 30, "live": 8}
OTHERS = 0.4


def _file() -> Path:
    return places.TEST / "times.json"


def known() -> dict[str, float]:
    try:
        return json.loads(_file().read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def unit(nodeid: str) -> str:
    """What stays with one worker: a file, or all that needs the history of the demo.

    An installation has a database of its own, so each is for itself.
    """
    file = nodeid.partition("::")[0]
    if file.startswith("tests/install/"):
        return nodeid
    return "tests/demo" if file.startswith("tests/demo/") else file


def guess(nodeid: str) -> float:
    folder = Path(nodeid.partition("::")[0]).parent
    inside = folder.parent.name == "tests"
    return GUESSES.get(folder.name, OTHERS) if inside else OTHERS


def learn(junit: Path) -> None:
    """Keep what a whole run took."""
    took: dict[str, float] = defaultdict(float)
    for case in ElementTree.parse(junit).getroot().iter("testcase"):
        nodeid = f"{case.get('file')}::{case.get('name')}"
        took[unit(nodeid)] += float(case.get("time") or 0)
    _file().write_text(json.dumps({**known(), **took}, indent=1), "utf-8")
