"""Several people at the same moment."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass
class Outcome:
    """What one of them got: a value or an error."""

    value: Any = None
    error: BaseException | None = None

    @property
    def ok(self) -> bool:
        return self.error is None


def run_parallel(
    calls: Sequence[Callable[[], Any]], seconds: float = 120
) -> list[Outcome]:
    """Call all of them at once, each in its own thread; outcomes in the same order.

    Sign clients in before: only what the callable does is concurrent.
    """
    outcomes = [Outcome() for _call in calls]
    barrier = threading.Barrier(len(calls))

    def work(number: int) -> None:
        barrier.wait()
        try:
            outcomes[number].value = calls[number]()
        except BaseException as error:  # the test decides what it means
            outcomes[number].error = error

    threads = [
        threading.Thread(target=work, args=(n,), daemon=True) for n in range(len(calls))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds)
    assert not any(thread.is_alive() for thread in threads), (
        "a parallel call never came back"
    )
    return outcomes
