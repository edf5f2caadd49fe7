"""Files for spreadsheets, of texts that begin like a formula: and all taken back."""

import base64
import itertools

from psycopg2 import Error

from odoo.tools import SQL
from odoo.tools.misc import mute_logger

from .papers import _taken_back

# Names that stand in the workbooks of ours.
NAMED = (
    "helpdesk.ticket.category",
    "complaint.solution.type",
    "customer.promise",
    "product.template",
    "res.partner",
    "retail.store",
)


def exported(env, chosen, formulas):
    """:param dict chosen: {model: [text fields]}
    :return: {model: [[field, what was stored, what was exported]]}
    """
    env = env(user=env.ref("base.user_admin").id, su=True, context={})
    cells, starts = {}, itertools.cycle(formulas)
    with _taken_back(env), mute_logger("odoo.sql_db"):
        env.cr.execute("SET LOCAL session_replication_role = replica")
        for name, fields in chosen.items():
            record = env[name].with_context(active_test=False)
            record = record.search([], order="id desc", limit=1)
            cells[name] = []
            for field, start in zip(fields if record else [], starts, strict=False):
                if _put(record, record._fields[field], start):
                    ((cell,),) = record.export_data([field])["datas"]
                    cells[name].append([field, start, cell])
    return cells


def _put(record, field, text):
    value = SQL("%s::text", text)
    if field.translate:
        value = SQL("jsonb_build_object('en_US', %s)", value)
    try:
        with record.env.cr.savepoint():
            record.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s WHERE id = %s",
                    SQL.identifier(record._table),
                    SQL.identifier(field.name),
                    value,
                    record.id,
                )
            )
    except Error:
        return False
    record.env.invalidate_all(flush=False)
    return True


def workbooks(env):
    """:return: {what: workbook, base64}, of names that begin like a formula"""
    env = env(user=env.ref("base.user_admin").id, su=True, context={})
    found = {}
    with _taken_back(env):
        env.cr.execute("SET LOCAL session_replication_role = replica")
        for name in NAMED:
            for record in env[name].search([]):
                _put(record, env[name]._fields["name"], f"=1+{record.id}")
        for name in sorted(env.registry):
            if env[name]._transient and hasattr(env[name], "_xlsx"):
                book = env[name].create({"date_from": "2020-01-01"})._xlsx()
                found[name] = base64.b64encode(book).decode()
        book = env["jewellery.review"]._review_xlsx({})
        found["jewellery.review"] = base64.b64encode(book).decode()
    return found
