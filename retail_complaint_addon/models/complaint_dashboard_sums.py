"""One query of the dashboard: sums over many complaints, for all dimensions at once."""

from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

# Dimensions that are counted together: each complaint is added to four sums instead of
# seven, and those, at most a few thousand, are then added up for each dimension. A
# category has few causes, a store few channels; stores and articles are many.
TOGETHER = (("store", "channel"), ("category", "cause"), ("product",), ("bucket",))
# PostgreSQL takes the pieces of a period for as many as there are rows, and would sort
# these on the disk: it may hope to keep a million sums in memory. They are a thousand.
MEMORY, HASH_MEMORY = "64MB", "16"


class ComplaintDashboard(models.AbstractModel):
    _inherit = "complaint.dashboard"

    @api.model
    def _sums(self, domain, columns, dimensions, moment=None, period=None):
        """Yield (dimension, key, company id, {column: sum}).

        Dimension "total" has no key; "bucket" has the first day of the piece.

        :param columns: method that returns the columns
        :param dict dimensions: {dimension: stored field}, of those in ``TOGETHER``
        :param str moment: field by which "bucket" cuts the period
        :param Period period: the period that is cut
        """
        tickets = self.env["helpdesk.ticket"]
        query = tickets._search(domain)
        if query.is_empty():
            return

        def column(name):
            return tickets._field_to_sql(query.table, name, query)

        keys = {name: column(field) for name, field in dimensions.items()}
        pieces = period.pieces() if moment else []
        if moment:
            keys["bucket"] = self._piece_number(column(moment), pieces)
        sums = columns(column)
        groups = [[name for name in group if name in keys] for group in TOGETHER]
        groups = [group for group in groups if group] or [[]]
        cells = self._cells(query, column("company_id"), keys, groups, sums)
        rows = self.env.execute_query(self._added_up(cells, groups, len(sums)))
        for name, key, company, *values in rows:
            if name == "bucket":
                key = pieces[key - 1].start
            values = map(self._number, values)
            yield name, key, company, dict(zip(sums, values, strict=True))

    @api.model
    def _piece_number(self, moment, pieces):
        """Return in which piece of its period a moment lies, counted from 1.

        Compared with where the pieces begin: a change of time zone for each row costs
        more than counting it.
        """
        starts = [self._utc(piece.start) for piece in pieces]
        return SQL("width_bucket(%s, %s::timestamp[])", moment, starts)

    @api.model
    def _cells(self, query, company, keys, groups, sums):
        """Return the query of the sums for the dimensions that are counted together."""
        sets = [
            SQL("(%s)", SQL(", ").join([company, *(keys[name] for name in group)]))
            for group in groups
        ]
        if len(groups) > 1:
            query.groupby = SQL("GROUPING SETS (%s)", SQL(", ").join(sets))
            marks = [SQL("GROUPING(%s) = 0", keys[group[0]]) for group in groups]
        else:
            # a plain one is shared out among the workers of PostgreSQL
            query.groupby = sets[0]
            marks = [SQL("TRUE")]
        named = {
            "company": company,
            **{f"in_{number}": mark for number, mark in enumerate(marks)},
            **{f"key_{name}": key for name, key in keys.items()},
            **{f"sum_{number}": one for number, one in enumerate(sums.values())},
        }
        return query.select(
            *(SQL("%s AS %s", one, SQL.identifier(name)) for name, one in named.items())
        )

    @api.model
    def _added_up(self, cells, groups, count):
        """Return the query that adds up the cells for each dimension of its own."""
        sums = SQL(", ").join(
            SQL("sum(%s)", SQL.identifier(f"sum_{number}")) for number in range(count)
        )
        parts = [("total", 0, SQL("NULL::integer"))]
        for number, group in enumerate(groups):
            parts += [(name, number, SQL.identifier(f"key_{name}")) for name in group]
        selects = [
            SQL(
                "SELECT %s, %s, company, %s FROM cells WHERE %s GROUP BY 2, 3",
                name,
                key,
                sums,
                SQL.identifier(f"in_{number}"),
            )
            for name, number, key in parts
        ]
        return SQL(
            "WITH cells AS MATERIALIZED (%s) %s",
            cells,
            SQL(" UNION ALL ").join(selects),
        )

    @api.model
    def _number(self, value):
        """Sums of whole numbers come as decimals."""
        if isinstance(value, Decimal):
            return int(value) if value == int(value) else float(value)
        return value

    @api.model
    def _without_jit(self):
        """Let PostgreSQL count at once and in memory, until the commit.

        Compiling these queries takes longer than running them.
        """
        self.env.cr.execute(
            SQL(
                """
                SELECT set_config('jit', 'off', true),
                       set_config('hash_mem_multiplier', %(multiple)s, true),
                       CASE WHEN pg_size_bytes(current_setting('work_mem'))
                                 < pg_size_bytes(%(memory)s)
                            THEN set_config('work_mem', %(memory)s, true) END
                """,
                memory=MEMORY,
                multiple=HASH_MEMORY,
            )
        )
