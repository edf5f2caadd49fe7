"""Where things are. Everything we make lies below WORK, which git ignores."""

import ast
import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
WORK = Path(os.environ.get("DESK_WORK") or ROOT / ".work").resolve()
LOGS = WORK / "logs"
STAMPS = WORK / "stamps"
PREFIX = WORK / "odoo"
VENV = WORK / "python"
PYTHON = VENV / "bin" / "python"
HOME = WORK / "home"
DEMO = WORK / "demo"
TEST = WORK / "test"
BENCH = WORK / "bench"
REQUIREMENTS = ROOT / "requirements"


def addons() -> list[str]:
    """Every folder of the project root with a manifest is one of our addons."""
    return sorted(path.parent.name for path in ROOT.glob("*/__manifest__.py"))


def manifest(addon: str) -> dict:
    return ast.literal_eval((ROOT / addon / "__manifest__.py").read_text("utf-8"))


def dependencies() -> list[str]:
    """What our addons stand on, without our own."""
    ours = addons()
    found = {name for addon in ours for name in manifest(addon).get("depends", [])}
    return sorted((found | {"base"}) - set(ours))


def in_order(names: list[str]) -> list[str]:
    """Our addons, each after those it depends on."""
    done: list[str] = []

    def visit(name: str) -> None:
        if name in done or name not in names:
            return
        for other in manifest(name).get("depends", []):
            visit(other)
        done.append(name)

    for name in names:
        visit(name)
    return done


def digest(*parts: str | Path) -> str:
    """A short hash over texts and the content of files or folders."""
    total = hashlib.sha256()
    for part in parts:
        if isinstance(part, str):
            total.update(part.encode() + b"\0")
            continue
        files = [part] if part.is_file() else sorted(part.rglob("*"))
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                total.update(str(file.relative_to(ROOT)).encode() + b"\0")
                total.update(file.read_bytes())
    return total.hexdigest()[:16]
