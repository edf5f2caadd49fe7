"""What bin/test prepared for this run: cluster, databases, folders."""

import functools
import json
from pathlib import Path

from desk import places
from desk.odoo import Odoo
from desk.odoo_source import OdooSource
from desk.postgres import Cluster


@functools.cache
def settings() -> dict:
    path = places.TEST / "settings.json"
    if not path.exists():
        raise RuntimeError(
            "start these tests with bin/test, which prepares servers for them"
        )
    return json.loads(path.read_text("utf-8"))


def odoo() -> Odoo:
    """The prepared Odoo with the cluster of the tests, which is running."""
    given = settings()["source"]
    source = OdooSource(Path(given["base"]), tuple(map(Path, given["addons"])))
    return Odoo(source, Cluster(places.TEST, throw_away=True), places.TEST)
