"""Everything the commands need, made once and kept: Odoo, Python packages, tools."""

import os
import shutil
from pathlib import Path

from . import debian, places, steps
from .odoo_source import OdooSource, given, unpacked
from .run import own, run

# The one script Debian's package lacks; its absence is an error on every page.
SELFIE = "@mediapipe/selfie_segmentation@0.1.1675465747"
PIP = ("--disable-pip-version-check", "--retries", "1", "--timeout", "30")
NPM = (
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    "--fetch-retries=1",
    "--fetch-timeout=60000",
)


def folders() -> None:
    for folder in (places.WORK, places.STAMPS):
        folder.mkdir(parents=True, exist_ok=True)
    for folder in (places.HOME, places.LOGS, places.WORK / "pycache"):
        own(folder)


def _virtual_environment() -> None:
    shutil.rmtree(places.VENV, ignore_errors=True)
    run("Python", [debian.interpreter(), "-m", "venv", places.VENV], log="venv")


def _install(name: str) -> None:
    # The pins are complete, so pip resolves nothing: the same packages everywhere.
    pins = places.REQUIREMENTS / f"{name}.txt"
    pip = [places.PYTHON, "-m", "pip", "install", *PIP, "--no-deps", "-r", pins]
    run("Python packages", pip, log=f"pip-{name}")


def python(kind: str) -> None:
    """``kind``: run (what Odoo needs) or dev (tests and linters too)."""
    if not places.PYTHON.exists():
        for name in ("venv", "pip-run", "pip-dev"):
            steps.forget(name)
    if steps.once(
        "venv",
        f"{debian.interpreter()} {places.VENV.resolve()}",
        "Python environment",
        _virtual_environment,
        100,
    ):
        steps.forget("pip-run")
        steps.forget("pip-dev")
    for name in ("run", "dev") if kind == "dev" else ("run",):
        key = places.digest(places.REQUIREMENTS / f"{name}.txt")
        steps.once(
            f"pip-{name}",
            key,
            f"Python packages ({name}.txt)",
            lambda n=name: _install(n),
            1500,
        )


def npm_environment() -> dict[str, str]:
    """node and npm come as Python packages: the machine's own may be too old."""
    path = f"{places.VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return {
        **os.environ,
        "PATH": path,
        "npm_config_cache": str(places.WORK / "npm-cache"),
    }


def npm(*arguments: str) -> list:
    return [places.VENV / "bin" / "npm", *arguments, *NPM]


def _missing_script(base: Path) -> None:
    target = (
        base / "odoo" / "addons" / "mail" / "static" / "lib" / "selfie_segmentation"
    )
    folder = places.WORK / "selfie"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    run(
        "Odoo 19",
        npm("pack", SELFIE),
        log="npm-selfie",
        cwd=folder,
        env=npm_environment(),
    )
    shutil.unpack_archive(next(folder.glob("*.tgz")), folder, filter="data")
    target.mkdir(exist_ok=True)
    script = target / "selfie_segmentation.js"
    shutil.copyfile(folder / "package" / script.name, script)
    script.chmod(0o644)
    shutil.rmtree(folder)


def prepare(kind: str = "run") -> OdooSource:
    """Make what is missing and return the Odoo to use."""
    source = given()
    folders()
    with steps.only_one(
        places.WORK / "setup.lock", "waiting for another command's setup"
    ):
        debian.machine_packages(debian.FOR_TEST if kind == "dev" else debian.FOR_DEMO)
        python(kind)
        if source:
            return source
        recipe = places.digest(*debian.FROM_UNSTABLE, *debian.FROM_STABLE)
        if not places.PREFIX.exists():
            steps.forget("odoo")
        if steps.once("odoo", recipe, "Odoo 19 (130 MB)", debian.unpack_odoo, 1500):
            steps.forget("odoo-script")
        source = unpacked()
        steps.once(
            "odoo-script",
            f"{recipe} {SELFIE}",
            "Odoo 19: missing script",
            lambda: _missing_script(source.base),
            50,
        )
    return source
