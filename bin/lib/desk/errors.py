"""A stop with one clear line for the person at the terminal, never a traceback."""

import errno
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path


class Stop(Exception):
    """What is wrong and what to do about it, in one line."""


DISK = re.compile(
    r"No space left on device|ENOSPC|Disk quota exceeded|not enough free space"
)
NETWORK = re.compile(
    r"Temporary failure in name resolution|Temporary failure resolving"
    r"|Could not resolve"
    r"|Failed to establish a new connection|Cannot connect to proxy|ProxyError"
    r"|Network is unreachable|Unable to connect|Could not connect|Connection refused"
    r"|Connection timed out|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ENETUNREACH"
    r"|Read timed out|connection failed",
    re.IGNORECASE,
)
MISSING = re.compile(
    r"Unable to locate package (\S+)|No matching distribution found for (\S+)"
    r"|Package '?(\S+?)'? has no installation candidate"
    r"|notarget No matching version found for (\S+)"
)


def disk_line(path: Path | str) -> str:
    return (
        f"No space left on the disk of {path}: free at least 4 GB there (or set"
        " DESK_WORK to a folder on a larger disk) and run the command again."
    )


def explain(step: str, output: str, log: Path | None = None) -> Stop:
    """Turn the output of a failed program into the line a person needs."""
    if DISK.search(output):
        return Stop(disk_line(log.parent if log else "the project"))
    missing = MISSING.search(output)
    if missing and not NETWORK.search(output):
        name = next(group for group in missing.groups() if group)
        return Stop(
            f"{step}: the package {name} cannot be found in the package registries;"
            " check the versions in requirements/ and package.json."
        )
    if NETWORK.search(output):
        return Stop(
            f"{step}: no network, the package registries cannot be reached; check the"
            " connection and the proxy settings (http_proxy) and run the command again."
        )
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    last = lines[-1][:300] if lines else "no output"
    where = f" (everything in {log})" if log else ""
    return Stop(f"{step} failed: {last}{where}")


def need_space(path: Path, megabytes: int) -> None:
    """Refuse before a long step fails half-way."""
    while not path.exists():
        path = path.parent
    if shutil.disk_usage(path).free < megabytes * 1024 * 1024:
        raise Stop(disk_line(path))


def command(name: str, main: Callable[[list[str]], int]) -> None:
    """Run ``main`` and end the process the way a command should."""
    try:
        code = main(sys.argv[1:])
    except Stop as stop:
        sys.stdout.flush()
        print(f"{name}: {stop}", file=sys.stderr)
        code = 1
    except KeyboardInterrupt:
        print(f"\n{name}: interrupted", file=sys.stderr)
        code = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 141
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS):
            raise
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            line = disk_line(error.filename or "the project")
        else:
            line = f"{error.filename} cannot be written: {error.strerror}."
        print(f"{name}: {line}", file=sys.stderr)
        code = 1
    sys.exit(code)
