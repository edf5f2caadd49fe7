"""The databases of the tests: templates that are kept, fresh copies for each run."""

import inspect
import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import places, steps
from .errors import Stop
from .logcheck import Record, ours, read
from .odoo import Odoo

# The first becomes the language of the database; the others are added to it.
LANGUAGES = "en_US,zh_HK,zh_TW,zh_CN"
WITH_DEMO = "deps_demo"
PLAIN = "deps_plain"
TESTED = "desk_test"
# For the addons' own tests; each of their workers has a copy of it.
ADDONS = "desk_addons"
# One for each worker that runs tests against a live server. One more than there are
# processors: browsers and mail servers are waited for a quarter of the time.
LIVE = [f"desk_live_{number}" for number in range(min((os.cpu_count() or 1) + 1, 4))]
# A page opened in a test should not wait for its scripts and styles to be built.
ASSETS = "env['ir.qweb']._pregenerate_assets_bundles()\nenv.cr.commit()\n"
# What many test classes start with is made here, instead of by each of them.
KEEP = """
import importlib
for name in {names}:
    common = importlib.import_module(f"odoo.addons.{{name}}.tests.common")
    if hasattr(common, "keep"):
        common.keep(env)
        env.cr.commit()
"""


def _key(odoo: Odoo) -> str:
    pins = places.digest(places.REQUIREMENTS / "run.txt")
    # The code that makes one decides what is inside, too.
    code = [LANGUAGES, inspect.getsource(_template)]
    return json.dumps([pins, str(odoo.source.base), places.dependencies(), *code])


def templates(odoo: Odoo, names: list[str]) -> None:
    """Odoo and everything our addons depend on, without them; made side by side."""
    key = _key(odoo)
    missing = []
    for name in names:
        stamp = places.STAMPS / f"template-{name}"
        if not (
            stamp.exists() and stamp.read_text() == key and odoo.cluster.exists(name)
        ):
            missing.append(name)
    if not missing:
        return
    with (
        steps.progress(f"Template databases: {', '.join(missing)}"),
        ThreadPoolExecutor() as pool,
    ):
        list(pool.map(lambda name: _template(odoo, name), missing))
    for name in missing:
        steps.finish(f"template-{name}", key)


def _template(odoo: Odoo, name: str) -> None:
    steps.forget(f"template-{name}")
    odoo.drop(name)
    odoo.cluster.create_database(name)
    demo = ["--with-demo", f"--load-language={LANGUAGES}"] if name == WITH_DEMO else []
    log = places.LOGS / f"template-{name}.log"
    wanted = ",".join(places.dependencies())
    odoo.install(name, "-i", wanted, *demo, log=log, title=f"Template database {name}")


def _common(addon: str) -> Path:
    return places.ROOT / addon / "tests" / "common.py"


def tested(odoo: Odoo, live: bool, addons: bool) -> list[Record]:
    """A fresh database with our addons and demo data; gives its log's bad records."""
    names = places.in_order(places.addons())
    if not names:
        raise Stop(
            "There is no addon (folder with __manifest__.py) in the project folder."
        )
    log = places.LOGS / "test-install.log"
    with steps.progress(f"Test database: {', '.join(names)}"):
        odoo.clone(WITH_DEMO, TESTED)
        what = ["-i", ",".join(names), "--with-demo", *odoo.weak_passwords()]
        odoo.install(TESTED, *what, log=log, title="Installation of the addons")
        odoo.script(TESTED, ASSETS, "Scripts and styles")
    for name in LIVE if live else ():
        odoo.clone(TESTED, name)
    if addons:
        odoo.clone(TESTED, ADDONS)
        mine = [name for name in names if _common(name).exists()]
        odoo.script(ADDONS, KEEP.format(names=mine), "Records of the tests")
    return ours(read(log), "install")
