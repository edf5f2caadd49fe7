"""Cost against size, one small chart a row."""

from pathlib import Path


def draw(document: Path) -> None:
    """Draw what grew, when a row was measured at two sizes or more."""
