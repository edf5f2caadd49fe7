"""A row is measured in a process of its own, by the Python that runs Odoo."""

import json
import os

from .. import places
from ..errors import Stop
from ..odoo import Odoo
from ..run import run, unprivileged

MARK = "RESULT "
WORKER = places.ROOT / "bench" / "worker.py"


def work(odoo: Odoo, module: str, options: dict, databases: dict) -> dict:
    """Run a module of bench/ and return what it found.

    :param databases: {"ours": name, "peer": name}
    """
    conf = odoo.configure("bench")
    order = {
        "module": module,
        "conf": str(conf),
        "options": options,
        "databases": databases,
        "source": [str(odoo.source.base), *map(str, odoo.source.addons)],
    }
    search = os.pathsep.join(
        map(
            str,
            (
                odoo.source.base,
                *(places.ROOT / part for part in ("bench", "bin/lib", "tests")),
            ),
        )
    )
    command = [places.PYTHON, WORKER, json.dumps(order)]
    env = odoo.env(DESK_WORK=str(places.WORK))
    env["PYTHONPATH"] = search
    log = f"bench-{module}"
    output = run(module, unprivileged(command, "TERM"), env=env, log=log, check=False)
    found = [line for line in output.splitlines() if line.startswith(MARK)]
    if not found:
        said = [line for line in output.splitlines() if line.strip()] or ["no output"]
        path = places.LOGS / f"{log}.log"
        raise Stop(f"{module}: {said[-1].strip()[:300]} (everything in {path})")
    return json.loads(found[-1].removeprefix(MARK))
