"""Steps that are done once: a finished one leaves a stamp, a broken one does not."""

import contextlib
import fcntl
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from . import places
from .errors import need_space


def say(text: str) -> None:
    print(text, flush=True)


@contextlib.contextmanager
def progress(title: str) -> Iterator[None]:
    """One line a step, with the seconds it took."""
    begin = time.monotonic()
    sys.stdout.write(f"  {title} ... ")
    sys.stdout.flush()
    try:
        yield
    except BaseException:
        sys.stdout.write("failed\n")
        sys.stdout.flush()
        raise
    say(f"done ({time.monotonic() - begin:.0f} s)")


@contextlib.contextmanager
def only_one(lock: Path, waiting: str) -> Iterator[None]:
    """Two commands at once never do the same setup step twice."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"  {waiting}")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def once(
    name: str, key: str, title: str, work: Callable[[], None], megabytes: int
) -> bool:
    """Do the work unless its stamp says that this very work is done."""
    stamp = places.STAMPS / name
    if stamp.exists() and stamp.read_text() == key:
        return False
    need_space(places.WORK, megabytes)
    stamp.unlink(missing_ok=True)
    with progress(title):
        work()
    finish(name, key)
    return True


def finish(name: str, key: str) -> None:
    places.STAMPS.mkdir(parents=True, exist_ok=True)
    fresh = places.STAMPS / f"{name}.new"
    fresh.write_text(key)
    fresh.replace(places.STAMPS / name)


def forget(name: str) -> None:
    (places.STAMPS / name).unlink(missing_ok=True)
