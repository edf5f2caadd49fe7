"""People who change different rows of one thing meet on its own row."""

from odoo import models
from odoo.tools import SQL


def meet(records):
    """Write these rows without changing them, to meet others who work on them.

    A transaction sees the tables as they were when it began. Whoever checks one row
    and writes another would not see what is decided meanwhile. Here the second one
    waits for the first, and is then run again by Odoo, with what the first has done.
    """
    ids = tuple(id_ for id_ in records._ids if isinstance(id_, int))
    if ids:
        records.env.execute_query(
            SQL(
                "UPDATE %s SET write_date = write_date WHERE id IN %s RETURNING id",
                SQL.identifier(records._table),
                tuple(sorted(ids)),
            )
        )


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    def _create_date_range_seq(self, date):
        """The first number of a year, drawn by two: the second is run again."""
        if (self.sudo().code or "").startswith("jewellery."):
            meet(self)
        return super()._create_date_range_seq(date)
