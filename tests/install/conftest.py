"""The installations that the tests of this folder share."""

import pytest

from support.installed import Installed


@pytest.fixture(scope="session")
def installed():
    """``installed("a", "b")``: a database with these addons, to be copied."""
    made = Installed()
    yield made
    made.close()
