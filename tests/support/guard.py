"""A pytest plugin for every part: skipped is not passed, a warning is not silence."""

import contextlib
import importlib.util
import json
import logging
import os
import shutil
import sys

import pytest

from desk import cover

# Before anything of ours is loaded; xdist's workers start here, too.
NOTES = cover.Notes(os.environ[cover.FOLDER]) if os.environ.get(cover.FOLDER) else None
if NOTES:
    NOTES.start()

SKIPPED: list[str] = []
CURRENT = {"test": ""}


class Collector(logging.Handler):
    """Writes warnings and errors down with their test; bin/test judges them."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            text = self.format(record)
        except Exception:  # a record that cannot be formatted is worth reading too
            text = str(record.msg)
        line = {
            "level": record.levelname,
            "logger": record.name,
            "text": text,
            "test": CURRENT["test"],
        }
        with open(os.environ["DESK_LOG"], "a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")


@contextlib.contextmanager
def own_files(original: str, database: str):
    """A worker's database has files of its own.

    pytest-odoo lets the workers share them, and one cleans up what only another uses.
    """
    store = sys.modules["odoo"].tools.config.filestore
    if original == database:
        yield
        return
    shutil.rmtree(store(database), ignore_errors=True)
    shutil.copytree(store(original), store(database))
    try:
        yield
    finally:
        shutil.rmtree(store(database), ignore_errors=True)


def pytest_configure(config):
    if "pytest_odoo" in sys.modules:
        sys.modules["pytest_odoo"]._shared_filestore = own_files
    missing = [
        name
        for name, there in (
            (
                "the Python package websocket-client",
                importlib.util.find_spec("websocket"),
            ),
            ("the program chromium", shutil.which("chromium")),
        )
        if not there
    ]
    if missing:
        # Odoo would skip its browser tests and call that a success.
        raise pytest.UsageError(f"browser tests need {' and '.join(missing)}")
    if os.environ.get("DESK_LOG"):
        logging.getLogger().addHandler(Collector(logging.WARNING))


def pytest_unconfigure(config):
    if NOTES:
        # A worker of xdist does not end as other programs do.
        NOTES.save()


def pytest_runtest_logstart(nodeid, location):
    CURRENT["test"] = nodeid


def pytest_runtest_logreport(report):
    if report.skipped:
        SKIPPED.append(report.nodeid)


def pytest_collectreport(report):
    if report.skipped:
        SKIPPED.append(report.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    if SKIPPED and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    if SKIPPED:
        terminalreporter.section("skipped tests count as failed", red=True)
        for name in sorted(set(SKIPPED)):
            terminalreporter.write_line(name)
