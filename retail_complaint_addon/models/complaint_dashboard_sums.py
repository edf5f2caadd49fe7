"""One query of the dashboard: sums over many complaints, for all dimensions at once."""

from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

# Dimensions that are counted together: each complaint is added to three sums instead
# of seven, and those few are then added up for each dimension.
TOGETHER = (("store", "category"), ("cause", "channel", "bucket"), ("product",))
# For all sums of a large chain.
MEMORY = "64MB"


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
            keys["bucket"] = self._join_pieces(query, column(moment), pieces)
        sums = columns(column)
        groups = [[name for name in group if name in keys] for group in TOGETHER]
        groups = [group for group in groups if group] or [[]]
        cells = self._cells(query, column("company_id"), keys, groups, sums)
        rows = self.env.execute_query(self._added_up(cells, groups, len(sums)))
        for name, key, company, *values in rows:
            if name == "bucket":
                key = pieces[key].start
            values = map(self._number, values)
            yield name, key, company, dict(zip(sums, values, strict=True))

    @api.model
    def _join_pieces(self, query, moment, pieces):
        """Join each row with its piece of the period; return the piece's number.

        Compared with where the pieces begin: a change of time zone for each row costs
        more than counting it, and PostgreSQL cannot tell how many results it has.
        """
        moments = [self._utc(piece.start) for piece in pieces]
        moments.append(self._utc(pieces[-1].stop))
        rows = [
            SQL("(%s, %s::timestamp, %s::timestamp)", number, *moments[number:][:2])
            for number in range(len(pieces))
        ]
        query.add_join(
            "JOIN",
            "piece",
            SQL("(VALUES %s)", SQL(", ").join(rows)),
            SQL("%s >= piece.column2 AND %s < piece.column3", moment, moment),
        )
        return SQL("piece.column1")

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
        """Compiling these queries takes longer than running them, until the commit.

        They also get the memory to keep all sums at hand instead of sorting the rows.
        """
        self.env.cr.execute(
            SQL(
                """
                SELECT set_config('jit', 'off', true),
                       CASE WHEN pg_size_bytes(current_setting('work_mem'))
                                 < pg_size_bytes(%(memory)s)
                            THEN set_config('work_mem', %(memory)s, true) END
                """,
                memory=MEMORY,
            )
        )
