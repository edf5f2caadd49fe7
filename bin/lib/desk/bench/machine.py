"""Where and on what it was measured; other work on the machine shows as load."""

import os
import platform
import re

from .. import places
from ..odoo import Odoo


def words(odoo: Odoo) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    postgres = odoo.cluster.sql("SHOW server_version").split()[0]
    return (
        f"{os.cpu_count()} processors ({_processor()}), {memory:.0f} GB, load"
        f" {os.getloadavg()[0]:.1f}, {platform.system()} {platform.machine()},"
        f" PostgreSQL {postgres}, Python {platform.python_version()}, Odoo 19.0"
    )


def _processor() -> str:
    try:
        text = open("/proc/cpuinfo", encoding="utf-8").read()
    except OSError:
        return "unknown"
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return found[1] if found else "unknown"


def peer_versions() -> str:
    """Return the pins of what we are compared with."""
    known = places.REQUIREMENTS / "run.txt", places.REQUIREMENTS / "bench.txt"
    lines = [line for path in known for line in path.read_text("utf-8").splitlines()]
    wanted = ("helpdesk_mgmt=", "helpdesk_mgmt_sla=", "base_tier_validation=")
    found = [line for line in lines if line.startswith("odoo-addon-")]
    found = [line.removeprefix("odoo-addon-").replace("==", " ") for line in found]
    return ", ".join(
        line for line in found if line.replace(" ", "=").startswith(wanted)
    )
