"""How long the test files took last time: the long ones begin first.

A machine where none ran yet knows the longest ones from ``tests/times.json``.
"""

import json
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree

from . import places

# Seconds for a test of a file that never ran here, by its folder.
GUESSES = {"install": 60, "demo": 5, "journeys": 30, "live": 8}
OTHERS = 0.4
# What takes so many seconds is worth being known beforehand.
LONG = 8
SHIPPED = places.ROOT / "tests" / "times.json"


def _file() -> Path:
    return places.TEST / "times.json"


def _learnt() -> dict[str, float]:
    try:
        return json.loads(_file().read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def known() -> dict[str, float]:
    """What was measured here; of the longest otherwise what was measured elsewhere."""
    return {**json.loads(SHIPPED.read_text("utf-8")), **_learnt()}


def ship() -> None:
    """Make what a whole run took here known to machines where none ran.

    Called by hand, after a run on a quiet machine (see tests/README.md).
    """
    files = {unit: round(took) for unit, took in _learnt().items() if took >= LONG}
    there = {
        unit: took for unit, took in files.items() if (places.ROOT / unit).exists()
    }
    in_order = dict(sorted(there.items(), key=lambda one: -one[1]))
    SHIPPED.write_text(json.dumps(in_order, indent=1) + "\n", "utf-8")


def unit(nodeid: str) -> str:
    """What stays with one worker: a file, or a folder whose tests share what is made.

    That is the history of the demo, installations, or a cluster that may be killed.
    """
    file = nodeid.partition("::")[0]
    for folder in ("tests/demo", "tests/install", "tests/faults"):
        if file.startswith(f"{folder}/"):
            return folder
    return file


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
    _file().write_text(json.dumps({**_learnt(), **took}, indent=1), "utf-8")
