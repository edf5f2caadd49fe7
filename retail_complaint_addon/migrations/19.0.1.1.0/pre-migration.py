"""Values that only a fresh installation had: what customers read, and are told."""

from lxml import etree

from odoo.tools import file_open
from odoo.tools.sql import SQL, column_exists, create_column

ADDON = "retail_complaint_addon"
CATEGORIES = "helpdesk_ticket_category"
TYPES = "complaint_solution_type"


def migrate(cr, version):
    _fill_public_names(cr)
    _fill_told_amounts(cr)


def _shipped(file, field):
    """Return {XML id: node of the field} of the records the addon comes with."""
    with file_open(f"{ADDON}/data/{file}", "rb") as source:
        tree = etree.parse(source)
    nodes = tree.xpath("//record/field[@name=$field]", field=field)
    return {node.getparent().get("id"): node for node in nodes}


def _fill_public_names(cr):
    if not column_exists(cr, CATEGORIES, "public_name"):
        create_column(cr, CATEGORIES, "public_name", "jsonb")
    for name, node in _shipped(f"{CATEGORIES}_data.xml", "public_name").items():
        cr.execute(
            SQL(
                """
                UPDATE helpdesk_ticket_category category
                   SET public_name = jsonb_build_object('en_US', %s::text)
                  FROM ir_model_data data
                 WHERE data.module = %s AND data.name = %s
                   AND data.model = 'helpdesk.ticket.category'
                   AND data.res_id = category.id AND category.public_name IS NULL
                """,
                node.text,
                ADDON,
                name,
            )
        )


def _fill_told_amounts(cr):
    """What a person has changed since stays as it is."""
    if not column_exists(cr, TYPES, "tell_amount"):
        create_column(cr, TYPES, "tell_amount", "bool")
        cr.execute(
            "UPDATE complaint_solution_type SET tell_amount = (amount_basis = 'paid')"
        )
    for name in _shipped(f"{TYPES}_data.xml", "tell_amount"):
        cr.execute(
            SQL(
                """
                UPDATE complaint_solution_type kind SET tell_amount = TRUE
                  FROM ir_model_data data
                 WHERE data.module = %s AND data.name = %s
                   AND data.model = 'complaint.solution.type'
                   AND data.res_id = kind.id AND kind.write_uid = 1
                """,
                ADDON,
                name,
            )
        )
