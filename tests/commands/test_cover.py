"""Lines note themselves: the same ones that a tracer would see."""

import json
import subprocess
import sys

import pytest
from coverage.parser import PythonParser

from desk import cover, places, times

SAMPLE = '''\
"""A module with a docstring."""

from __future__ import annotations

import os


def decorated(function):
    """Only returns it."""
    return function


class Thing(
    object,
):
    """A class."""

    name = "thing"
    values = [
        number
        for number in range(3)
    ]

    @property
    @decorated
    def long(self):
        """A property."""
        text = (
            "one"
            "two"
        )
        return text


def kinds(value):
    if value == 1:
        result = "one"
    elif value == 2:
        result = "two"
    else:
        result = "many"
    match value:
        case 1:
            result += "!"
        case _:
            pass
    try:
        if value == 3:
            raise ValueError(value)
    except KeyError:
        result = "never"
    except ValueError as error:
        result = str(error)
    else:
        result += "."
    finally:
        result += " "
    for _turn in range(2):
        continue
    else:
        with open(os.devnull) as nothing:
            nothing.read()
    while not result:
        break
    make = lambda: (
        result
    )
    return make()


Thing().long
found = [kinds(value) for value in (1, 2, 3)]
'''
NEVER = ["    except KeyError:", '        result = "never"', "        break"]


@pytest.fixture
def notes(tmp_path):
    return cover.Notes(str(tmp_path))


def test_a_tracer_would_see_the_same_lines(notes):
    namespace = {"__name__": "sample"}
    exec(notes.compile(SAMPLE.encode(), "sample.py"), namespace)
    parser = PythonParser(text=SAMPLE)
    parser.parse_source()
    lines = SAMPLE.splitlines()
    marks = {number for number, mark in enumerate(notes.marks["sample.py"]) if mark}
    missing = [lines[number - 1] for number in sorted(parser.statements - marks)]
    assert missing == NEVER
    assert namespace["found"] == ["one!. ", "two. ", "3 "]


def test_what_is_compiled_is_kept_for_the_next_process(tmp_path, monkeypatch):
    """And what has changed since, or cannot be read, is compiled anew."""
    first, second = (cover.Notes(str(tmp_path)) for _process in range(2))
    first.compile(b"x = 1\ny = 2\n", "kept.py")
    with monkeypatch.context() as nothing:
        nothing.setattr(cover, "Marker", None)
        exec(second.compile(b"x = 1\ny = 2\n", "kept.py"), {})
    assert (first.marks["kept.py"], second.marks["kept.py"][1:3]) == ([0] * 4, [1, 1])
    namespace = {}
    exec(second.compile(b"x = 3\ny = 2\n", "kept.py"), namespace)
    assert namespace["x"] == 3
    for file in tmp_path.glob("code-*"):
        file.write_bytes(b"")
    exec(cover.Notes(str(tmp_path)).compile(b"x = 3\n", "kept.py"), namespace)


def test_a_line_keeps_its_number_and_a_docstring_its_place(notes):
    source = b'def fail():\n    """Says so."""\n    x = 1\n    raise KeyError(x)\n'
    namespace = {}
    exec(notes.compile(source, "fails.py"), namespace)
    assert namespace["fail"].__doc__ == "Says so."
    with pytest.raises(KeyError) as caught:
        namespace["fail"]()
    assert caught.traceback[-1].lineno + 1 == 4


def test_a_process_leaves_its_lines_behind(tmp_path):
    """Those of our addons and of nothing else, tests and manifests apart."""
    addon = places.addons()[0]
    init = places.ROOT / addon / "rules" / "__init__.py"
    code = (
        "import importlib.util, sys, runpy\n"
        f"spec = importlib.util.spec_from_file_location('rules', {str(init)!r})\n"
        "spec.loader.exec_module(importlib.util.module_from_spec(spec))\n"
    )
    program = tmp_path / "program_of_a_test.py"
    program.write_text(code, "utf-8")
    subprocess.run(
        [sys.executable, cover.__file__, "-m", program.stem],
        env={cover.FOLDER: str(tmp_path), "PYTHONPATH": str(tmp_path)},
        check=True,
    )
    (note,) = tmp_path.glob("lines-*.json")
    assert list(json.loads(note.read_text("utf-8"))) == [str(init)]


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("models/helpdesk_ticket.py", True),
        ("tests/test_rules.py", False),
        ("__manifest__.py", False),
    ],
)
def test_what_counts(notes, path, counts):
    assert notes.wants(str(places.ROOT / places.addons()[0] / path)) == counts
    assert not notes.wants(f"/usr/lib/python3/{path}")


def test_what_stays_with_one_worker():
    for folder in ("tests/demo", "tests/install"):
        units = {times.unit(f"{folder}/test_{name}.py::test[x]") for name in "ab"}
        assert units == {folder}
    alone = "tests/install/test_lifecycle.py::test_an_addon[x]"
    assert times.unit("x/tests/test_y.py::TestY::test_z") == "x/tests/test_y.py"
    assert times.guess(alone) > times.guess("x/tests/test_y.py::TestY::test_z")


def test_the_longest_are_known_before_the_first_run(monkeypatch, tmp_path):
    """What was measured here counts more, and can be given to others."""
    shipped = json.loads(times.SHIPPED.read_text("utf-8"))
    assert shipped and all((places.ROOT / unit).exists() for unit in shipped)
    monkeypatch.setattr(times, "_file", lambda: tmp_path / "times.json")
    assert times.known() == shipped
    here = {"tests/demo": 99.4, "tests/attacks/test_posts.py": 2, "tests/gone.py": 50}
    (tmp_path / "times.json").write_text(json.dumps(here))
    assert times.known() == {**shipped, **here}
    monkeypatch.setattr(times, "SHIPPED", tmp_path / "shipped.json")
    times.ship()
    assert json.loads(times.SHIPPED.read_text("utf-8")) == {"tests/demo": 99}
