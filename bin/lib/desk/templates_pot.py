"""The .pot files say what the code says: exported from a database and compared."""

import re
import shutil

from . import databases, places, steps
from .odoo import Odoo
from .odoo_source import OdooSource
from .postgres import Cluster
from .run import own, run, unprivileged

DATABASE = "desk_pot"
# These change with every export, and say nothing about the texts.
DATES = re.compile(r'^"(POT-Creation-Date|PO-Revision-Date):.*\n', re.MULTILINE)


def check(source: OdooSource, fix: bool) -> tuple[bool, str]:
    cluster = Cluster(places.TEST, throw_away=True)
    odoo = Odoo(source, cluster, places.TEST)
    with steps.only_one(places.TEST / "lock", "waiting for another bin/test"):
        cluster.create()
        try:
            cluster.start()
            databases.templates(odoo, [databases.PLAIN])
            return _compare(odoo, fix)
        finally:
            cluster.stop()


def _compare(odoo: Odoo, fix: bool) -> tuple[bool, str]:
    names = places.in_order(places.addons())
    odoo.clone(databases.PLAIN, DATABASE)
    log = places.LOGS / "pot-install.log"
    odoo.install(
        DATABASE, "-i", ",".join(names), log=log, title="Installation for the .pot"
    )
    folder = own(places.TEST / "pot")
    old = []
    for name in names:
        fresh = folder / f"{name}.pot"
        fresh.unlink(missing_ok=True)
        conf = odoo.configure("setup")
        export = [
            "i18n",
            "export",
            "-c",
            conf,
            "-d",
            DATABASE,
            name,
            "-l",
            "pot",
            "-o",
            fresh,
        ]
        run(
            "Export of the texts",
            unprivileged(odoo.command(*export)),
            env=odoo.env(),
            log="pot",
        )
        kept = places.ROOT / name / "i18n" / f"{name}.pot"
        if kept.exists() and _texts(kept.read_text("utf-8")) == _texts(
            fresh.read_text("utf-8")
        ):
            continue
        if fix:
            kept.parent.mkdir(exist_ok=True)
            shutil.copyfile(fresh, kept)
        else:
            old.append(str(kept.relative_to(places.ROOT)))
    odoo.drop(DATABASE)
    return not old, f"out of date: {', '.join(old)} (bin/lint --fix pot writes them)"


def _texts(content: str) -> str:
    return DATES.sub("", content)
