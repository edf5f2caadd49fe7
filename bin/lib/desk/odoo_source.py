"""Which Odoo 19 we use: the one ODOO_PATH names, or the one unpacked from Debian."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from . import places
from .errors import Stop

UNPACKED = places.PREFIX / "usr" / "lib" / "python3" / "dist-packages"


@dataclass(frozen=True)
class OdooSource:
    """``base`` holds the package ``odoo``; ``addons`` are its addon folders."""

    base: Path
    addons: tuple[Path, ...]


def given() -> OdooSource | None:
    """The Odoo of ODOO_PATH, checked."""
    text = os.environ.get("ODOO_PATH")
    if not text:
        return None
    path = Path(text).expanduser().resolve()
    if not path.is_dir():
        raise Stop(f"ODOO_PATH={text} is not a folder.")
    base = (
        path.parent if path.name == "odoo" and (path / "release.py").is_file() else path
    )
    check(base, f"ODOO_PATH={text}")
    return _at(base)


def unpacked() -> OdooSource:
    check(UNPACKED, "The Odoo unpacked from Debian")
    return _at(UNPACKED)


def _at(base: Path) -> OdooSource:
    folders = (base / "odoo" / "addons", base / "addons")
    # Debian's package has a second folder with links to them: one is enough.
    if (folders[0] / "web").exists():
        folders = folders[:1]
    return OdooSource(base, tuple(folder for folder in folders if folder.is_dir()))


def check(base: Path, named: str) -> None:
    release = base / "odoo" / "release.py"
    if not release.is_file():
        raise Stop(
            f"{named} holds no Odoo (no odoo/release.py): name the folder with odoo-bin"
            " or the folder that holds the package odoo."
        )
    found = re.search(
        r"^version_info\s*=\s*\(\s*(\d+)\s*,\s*(\d+)",
        release.read_text("utf-8"),
        re.MULTILINE,
    )
    version = f"{found[1]}.{found[2]}" if found else "of an unknown version"
    if version != "19.0":
        raise Stop(f"{named} is Odoo {version}, but the addons need Odoo 19.0.")
