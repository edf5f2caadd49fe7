"""Databases with some of our addons, each installed once for all that start from it."""

import contextlib
from pathlib import Path

from desk import places
from desk.databases import PLAIN

from .database import copy_of
from .settings import odoo


def log(what: str, addon: str) -> Path:
    return places.LOGS / f"alone-{what}-{addon}.log"


class Installed:
    """``installed("a", "b")``: a database to copy, with "a" and on top of it "b".

    The log of an installation is ``log("install", addon)``; nothing but ``addon`` and
    what stands below it was there.
    """

    def __init__(self):
        self.made: dict[tuple[str, ...], str] = {(): PLAIN}
        self.stack = contextlib.ExitStack()

    def __call__(self, *names: str) -> str:
        if names not in self.made:
            *below, addon = names
            database = f"alone_{len(self.made)}"
            self.stack.enter_context(copy_of(self(*below), database))
            odoo().install(
                database,
                *("-i", addon),
                log=log("install", addon),
                title=f"Installation of {addon}",
            )
            self.made[names] = database
        return self.made[names]

    def close(self) -> None:
        self.stack.close()
