"""The databases that are measured: made once, kept until what is in them changes."""

import datetime
import json
import shutil

from .. import places, steps
from ..odoo import Odoo
from ..prepare import PIP
from ..run import own, run
from .worker import work

OURS = "retail_complaint_addon"
PEER = "helpdesk_mgmt,helpdesk_mgmt_sla,desk_bench_settlement"
PEER_PINS = places.REQUIREMENTS / "bench.txt"
# What the peer's addons are unpacked to: demo and tests never see them.
PEER_ADDONS = places.BENCH / "peer"
MODULES = places.ROOT / "bench" / "modules"
DATA = places.ROOT / "bench" / "data"
# What of an addon decides how its tables look.
INSIDE = ("__manifest__.py", "data", "models", "rules", "security", "views", "wizards")


def peer_addons() -> None:
    """Unpack what we are compared with."""
    key = places.digest(PEER_PINS, places.REQUIREMENTS / "run.txt")
    if not PEER_ADDONS.exists():
        steps.forget("bench-pip")

    def make() -> None:
        shutil.rmtree(PEER_ADDONS, ignore_errors=True)
        pip = [places.PYTHON, "-m", "pip", "install", *PIP, "--no-deps"]
        pip += ["--target", PEER_ADDONS, "-r", PEER_PINS]
        run("Addons of the peer", pip, log="pip-bench")

    steps.once("bench-pip", key, "Addons of the peer (bench.txt)", make, 50)


def addon_paths() -> tuple:
    return PEER_ADDONS / "odoo" / "addons", MODULES


def _month() -> str:
    """Data lies before the day it is made: a month later it is made anew."""
    return f"{datetime.datetime.now(datetime.UTC):%Y-%m}"


class Databases:
    """Asked for by what they hold; each is made when it is first asked for."""

    def __init__(self, odoo: Odoo):
        self.odoo = odoo

    def ours(self, data: str, size: int) -> str:
        parts = [places.ROOT / OURS / name for name in INSIDE]
        key = places.digest(places.REQUIREMENTS / "run.txt", *parts)
        empty = self._empty("ours", OURS, key, "--load-language=zh_HK")
        return self._filled(empty, f"bench_{data}_{size}", f"ours_{data}", size, key)

    def peer(self, size: int) -> str:
        key = places.digest(PEER_PINS, places.REQUIREMENTS / "run.txt", MODULES)
        empty = self._empty("peer", PEER, key)
        return self._filled(empty, f"bench_peer_{size}", "peer", size, key)

    def copy(self, name: str) -> str:
        self.odoo.clone(name, f"{name}_copy")
        return f"{name}_copy"

    def drop_copy(self, name: str) -> None:
        if name.endswith("_copy"):
            self.odoo.drop(name)

    def _empty(self, side: str, addons: str, key: str, *more: str) -> str:
        name = f"bench_empty_{side}"

        def make() -> None:
            self.odoo.drop(name)
            self.odoo.cluster.create_database(name)
            log = places.LOGS / f"{name}.log"
            what = ["-i", addons, *more]
            self.odoo.install(name, *what, log=log, title=f"Installation of {addons}")

        self._once(name, key, f"Database of {addons}", make, 200)
        return name

    def _filled(self, empty: str, name: str, data: str, size: int, key: str) -> str:
        key = json.dumps([key, places.digest(DATA), _month()])

        def make() -> None:
            self.odoo.clone(empty, name)
            work(self.odoo, "data.fill", {"data": data, "size": size}, {"ours": name})

        title = f"{size:,} tickets, {data}"
        self._once(name, key, title, make, 100 + size // 150)
        return name

    def _once(self, name, key, title, make, megabytes) -> None:
        if not self.odoo.cluster.exists(name):
            steps.forget(name)
        own(places.LOGS)
        steps.once(name, key, title, make, megabytes)
