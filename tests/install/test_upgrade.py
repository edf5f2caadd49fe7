"""A database of an earlier version gets what a fresh installation has."""

from desk import places
from desk.logcheck import ours, read
from support.database import Sql, copy_of
from support.settings import odoo

ADDON = "retail_complaint_addon"
NAMES = """
    SELECT d.name, c.public_name->>'en_US' FROM helpdesk_ticket_category c
      JOIN ir_model_data d ON d.res_id = c.id
       AND d.model = 'helpdesk.ticket.category' AND d.module = %s
     WHERE c.public_name IS NOT NULL"""
TOLD = """
    SELECT d.name, t.tell_amount FROM complaint_solution_type t
      JOIN ir_model_data d ON d.res_id = t.id
       AND d.model = 'complaint.solution.type' AND d.module = %s"""
FILES = "SELECT name FROM ir_attachment WHERE complaint_from_customer ORDER BY name"


def test_from_the_first_version(installed):
    prepared = odoo()
    log = places.LOGS / "upgrade.log"
    with copy_of(installed(ADDON), "install_upgrade") as database:
        sql = Sql(database)
        names, told = dict(sql(NAMES, ADDON)), dict(sql(TOLD, ADDON))
        assert len(names) > 5 and True in told.values() and False in told.values()
        (own, other) = sorted(names)[:2]
        sql("UPDATE helpdesk_ticket_category SET public_name = NULL")
        sql(
            'UPDATE helpdesk_ticket_category SET public_name = \'{"en_US": "Ours"}\''
            " WHERE id = (SELECT res_id FROM ir_model_data"
            "  WHERE module = %s AND name = %s)",
            ADDON,
            own,
        )
        sql("ALTER TABLE complaint_solution_type DROP COLUMN tell_amount")
        _old_files(sql)
        sql(
            "UPDATE ir_module_module SET latest_version = '19.0.1.0.0' WHERE name = %s",
            ADDON,
        )
        sql.close()
        prepared.install(database, "-u", ADDON, log=log, title="Upgrade")
        assert not ours(read(log), "install")
        sql = Sql(database)
        assert dict(sql(NAMES, ADDON)) == {**names, own: "Ours"}
        assert other in names
        assert dict(sql(TOLD, ADDON)) == told
        assert [name for (name,) in sql(FILES)] == ["api.png", "visitor.png"]
        sql.close()


def _old_files(sql):
    """A case of an interface with files of it, of a visitor and of staff."""
    case = sql.one(
        "INSERT INTO helpdesk_ticket (name, number, description, is_complaint, active,"
        "  team_id, stage_id, company_id, create_date)"
        " SELECT 'Old', 'OLD-1', 'Old', TRUE, TRUE, NULL, min(s.id), min(c.id),"
        "  '2026-01-01' FROM helpdesk_ticket_stage s, res_company c RETURNING id"
    )
    sql(
        "INSERT INTO complaint_intake (ticket_id, company_id, channel_id, reference)"
        " SELECT %s, min(c.id), min(h.id), 'old'"
        " FROM res_company c, helpdesk_ticket_channel h",
        case,
    )
    public = sql.one("SELECT id FROM res_users WHERE login = 'public'")
    for name, user, moment in (
        ("api.png", 1, "2026-01-01"),
        ("staff.png", 1, "2026-01-02"),
        ("visitor.png", public, "2026-01-03"),
    ):
        sql(
            "INSERT INTO ir_attachment (name, res_model, res_id, type, create_uid,"
            " create_date) VALUES (%s, 'helpdesk.ticket', %s, 'binary', %s, %s)",
            name,
            case,
            user,
            moment,
        )
