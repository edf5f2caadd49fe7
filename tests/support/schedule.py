"""A pytest plugin: who runs what, so that all workers end at about the same time."""

from collections import defaultdict

import pytest
from xdist.scheduler import LoadScopeScheduling

from desk import times


class ByUnit(LoadScopeScheduling):
    """A unit stays with one worker, in the order of the collection."""

    def _split_scope(self, nodeid):
        return times.unit(nodeid)


def pytest_xdist_make_scheduler(config, log):
    # Its own order is by the number of tests.
    config.option.loadscopereorder = False
    return ByUnit(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """In each worker: the longest unit comes first."""
    if not hasattr(config, "workerinput"):
        return
    known = times.known()
    expected: dict[str, float] = defaultdict(float)
    for item in items:
        unit = times.unit(item.nodeid)
        expected[unit] = known.get(unit) or expected[unit] + times.guess(item.nodeid)
    items.sort(key=lambda item: -expected[times.unit(item.nodeid)])
