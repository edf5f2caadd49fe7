"""bin/bench without measuring: what it knows, and the document it writes."""

import doctest
import re

import pytest

from desk import places
from desk.bench import plots, report, rows
from support.commands import call, refused

DOCUMENT = places.ROOT / "docs" / "benchmarks.md"


def test_every_row_has_its_module():
    folder = places.ROOT / "bench" / "rows"
    modules = {path.stem for path in folder.glob("*.py")}
    assert modules == {row.module for row in rows.ROWS.values()}


def test_every_row_of_the_goals_is_known():
    known = {row.id for row in rows.ROWS.values()}
    parts = {"P3b", "P4a", "P4b", "P5b", "L1", "L2"}
    assert known == {f"P{n}" for n in range(1, 12)} - {"P4"} | parts


@pytest.mark.parametrize(
    "names, found",
    [
        (["p4"], ["P4a", "P4b"]),
        (["P5b", "P1"], ["P1", "P5b"]),
        (["l1"], ["L1"]),
        (["P99"], []),
    ],
)
def test_rows_are_chosen_by_name(names, found):
    assert [row.id for row in rows.chosen(names)] == found


def test_long_rows_run_when_they_are_named():
    every_day = {row.id for row in rows.chosen([])}
    assert every_day == {name for name in rows.ROWS if not name.startswith("L")}


def test_unknown_rows_are_refused():
    refused(call(places.ROOT / "bin" / "bench", "P99"), "Known rows", "P4a")


def test_a_goal_is_about_the_ratio_where_there_is_one():
    assert report.Figure("time", 5, peer=10, goal="≤ 0.5").met
    assert report.Figure("time", 5, limit=2, goal="≤ 2").met is False
    assert report.Figure("recall", 0.97, goal="≥ 0.9").met
    assert report.Figure("time", 5).met is None


def test_the_document_is_what_its_results_say():
    entries = report.read(DOCUMENT)
    assert entries
    assert DOCUMENT.read_text("utf-8") == report._document(entries, DOCUMENT)


def test_the_plots_say_what_they_show():
    assert doctest.testmod(plots).failed == 0
    picture = DOCUMENT.parent / "images" / plots.PICTURE
    assert bool(re.search(r"images/benchmarks\.svg", DOCUMENT.read_text("utf-8"))) == (
        picture.exists()
    )
