"""Setup steps: done once, done again when they broke off or their recipe changed."""

import subprocess
import sys
import time

import pytest

from desk import logcheck, parts, places, steps
from desk.errors import Stop, explain
from desk.places import digest


@pytest.fixture
def work(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "WORK", tmp_path)
    monkeypatch.setattr(places, "STAMPS", tmp_path / "stamps")
    return tmp_path


def test_a_finished_step_is_not_done_again(work):
    done = []
    for key in ("one", "one", "two", "two"):
        steps.once("step", key, "Step", lambda k=key: done.append(k), 1)
    assert done == ["one", "two"]


def test_a_step_that_broke_off_is_done_again(work):
    done = []

    def broken():
        raise KeyboardInterrupt

    steps.once("step", "old", "Step", lambda: done.append("old"), 1)
    with pytest.raises(KeyboardInterrupt):
        steps.once("step", "new", "Step", broken, 1)
    steps.once("step", "old", "Step", lambda: done.append("again"), 1)
    assert done == ["old", "again"]


def test_two_commands_do_a_step_one_after_the_other(work):
    code = (
        "import sys, time; from pathlib import Path; sys.path.insert(0, sys.argv[1])\n"
        "from desk import steps\n"
        "with steps.only_one(Path(sys.argv[2]), 'waits'):\n"
        "    print('in', time.monotonic(), flush=True); time.sleep(0.5)\n"
        "    print('out', time.monotonic(), flush=True)\n"
    )
    command = [sys.executable, "-c", code, places.ROOT / "bin" / "lib", work / "lock"]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        for _number in range(2)
    ]
    times = []
    for process in both:
        lines = [
            line
            for line in process.communicate(timeout=30)[0].splitlines()
            if "waits" not in line
        ]
        times.append([float(line.split()[1]) for line in lines])
    first, second = sorted(times)
    assert first[1] <= second[0]
    assert time.monotonic() > second[1]


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("OSError: [Errno 28] No space left on device", "free at least"),
        ("npm error code ENOSPC", "free at least"),
        ("E: Unable to locate package odoo-19", "odoo-19 cannot be found"),
        (
            "ERROR: No matching distribution found for lxml==99",
            "lxml==99 cannot be found",
        ),
        ("W: Temporary failure resolving 'somewhere'", "no network"),
        ("npm error code ECONNREFUSED", "no network"),
        ("first\nsomething odd\n", "Step failed: something odd"),
        ("", "Step failed: no output"),
    ],
)
def test_a_programs_words_become_one_line(output, words):
    line = str(explain("Step", output))
    assert words in line
    assert "\n" not in line


def test_arguments_choose_the_part():
    here = places.ROOT / "tests"
    assert list(parts.select(["tests/commands"]).parts) == ["commands"]
    assert parts.select(["tests/install"]).folders() == {"install"}
    chosen = parts.select(
        ["tests/live/test_platform.py::test_a_mail_leaves_the_server", "word"]
    )
    assert [str(path) for path in chosen.parts["live"]] == [
        f"{here}/live/test_platform.py::test_a_mail_leaves_the_server"
    ]
    assert (chosen.keyword, chosen.everything) == ("word", False)
    assert parts.select([]).everything
    assert set(parts.select(["some_name"]).parts) == set(parts.select([]).parts)
    with pytest.raises(Stop, match="does not exist"):
        parts.select(["tests/nothing.py"])
    with pytest.raises(Stop, match="holds no tests"):
        parts.select(["bin"])


LOG = """\
2026-01-01 10:00:00,000 1 INFO db odoo.modules: all well
2026-01-01 10:00:00,000 1 WARNING db odoo.http: Sorry
2026-01-01 10:00:00,000 1 ERROR db odoo.http: Exception during request handling.
Traceback (most recent call last):
ValueError: ours
2026-01-01 10:00:00,000 1 INFO db odoo.modules: the end
"""


def test_the_log_check_lets_only_listed_records_pass(tmp_path):
    log, more = tmp_path / "log", tmp_path / "more"
    log.write_text(LOG)
    records = logcheck.read(log)
    assert [record.level for record in records] == ["WARNING", "ERROR"]
    assert [str(record) for record in logcheck.ours(records, "live")] == [
        "ERROR odoo.http: Exception during request handling. ... ValueError: ours"
    ]
    assert len(logcheck.ours(records, "install")) == 2
    more.write_text("live ERROR odoo\\.http: Exception.*ValueError: ours\n")
    assert logcheck.ours(records, "live", more) == []


def test_the_digest_sees_every_change(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "ROOT", tmp_path)
    folder = tmp_path / "addon"
    folder.mkdir()
    (folder / "a.py").write_text("a = 1\n")
    before = digest(folder)
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "a.pyc").write_text("x")
    assert digest(folder) == before
    (folder / "a.py").write_text("a = 2\n")
    assert digest(folder) != before
