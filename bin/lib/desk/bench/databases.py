"""The databases that are measured: made once, kept until what is in them changes."""

import datetime
import json
import shutil
from pathlib import Path

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
# The same for the program that plays many people at once.
LOAD_PINS = places.REQUIREMENTS / "load.txt"
LOAD = places.BENCH / "load"
MODULES = places.ROOT / "bench" / "modules"
DATA = places.ROOT / "bench" / "data"
# What of an addon decides how its tables look.
INSIDE = ("__manifest__.py", "data", "models", "rules", "security", "views", "wizards")


def peer_addons() -> None:
    """Unpack what we are compared with."""
    _unpack(PEER_PINS, PEER_ADDONS, "Addons of the peer")


def load_program() -> None:
    """Unpack what plays many people at once."""
    _unpack(LOAD_PINS, LOAD, "Program for many people at once")


def _unpack(pins: Path, folder: Path, title: str) -> None:
    name = f"{pins.stem}-pip"
    key = places.digest(pins, places.REQUIREMENTS / "run.txt")
    if not folder.exists():
        steps.forget(name)

    def make() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        pip = [places.PYTHON, "-m", "pip", "install", *PIP, "--no-deps"]
        pip += ["--target", folder, "-r", pins]
        run(title, pip, log=f"pip-{pins.stem}")

    steps.once(name, key, f"{title} ({pins.name})", make, 50)


def addon_paths() -> tuple:
    return PEER_ADDONS / "odoo" / "addons", MODULES


def _month() -> str:
    """Data lies before the day it is made: a month later it is made anew."""
    return f"{datetime.datetime.now(datetime.UTC):%Y-%m}"


class Databases:
    """Asked for by what they hold; each is made when it is first asked for."""

    def __init__(self, odoo: Odoo):
        self.odoo = odoo

    def ours(self, data: str, size: int, whole: bool = False) -> str:
        """The desk alone, or the whole of our addons."""
        addons = places.in_order(places.addons()) if whole else [OURS]
        parts = [places.ROOT / addon / name for addon in addons for name in INSIDE]
        there = [part for part in parts if part.exists()]
        key = places.digest(places.REQUIREMENTS / "run.txt", *there)
        side = "whole" if whole else "ours"
        empty = self._empty(side, ",".join(addons), key, "--load-language=zh_HK")
        name = f"bench_{side}_{data}_{size}" if whole else f"bench_{data}_{size}"
        return self._filled(empty, name, f"ours_{data}", size, key)

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
