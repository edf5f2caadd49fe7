"""Debian's packages: programs of the machine, and Odoo 19 without installing it."""

import functools
import glob
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from . import places, steps
from .errors import Stop
from .run import run

# Odoo 19 is in Debian unstable only, and its package links to files of these others.
FROM_UNSTABLE = (
    "odoo-19",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-ocr-b",
)
# Newer ones have other file names: every icon would be blank.
FROM_STABLE = ("fonts-inconsolata", "fonts-font-awesome")
NETWORK_OPTIONS = (
    "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20",
    "-o", "Acquire::https::Timeout=20",
)  # fmt: skip
OLDEST_PYTHON = (3, 11)
TIDY = "LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive"


def postgres_bin() -> Path | None:
    """The newest PostgreSQL server of the machine."""
    found = glob.glob("/usr/lib/postgresql/*/bin/initdb")
    if found:
        newest = max(found, key=lambda path: int(path.split("/")[4]))
        return Path(newest).parent
    server = shutil.which("postgres")
    return Path(server).resolve().parent if server else None


@functools.cache
def interpreter() -> str:
    """The Python for our environment: root's own may be hidden from everybody else."""
    system = "/usr/bin/python3"
    new_enough = f"import sys; sys.exit(sys.version_info[:2] < {OLDEST_PYTHON})"
    if os.geteuid() == 0 and Path(system).exists() and _says(system, new_enough):
        return system
    if not _says(sys.executable, new_enough):
        raise Stop("Python {}.{} or newer is needed.".format(*OLDEST_PYTHON))
    return sys.executable


def _says(python: str, code: str) -> bool:
    done = subprocess.run([python, "-c", code], capture_output=True, check=False)
    return done.returncode == 0


def _file(*patterns: str) -> Callable[[], bool]:
    return lambda: any(glob.glob(pattern) for pattern in patterns)


def _program(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


PROBES: dict[str, Callable[[], bool]] = {
    "postgresql": lambda: postgres_bin() is not None,
    "python3-venv": lambda: _says(interpreter(), "import ensurepip"),
    "wkhtmltopdf": _program("wkhtmltopdf"),
    "libmagic1": _file("/usr/lib/*/libmagic.so.1", "/usr/lib*/libmagic.so.1"),
    "fonts-noto-cjk": _file(
        "/usr/share/fonts/**/NotoSansCJK*", "/usr/share/fonts/*/noto*/*CJK*"
    ),
    "chromium": _program("chromium"),
    "poppler-utils": _program("pdftoppm"),
    "git": _program("git"),
    "faketime": _program("faketime"),
}
FOR_DEMO = ("postgresql", "python3-venv", "wkhtmltopdf", "libmagic1", "fonts-noto-cjk")
FOR_TEST = (*FOR_DEMO, "chromium", "poppler-utils", "git", "faketime")


def machine_packages(names: tuple[str, ...]) -> None:
    """Install what is missing, or say which command installs it."""
    missing = [name for name in names if not PROBES[name]()]
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Stop(
            f"Missing on this machine: {', '.join(missing)}. Install with:"
            f" sudo apt-get install {' '.join(missing)}"
        )
    with steps.progress(f"Debian packages: {', '.join(missing)}"):
        env = {**os.environ, **dict(item.split("=") for item in TIDY)}
        # Debian would otherwise create and start a cluster that nobody uses.
        policy = Path("/etc/postgresql-common/createcluster.conf")
        fresh = "postgresql" in missing and not policy.exists()
        if fresh:
            policy.parent.mkdir(parents=True, exist_ok=True)
            policy.write_text("create_main_cluster = false\n")
        get = ["apt-get", "-q", *NETWORK_OPTIONS]
        run("Debian packages", [*get, "-o", "APT::Update::Error-Mode=any", "update"],
            log="apt-update", env=env)  # fmt: skip
        keep = ["-o", "Dpkg::Options::=--force-confold"]
        install = [*get, *keep, "install", "-y", "--no-install-recommends", *missing]
        run("Debian packages", install, log="apt-install", env=env)
    still = [name for name in missing if not PROBES[name]()]
    if still:
        raise Stop(f"Still missing after the installation: {', '.join(still)}.")


@functools.cache
def mirror() -> str:
    """The Debian mirror this machine uses already."""
    given = os.environ.get("DEBIAN_MIRROR")
    if given:
        return given
    if not shutil.which("apt-get"):
        raise Stop(
            "Odoo 19 comes from Debian here; set ODOO_PATH to an Odoo 19 you have."
        )
    targets = subprocess.run(
        [
            "apt-get",
            "indextargets",
            "--format",
            "$(REPO_URI) $(RELEASE)",
            "Created-By: Packages",
        ],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    for line in targets.splitlines():
        uri, _space, release = line.partition(" ")
        if "/debian/" in f"{uri}/" and "security" not in release:
            return uri
    raise Stop(
        "This machine has no Debian mirror; set ODOO_PATH to an Odoo 19 you have."
    )


def _apt(state: Path, *arguments: str) -> list[str]:
    """apt with lists and state of our own: the machine's stay as they are."""
    options = {
        "Dir::Etc::SourceList": state / "sources.list",
        "Dir::Etc::SourceParts": "/dev/null",
        "Dir::Etc::Preferences": "/dev/null",
        "Dir::Etc::PreferencesParts": "/dev/null",
        "Dir::State": state / "state",
        "Dir::State::Lists": state / "lists",
        "Dir::State::status": state / "state" / "status",
        "Dir::Cache": state / "cache",
        "APT::Sandbox::User": "root",
        "APT::Update::Error-Mode": "any",
        "Acquire::Languages": "none",
    }
    given = [
        part for key, value in options.items() for part in ("-o", f"{key}={value}")
    ]
    return ["apt-get", "-q", *NETWORK_OPTIONS, *given, *arguments]


def unpack_odoo() -> None:
    """Download Odoo 19 from Debian and unpack it into our own folder."""
    keyring = "/usr/share/keyrings/debian-archive-keyring.gpg"
    if not Path(keyring).exists():
        raise Stop(
            "Missing: debian-archive-keyring. Install it with apt, or set ODOO_PATH."
        )
    state = places.WORK / "apt"
    shutil.rmtree(state, ignore_errors=True)
    shutil.rmtree(places.PREFIX, ignore_errors=True)
    for folder in ("lists/partial", "cache/archives/partial", "state", "packages"):
        (state / folder).mkdir(parents=True)
    (state / "state" / "status").touch()
    sources = [
        f"deb [signed-by={keyring}] {mirror()} {suite} main"
        for suite in ("unstable", "bookworm")
    ]
    (state / "sources.list").write_text("\n".join(sources) + "\n")
    run("Odoo 19", _apt(state, "update"), log="odoo-apt-update")
    wanted = [
        *(f"{name}/unstable" for name in FROM_UNSTABLE),
        *(f"{name}/bookworm" for name in FROM_STABLE),
    ]
    run(
        "Odoo 19",
        _apt(state, "download", *wanted),
        log="odoo-download",
        cwd=state / "packages",
    )
    fresh = places.PREFIX.with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    for package in sorted((state / "packages").glob("*.deb")):
        run("Odoo 19", ["dpkg", "-x", package, fresh], log="odoo-unpack")
    fresh.rename(places.PREFIX)
    shutil.rmtree(state)
