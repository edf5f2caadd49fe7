"""The words and facts of each complaint, stored so that alike ones are found at once.

A table of its own: tickets are written all day, their words hardly ever, and a write to
a row with a GIN index on it costs an entry for each of its words.
"""

import math

from odoo import api, fields, models, tools
from odoo.tools import SQL

from ..rules import similar, tokens

# Fewer cases than this are simply all compared.
FEW_ROWS = 3000
# Not even counted yet, after a great import: compare no more than these.
MOST_ROWS = 20000
FACT_FIELDS = {
    "lot": "lot_id",
    "product": "product_id",
    "cause": "cause_id",
    "category": "category_id",
    "store": "store_id",
}
BATCH = 1000
# So many of the best are looked at first whether the user may read them.
FIRST_LOOK = 40


class ComplaintFingerprint(models.Model):
    _name = "complaint.fingerprint"
    _description = "Words and Facts of a Complaint"
    _inherit = ["complaint.export.mixin"]
    _log_access = False
    _rec_name = "ticket_id"

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Complaint",
        required=True,
        ondelete="cascade",
    )
    words = fields.Integer(required=True)

    _ticket_uniq = models.UniqueIndex("(ticket_id)")

    def init(self):
        """Add what the ORM has no field for: an array of integers and its index.

        Statistics of many elements tell how common each word is, without counting.
        """
        super().init()
        self.env.cr.execute(
            """
            ALTER TABLE complaint_fingerprint
              ADD COLUMN IF NOT EXISTS tokens integer[] NOT NULL DEFAULT '{}';
            ALTER TABLE complaint_fingerprint
                ALTER COLUMN tokens SET STATISTICS 1000;
            CREATE INDEX IF NOT EXISTS complaint_fingerprint_tokens_index
                ON complaint_fingerprint USING gin (tokens)
              WITH (gin_pending_list_limit = 256);
            """
        )

    # ------------------------------------------------------------------
    # storing
    # ------------------------------------------------------------------

    @api.model
    def _fill(self):
        """Add what is missing, after an installation or update of the addon."""
        last = 0
        while True:
            # by number: what is behind is not looked through again
            rows = self.env.execute_query(
                SQL(
                    """
                    SELECT ticket.id FROM helpdesk_ticket ticket
                     WHERE ticket.is_complaint IS TRUE AND ticket.id > %s
                       AND NOT EXISTS (
                           SELECT 1 FROM complaint_fingerprint known
                            WHERE known.ticket_id = ticket.id)
                  ORDER BY ticket.id
                     LIMIT %s
                    """,
                    last,
                    BATCH,
                )
            )
            if not rows:
                return
            last = rows[-1][0]
            tickets = self.env["helpdesk.ticket"].sudo().browse(id_ for (id_,) in rows)
            self._store(tickets)
            tickets.invalidate_recordset()

    @api.model
    def _store(self, tickets):
        """Write the words and facts of complaints, in one statement.

        :param tickets: complaints (sudo)
        """
        rows = [
            SQL("(%s, %s::integer[], %s)", ticket.id, *self._of(ticket))
            for ticket in tickets
        ]
        if rows:
            self.env.execute_query(
                SQL(
                    """
                    INSERT INTO complaint_fingerprint AS known
                                (ticket_id, tokens, words)
                         VALUES %s
                    ON CONFLICT (ticket_id) DO UPDATE
                            SET tokens = excluded.tokens, words = excluded.words
                          WHERE known.tokens IS DISTINCT FROM excluded.tokens
                      RETURNING ticket_id
                    """,
                    SQL(", ").join(rows),
                )
            )

    @api.model
    def _of(self, ticket):
        """Return (tokens, number of words) of one complaint."""
        words = tokens.numbers(tokens.words(self._text(ticket)))
        facts = self._facts(ticket).values()
        return sorted({*words, *facts}), len(words)

    @api.model
    def _text(self, ticket):
        parts = (
            ticket.name,
            tokens.plain(ticket.description or ""),
            ticket.remedy_sought,
        )
        return " ".join(part for part in parts if part)

    @api.model
    def _facts(self, ticket):
        """Return {kind of fact: token} of a complaint."""
        return {
            kind: tokens.fact(kind, ticket[name].id)
            for kind, name in FACT_FIELDS.items()
            if ticket[name].id
        }

    # ------------------------------------------------------------------
    # looking up
    # ------------------------------------------------------------------

    @api.model
    def _nearest(self, words, facts, visible, most, stores=None):
        """Return the most alike cases as [(ticket id, score, common tokens)].

        :param list words: tokens of the text
        :param dict facts: kind → token
        :param visible: function from ticket ids to those of them that may be found
        :param stores: tokens of the only stores whose cases can be found, if known:
            the others are then not even looked at
        """
        if not words and not facts:
            return []
        self.env["helpdesk.ticket"].flush_model()
        rows = self._rows_estimate()
        every = [*words, *facts.values()]
        if rows < FEW_ROWS:
            found = self._common([[every]], every, MOST_ROWS)
            rows = max(len(found), 1)
            frequencies = similar.frequencies(found, rows)
            rare = 1 / rows
        else:
            frequencies, rare = self._frequencies(every, rows)
            probes = similar.probes(words, facts, frequencies, rows, rare)
            if stores:
                probes = [[*probe, stores] for probe in probes]
            found = self._common(probes, every, similar.MOST_OF_PROBE)
        query = similar.wanted(words, facts, frequencies, rows, rare)
        ranked = similar.best(query, found, len(found))
        common = {id_: shared for id_, shared, _length in found}
        return [
            (id_, value, common[id_])
            for id_, value in self._visible_first(ranked, visible, most)
        ]

    @api.model
    def _visible_first(self, ranked, visible, most):
        """Return the best that may be seen, asking for the best ones first."""
        result, start, size = [], 0, FIRST_LOOK
        while start < len(ranked) and len(result) < most:
            part = ranked[start : start + size]
            seen = visible([id_ for id_, _score in part])
            result += [one for one in part if one[0] in seen]
            start, size = start + size, size * 8
        return result[:most]

    @api.model
    def _rows_estimate(self):
        ((rows,),) = self.env.execute_query(
            SQL("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", self._table)
        )
        return rows

    @api.model
    def _frequencies(self, every, rows):
        """Return ({token: share of the cases}, share of one that is not common)."""
        # read again when there are a fifth more cases
        common = self._common_tokens(round(math.log2(max(rows, 1)) * 4))
        found = {token: common[token] for token in every if token in common}
        return found, max(similar.RARE_SHARE, 1 / rows)

    @api.model
    @tools.ormcache("size")
    def _common_tokens(self, size):
        """Return {token: share of the cases}, from the statistics of PostgreSQL."""
        found = self.env.execute_query(
            SQL(
                """
                SELECT common.token, common.share
                  FROM pg_stats stats,
                       unnest(stats.most_common_elems::text::integer[],
                              stats.most_common_elem_freqs) AS common(token, share)
                 WHERE stats.schemaname = current_schema
                   AND stats.tablename = %s AND stats.attname = 'tokens'
                   AND common.token IS NOT NULL
                """,
                self._table,
            )
        )
        return dict(found)

    @api.model
    def _common(self, probes, every, most):
        """Return (ticket id, tokens in common, number of words) of what probes find."""
        parts = [
            SQL(
                """
                (SELECT ticket_id,
                        ARRAY(SELECT word.token FROM unnest(tokens) AS word(token)
                               WHERE word.token = ANY(%s)),
                        words
                   FROM complaint_fingerprint WHERE %s LIMIT %s)
                """,
                every,
                SQL(" AND ").join(
                    SQL("tokens && %s::integer[]", group) for group in probe
                ),
                most,
            )
            for probe in probes
        ]
        query = SQL(" UNION ALL ").join(parts)
        rows = self._by_index(query)
        return list({row[0]: row for row in rows}.values())

    @api.model
    def _by_index(self, query):
        """Run the query through indexes.

        A limit lets the planner hope to meet enough rows by reading the table.
        """
        setting = SQL("SELECT set_config('enable_seqscan', 'off', true)")
        rows = self.env.execute_query(SQL("%s; %s", setting, query))
        self.env.execute_query(SQL("SELECT set_config('enable_seqscan', 'on', true)"))
        return rows
