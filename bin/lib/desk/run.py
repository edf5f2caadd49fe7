"""Start programs: as an unprivileged user where we are root, and never left behind."""

import functools
import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path

from . import places
from .errors import Stop, explain

# PostgreSQL refuses root and Odoo warns about it; this user exists everywhere.
UNPRIVILEGED = "nobody"


@functools.cache
def _drop() -> tuple[str, ...]:
    """The prefix that makes a program run as the unprivileged user."""
    if os.geteuid() != 0:
        return ()
    group = str(pwd.getpwnam(UNPRIVILEGED).pw_gid)
    return ("setpriv", f"--reuid={UNPRIVILEGED}", f"--regid={group}", "--clear-groups")


@functools.cache
def _closed() -> bool:
    """Whether project or Python lie in a folder closed to others, such as /root."""
    look = ["test", "-r", places.ROOT / "LICENSE", "-a", "-x", places.PYTHON]
    return subprocess.run([*_drop(), *look], check=False).returncode != 0


def unprivileged(
    command: list, if_we_die: str = "", never_root: bool = False
) -> list[str]:
    """``command`` as the unprivileged user.

    In a closed folder that user sees nothing. PostgreSQL, which refuses root, is then
    allowed to look into every folder; Odoo tests access in a way that does not help
    with, so it runs as root there.
    """
    prefix = list(_drop())
    if prefix and _closed():
        may_read = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
        prefix = [*prefix, *may_read] if never_root else []
    if if_we_die and shutil.which("setpriv"):
        # If this process is killed outright, the kernel sends the child that signal.
        prefix = [*(prefix or ["setpriv"]), f"--pdeathsig={if_we_die}"]
    return [*prefix, *(str(part) for part in command)]


def own(path: Path) -> Path:
    """A folder the unprivileged user may write to."""
    path.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        user = pwd.getpwnam(UNPRIVILEGED)
        os.chown(path, user.pw_uid, user.pw_gid)
    return path


def environment(**more: str) -> dict[str, str]:
    """A predictable environment, without the caller's database settings."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    env.update(
        HOME=str(places.HOME),
        LC_ALL="C.UTF-8",
        TZ="UTC",
        PYTHONPYCACHEPREFIX=str(places.WORK / "pycache"),
    )
    env.pop("ODOO_RC", None)
    # Without its compiled files Odoo takes five seconds longer to start.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env.update(more)
    return env


def run(
    step: str,
    command: list,
    *,
    log: str | None = None,
    env: dict[str, str] | None = None,
    cwd: Path | None = None,
    stdin: str | None = None,
    check: bool = True,
) -> str:
    """Run to the end; the output goes to a log, a failure becomes one line."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            env=env,
            cwd=cwd or places.WORK,
            input=stdin if stdin is not None else "",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except FileNotFoundError as error:
        raise Stop(f"{step}: the program {error.filename} is missing.") from error
    path = None
    if log:
        places.LOGS.mkdir(parents=True, exist_ok=True)
        path = places.LOGS / f"{log}.log"
        path.unlink(missing_ok=True)  # it may belong to another user
        path.write_text(done.stdout, "utf-8")
    if check and done.returncode:
        raise explain(step, done.stdout, path)
    return done.stdout


def start(
    command: list,
    log: Path,
    *,
    env: dict[str, str],
    cwd: Path,
    if_we_die: str = "TERM",
    never_root: bool = False,
) -> subprocess.Popen:
    """Start a program that goes on running, as the unprivileged user."""
    own(log.parent)
    with log.open("ab") as output:
        return subprocess.Popen(
            unprivileged(command, if_we_die, never_root),
            env=env,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # Ctrl-C goes to us alone: we end the programs in the right order.
            start_new_session=True,
        )


def end(
    process: subprocess.Popen | None, how: int = signal.SIGTERM, wait: float = 20
) -> None:
    """End a program we started, gently first, with all its children."""
    if process is None or process.poll() is not None:
        return
    process.send_signal(how)
    try:
        process.wait(wait)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def wait_gone(pid: int, seconds: float) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if not Path(f"/proc/{pid}").exists():
            return True
        time.sleep(0.1)
    return False
