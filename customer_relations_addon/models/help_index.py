"""What each published help page is found by, in English and Chinese."""

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.retail_complaint_addon.rules import similar, tokens

from ..rules.helping import MOST_FOUND, rank

MOST_TEXT = 20000


class HelpIndex(models.Model):
    """A table of its own, as for complaints: an array of numbers and its index."""

    _name = "help.index"
    _description = "Words of a Help Page"
    _inherit = ["complaint.export.mixin"]
    _log_access = False
    _rec_name = "page_id"

    page_id = fields.Many2one(
        comodel_name="document.page", required=True, ondelete="cascade"
    )

    _page_uniq = models.UniqueIndex("(page_id)")

    def init(self):
        """Add what the ORM has no field for."""
        super().init()
        self.env.cr.execute(
            """
            ALTER TABLE help_index
              ADD COLUMN IF NOT EXISTS title integer[] NOT NULL DEFAULT '{}',
              ADD COLUMN IF NOT EXISTS tokens integer[] NOT NULL DEFAULT '{}';
            CREATE INDEX IF NOT EXISTS help_index_tokens_index
                ON help_index USING gin (tokens);
            """
        )

    @api.model
    def _store(self, pages, gone=()):
        """Write the words of these pages, and forget those of the others.

        :param pages: help pages (sudo)
        :param gone: ids of pages that are none any more
        """
        shown = pages.filtered(lambda page: page.active and page.help_version_id)
        lost = [*gone, *(pages - shown).ids]
        if lost:
            self.search([("page_id", "in", lost)]).unlink()
        if not shown:
            return
        self.env.flush_all()
        rows = [SQL("(%s, %s::integer[], %s::integer[])", *self._of(p)) for p in shown]
        self.env.execute_query(
            SQL(
                """
                INSERT INTO help_index (page_id, title, tokens) VALUES %s
                ON CONFLICT (page_id) DO UPDATE
                        SET title = excluded.title, tokens = excluded.tokens
                  RETURNING page_id
                """,
                SQL(", ").join(rows),
            )
        )
        self.invalidate_model()

    @api.model
    def _of(self, page):
        title = " ".join(filter(None, (page.name, page.help_words)))
        body = tokens.plain((page.help_version_id.content or "")[:MOST_TEXT])
        text = " ".join(filter(None, (page.help_summary, body)))
        head = tokens.numbers(tokens.words(title))
        return page.id, head, sorted({*head, *tokens.numbers(tokens.words(text))})

    @api.model
    def _find(self, text, most=MOST_FOUND):
        """Return the ids of the published pages that fit a text, the best first."""
        asked = tokens.numbers(tokens.words(text))
        if not asked:
            return []
        rows = self.env.execute_query(
            SQL(
                """
                SELECT page_id,
                       ARRAY(SELECT word.one FROM unnest(tokens) AS word(one)
                              WHERE word.one = ANY(%(asked)s)),
                       ARRAY(SELECT word.one FROM unnest(title) AS word(one)
                              WHERE word.one = ANY(%(asked)s)),
                       cardinality(tokens)
                  FROM help_index WHERE tokens && %(asked)s::integer[]
                """,
                asked=asked,
            )
        )
        if not rows:
            return []
        ((count,),) = self.env.execute_query(SQL("SELECT count(*) FROM help_index"))
        shares = similar.frequencies(((i, both, n) for i, both, _t, n in rows), count)
        weights = {
            one: similar.rarity(count, shares.get(one, 1 / count)) for one in asked
        }
        return rank(weights, ((i, both, title) for i, both, title, _n in rows), most)
