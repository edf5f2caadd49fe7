"""A day of 24 hours that passes in minutes, with many things done at once."""

import heapq
import itertools
import threading
import time
import traceback
from collections.abc import Callable

# As many as a proxy before two workers lets through at once.
HANDS = 12
HOURS = 24
# Somebody who is an hour late by the clock of the server is not served at all.
PATIENCE = 120


class Day:
    """``plan(hour, name, call)``; ``run()`` does everything at its time, in threads."""

    def __init__(self, seconds: float):
        self.seconds = seconds
        self.errors: list[str] = []
        self.late: list[float] = []
        self.done = 0
        self._heap: list[tuple] = []
        self._numbers = itertools.count()
        self._open = 0
        self._change = threading.Condition()
        self.begin = 0.0

    @property
    def hour(self) -> float:
        return (time.monotonic() - self.begin) / self.seconds * HOURS

    def plan(self, hour: float, name: str, call: Callable[[], object]) -> None:
        with self._change:
            heapq.heappush(self._heap, (hour, next(self._numbers), name, call))
            self._change.notify()

    def after(self, minutes: float, name: str, call: Callable[[], object]) -> None:
        """So many minutes of this day from now."""
        self.plan(self.hour + minutes / 60, name, call)

    def run(self) -> None:
        self.begin = time.monotonic()
        hands = [threading.Thread(target=self._work) for _hand in range(HANDS)]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()
        self.lasted = time.monotonic() - self.begin

    def _work(self) -> None:
        while task := self._next():
            hour, _number, name, call = task
            self.late.append(max(self.hour - hour, 0) / HOURS * self.seconds)
            try:
                call()
            except Exception as error:  # noqa: BLE001  each of them is a result
                place = traceback.extract_tb(error.__traceback__)[-1]
                found = f"{name}: {error!r} ({place.name}:{place.lineno})"
                self.errors.append(found[:500])
            with self._change:
                self.done += 1
                self._open -= 1
                self._change.notify_all()

    def _next(self):
        """The next task when its time has come; None when all are done."""
        with self._change:
            while True:
                if time.monotonic() > self.begin + 2 * self.seconds + PATIENCE:
                    if self._heap:
                        self.errors.append(f"{len(self._heap)} steps were never done")
                        self._heap.clear()
                    return None
                if self._heap and self._heap[0][0] <= self.hour:
                    self._open += 1
                    return heapq.heappop(self._heap)
                if not self._heap and not self._open and self.hour >= HOURS:
                    return None
                self._change.wait(0.05)
