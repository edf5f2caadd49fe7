"""Formulas in every text that somebody typed: no file of ours starts one."""

import base64
import csv
import io
import json
import re
import zipfile

FORMULAS = [
    *("=1+1", "+1+A1", "-1+A1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "{=1+1}"),
    *("＝1+1", "＋1+A1", "－1+A1", "＠SUM(1)"),
]
# Models of others whose records hold what customers and staff wrote about a case.
BESIDE = {
    *("crm.lead", "helpdesk.ticket", "mail.message", "mgmtsystem.action"),
    *("qc.inspection", "qc.inspection.line", "repair.order", "res.partner"),
    *("survey.user_input", "survey.user_input.line"),
}
FORMULA_CELL = re.compile(r"<f[ >]|<is><t[^>]*>[=@\t{]|<t[^>]*>[=@\t{]")


def sheets(book: bytes) -> str:
    """All the XML of a workbook."""
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        return "".join(
            parts.read(name).decode() for name in parts.namelist() if "xl/" in name
        )


def test_every_model_guards_its_exports(world):
    models = world.registry.models
    bare = [
        name
        for name in world.lasting
        if (models[name]["own"] or name in BESIDE) and not models[name]["exports"]
    ]
    assert not bare, f"complaint.export.mixin is missing in _inherit of {bare}"


def test_no_exported_cell_is_a_formula(world):
    models = world.registry.models
    chosen = {
        name: [
            field
            for field in world.registry.stored(name, "char", "text")
            if not models[name]["fields"][field]["computed"]
        ]
        for name in world.lasting
        if models[name]["own"] or name in BESIDE
    }
    cells = world.by("").route("/desk_test/exported", chosen=chosen, formulas=FORMULAS)
    wrong = [
        (model, *row)
        for model, rows in cells.items()
        for row in rows
        if row[2] and row[2] != f"'{row[1]}"
    ]
    assert sum(map(len, cells.values())) > 300
    assert not wrong


def test_no_workbook_of_ours_holds_a_formula(world):
    books = world.by("").route("/desk_test/workbooks")
    assert len(books) > 3
    for what, book in books.items():
        text = sheets(base64.b64decode(book))
        assert "=1+" in text, f"{what} shows no name"
        assert not FORMULA_CELL.search(text), what


def test_no_downloaded_list_holds_a_formula(world):
    """By the pages that export a list, as a person downloads it."""
    cases = world.sql(
        "SELECT id, name FROM helpdesk_ticket WHERE is_complaint ORDER BY id LIMIT %s",
        len(FORMULAS),
    )
    asked = {
        "model": "helpdesk.ticket",
        "fields": [{"name": "name", "label": "Title", "type": "char"}],
        "ids": [id_ for id_, _name in cases],
        "domain": [],
        "import_compat": False,
        "groupby": [],
    }
    admin = world.by("admin")
    try:
        for (id_, _name), formula in zip(cases, FORMULAS, strict=True):
            world.sql(
                "UPDATE helpdesk_ticket SET name = %s WHERE id = %s", formula, id_
            )
        book = admin.post("/web/export/xlsx", {"data": json.dumps(asked)})
        grouped = {**asked, "groupby": ["name"]}
        groups = admin.post("/web/export/xlsx", {"data": json.dumps(grouped)})
        sheet = admin.post("/web/export/csv", {"data": json.dumps(asked)})
    finally:
        for id_, name in cases:
            world.sql("UPDATE helpdesk_ticket SET name = %s WHERE id = %s", name, id_)
    for reply in (book, groups):
        assert reply.status_code == 200, reply.text[:1000]
        assert "1+A1" in sheets(reply.content)
        assert not FORMULA_CELL.search(sheets(reply.content))
    rows = list(csv.reader(io.StringIO(sheet.text, newline="")))
    assert len(rows) > 5
    assert all(cell[:1] == "'" for (cell,) in rows[1:]), rows
