"""Each addon alone: it comes clean, is upgraded clean, and leaves nothing behind."""

import pytest

from desk import places
from desk.logcheck import ours, read
from support.database import Sql, copy_of
from support.installed import log
from support.settings import odoo

# What an addon may leave in PostgreSQL; extensions stay, other addons may use them.
THINGS = {
    "tables and views": """
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND c.relkind IN ('r', 'v', 'm', 'S', 'p')""",
    "columns": """
        SELECT table_name || '.' || column_name FROM information_schema.columns
        WHERE table_schema = 'public'""",
    "indexes": "SELECT indexname FROM pg_indexes WHERE schemaname = 'public'",
    "constraints": """
        SELECT conrelid::regclass || '.' || conname FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace""",
    "triggers": """
        SELECT tgrelid::regclass || '.' || tgname FROM pg_trigger
        WHERE NOT tgisinternal""",
    "functions": """
        SELECT p.proname FROM pg_proc p
        LEFT JOIN pg_depend d ON d.objid = p.oid AND d.deptype = 'e'
        WHERE p.pronamespace = 'public'::regnamespace AND d.objid IS NULL""",
    "models": "SELECT model FROM ir_model",
    "fields": "SELECT model || '.' || name FROM ir_model_fields",
    # What a model had from a mixin got names in the modules of the mixin, which Odoo
    # forgets.
    "external ids": """
        SELECT module || '.' || name FROM ir_model_data
        WHERE model <> 'ir.model.inherit'
        AND (module NOT IN ('mail', 'portal')
        OR model <> 'ir.model.fields.selection')""",
    "scheduled actions": "SELECT cron_name FROM ir_cron",
    "groups": "SELECT name->>'en_US' || id FROM res_groups",
    "menus": "SELECT name->>'en_US' || id FROM ir_ui_menu",
    "views": "SELECT name || id FROM ir_ui_view",
    "record rules": "SELECT coalesce(name, '') || id FROM ir_rule",
    "parameters": "SELECT key FROM ir_config_parameter",
    "mail templates": "SELECT name->>'en_US' || id FROM mail_template",
}

DESK = "retail_complaint_addon"
BROUGHT = """
    SELECT s.value FROM ir_model_fields_selection s
      JOIN ir_model_fields f ON f.id = s.field_id
       AND f.model = 'complaint.decision' AND f.name = 'kind'
      JOIN ir_model_data d ON d.model = 'ir.model.fields.selection'
       AND d.res_id = s.id AND d.module = %s ORDER BY 1"""
# One process for what belongs together: Odoo takes seconds to start.
COME_AND_GO = """
def addon():
    return env["ir.module.module"].search([("name", "=", {addon!r})])


addon().button_immediate_upgrade()
assert addon().state == "installed"
{decide}
addon().button_immediate_uninstall()
assert addon().state == "uninstalled"
print("gone")
"""
WRITE = """
kinds = {kinds}
category = env["helpdesk.ticket.category"].search([("is_complaint", "=", True)])[:1]
case = env["helpdesk.ticket"].create(
    {{"name": "Kept", "description": "Kept", "category_id": category.id}})
for kind in kinds:
    case._log_decision(kind, note="words of " + kind, amount=12.5, currency="HKD")
env.cr.commit()
"""
READ = """
kinds = {kinds}
rows = env["complaint.decision"].search([("ticket_id.name", "=", "Kept")])
kept = rows.filtered(lambda row: row.kind in kinds)
assert sorted(kept.mapped("kind")) == sorted(kinds), rows.mapped("kind")
assert all(row.note == "words of " + row.kind for row in kept)
labels = dict(rows.fields_get(["kind"], ["selection"])["kind"]["selection"])
assert set(kinds) <= set(labels), labels
exported = kept.export_data(["kind", "display_name"])["datas"]
assert all("removed add-on" in cell for line in exported for cell in line), exported
env["complaint.decision"].web_read_group([], ["kind"], ["__count"])
assert env["complaint.chain"].search([])._verify() == []
print("holds")
"""


def inventory(database: str) -> dict[str, set[str]]:
    sql = Sql(database)
    try:
        return {
            thing: {str(row[0]) for row in sql(query)}
            for thing, query in THINGS.items()
        }
    finally:
        sql.close()


def clean(file) -> list[str]:
    return [str(record) for record in ours(read(file), "install")]


def come_and_go(prepared, database: str, addon: str, kinds: list[str]) -> None:
    """Upgrade the addon, let it write decisions of these kinds, uninstall it."""
    decide = WRITE.format(kinds=kinds) if kinds else ""
    code = COME_AND_GO.format(addon=addon, decide=decide)
    log = f"come-and-go-{addon}"
    output = prepared.script(database, code, "Upgrade and uninstallation", log=log)
    assert "gone" in output.splitlines(), output[-2000:]
    assert not clean(places.LOGS / f"{log}.log"), output[-2000:]


def _kinds(database: str, addon: str) -> list[str]:
    """The kinds of decision that the addon brought to the log of another one."""
    if addon == DESK:
        return []
    sql = Sql(database)
    try:
        return [kind for (kind,) in sql(BROUGHT, addon)]
    finally:
        sql.close()


def _log_still_reads(prepared, database: str, kinds: list[str]) -> None:
    """Without the addon: the chain holds, and each row has a label and its words."""
    if kinds:
        output = prepared.script(database, READ.format(kinds=kinds), "Decision log")
        assert "holds" in output, output


@pytest.mark.parametrize("addon", places.in_order(places.addons()))
def test_an_addon_comes_and_goes_without_a_trace(addon, installed):
    prepared = odoo()
    below = [name for name in places.in_order(places.addons()) if _needs(addon, name)]
    before = inventory(installed(*below))
    with copy_of(installed(*below, addon), f"install_{addon}") as database:
        assert not clean(log("install", addon))
        kinds = _kinds(database, addon)
        come_and_go(prepared, database, addon, kinds)
        _log_still_reads(prepared, database, kinds)
        after = inventory(database)
        left = {thing: sorted(after[thing] - before[thing]) for thing in THINGS}
        lost = {thing: sorted(before[thing] - after[thing]) for thing in THINGS}
        assert {thing: names for thing, names in left.items() if names} == {}
        assert {thing: names for thing, names in lost.items() if names} == {}


def _needs(addon: str, other: str) -> bool:
    depends = places.manifest(addon).get("depends", [])
    mine = [name for name in depends if name in places.addons()]
    return other in mine or any(_needs(name, other) for name in mine)
