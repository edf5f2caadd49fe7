"""How much memory the processes of a server take, and how that grows."""

import threading
import time
from pathlib import Path

MEGABYTE = 1024
# Odoo's parent lets go of a worker that is larger than this and starts another.
PAUSE = 1.0


class Watch:
    """Reads the memory of each worker at the beginning, each minute and at the end.

    ``Pss``: what processes share counts for each of them in part.

    :param pid: of the server, whose children the workers are
    :param every: seconds between two readings
    """

    def __init__(self, pid: int, every: float):
        self.pid, self.every = pid, every
        self.readings: list[dict[int, float]] = []
        self.seen: set[int] = set()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Watch":
        self._read()
        self._thread.start()
        return self

    def __exit__(self, *_error) -> None:
        self._end.set()
        self._thread.join()
        self._read()

    def _watch(self) -> None:
        due = time.monotonic() + self.every
        while not self._end.wait(PAUSE):
            self.seen.update(children(self.pid))
            if time.monotonic() >= due:
                due += self.every
                self._read()

    def _read(self) -> None:
        found = {pid: megabytes(pid) for pid in children(self.pid)}
        self.readings.append({pid: size for pid, size in found.items() if size})
        self.seen.update(found)

    @property
    def first(self) -> float:
        return max(self.readings[0].values())

    @property
    def last(self) -> float:
        return max(self.readings[-1].values())

    @property
    def most(self) -> float:
        return max(size for reading in self.readings for size in reading.values())

    @property
    def replaced(self) -> int:
        """How many processes ended and were replaced."""
        return len(self.seen) - len(self.readings[0])

    def growth(self) -> float:
        """The most that one process grew from the first reading to the last."""
        first, last = self.readings[0], self.readings[-1]
        return max((last[pid] - first[pid] for pid in first.keys() & last), default=0.0)

    def late_growth(self) -> float:
        """The same in the second half: what keeps growing shows there."""
        middle, last = self.readings[len(self.readings) // 2], self.readings[-1]
        grown = (last[pid] - middle[pid] for pid in middle.keys() & last)
        return max(grown, default=0.0)

    def table(self) -> str:
        """Each reading, a line a process: for the screen."""
        pids = sorted({pid for reading in self.readings for pid in reading})
        return "\n".join(
            f"    process {pid}: "
            + " ".join(f"{reading.get(pid, 0):.0f}" for reading in self.readings)
            + " MB"
            for pid in pids
        )


def children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    except OSError:
        return []
    return list(map(int, text.split()))


def megabytes(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    except OSError:
        return 0.0
    for line in text.splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / MEGABYTE
    return 0.0
