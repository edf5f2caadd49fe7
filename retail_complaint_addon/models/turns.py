"""One after the other, where something is looked up before it is made."""

from odoo.tools import SQL


def take_turns(records):
    """Let one transaction at a time go on from here with these records.

    Another one waits. It began before the first one ended and cannot see what that one
    made, so PostgreSQL stops it and Odoo runs it again: then it sees everything. That
    is no error, and not written into the log as one.
    """
    if not records.ids:
        return
    records.env.cr.execute(
        SQL(
            """
            WITH mine AS (
                SELECT id FROM %(table)s WHERE id IN %(ids)s
              ORDER BY id FOR NO KEY UPDATE
            )
            UPDATE %(table)s AS record SET write_date = record.write_date
              FROM mine WHERE mine.id = record.id
            """,
            table=SQL.identifier(records._table),
            ids=tuple(records.ids),
        ),
        log_exceptions=False,
    )
