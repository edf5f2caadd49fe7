"""What readers do with help pages: read, say whether it helped, search in vain."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

DAYS = 90
KEEP = timedelta(days=180)
LONGEST = 1000


class HelpView(models.Model):
    """How often a page was read on a day; nothing about who read it."""

    _name = "help.view"
    _description = "Reading of a Help Page"
    _inherit = ["complaint.by.method.mixin", "complaint.export.mixin"]
    _order = "day desc, id desc"
    _log_access = False
    _rec_name = "page_id"

    page_id = fields.Many2one(
        comodel_name="document.page",
        string="Help Page",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
    )
    day = fields.Date(required=True, readonly=True)
    count = fields.Integer(string="Times Read", required=True, readonly=True)

    _day_uniq = models.UniqueIndex("(page_id, day)")

    @api.model
    def _count(self, page):
        self.env.execute_query(
            SQL(
                """
                INSERT INTO help_view AS known (page_id, day, count) VALUES (%s, %s, 1)
                ON CONFLICT (page_id, day) DO UPDATE SET count = known.count + 1
                  RETURNING id
                """,
                page.id,
                fields.Date.today(),
            )
        )

    @api.model
    def _recent(self, pages):
        """Return {page id: times read in the last 90 days}."""
        since = fields.Date.today() - timedelta(days=DAYS)
        groups = self.sudo()._read_group(
            [("page_id", "in", pages.ids), ("day", ">=", since)],
            ["page_id"],
            ["count:sum"],
        )
        return {page.id: count for page, count in groups}


class HelpAnswer(models.Model):
    """Did this help? One answer a reader and version; a second one replaces it."""

    _name = "help.answer"
    _description = "Answer to a Help Page"
    _inherit = ["complaint.by.method.mixin", "complaint.export.mixin"]
    _order = "answered_at desc, id desc"
    _log_access = False
    _rec_name = "page_id"

    page_id = fields.Many2one(
        comodel_name="document.page",
        string="Help Page",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    version_id = fields.Many2one(
        comodel_name="document.page.history",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    topic_id = fields.Many2one(related="page_id.help_topic_id", string="Help Topic")
    helped = fields.Boolean(string="It Helped", readonly=True)
    comment = fields.Text(string="What Was Missing", readonly=True)
    answered_at = fields.Datetime(string="When", required=True, readonly=True)
    visitor = fields.Char(
        required=True,
        readonly=True,
        groups="base.group_system",
        help="A digest that tells two readers of a day apart, not who they are.",
    )

    _visitor_uniq = models.UniqueIndex("(version_id, visitor)")

    @api.model
    def _take(self, page, visitor, helped, comment):
        """Keep an answer, or change the one this reader gave before."""
        self.env.execute_query(
            SQL(
                """
                INSERT INTO help_answer AS known (page_id, version_id, visitor,
                                                  helped, comment, answered_at)
                     VALUES (%s, %s, %s, %s, %s, %s)
                ON CONFLICT (version_id, visitor) DO UPDATE
                        SET helped = excluded.helped,
                            comment = COALESCE(excluded.comment, known.comment),
                            answered_at = excluded.answered_at
                  RETURNING id
                """,
                page.id,
                page.help_version_id.id,
                visitor,
                helped,
                comment[:LONGEST] or None,
                fields.Datetime.now(),
            )
        )
        self.invalidate_model()

    @api.model
    def _counted(self, pages):
        """Return {(page id, helped): answers to the published version}."""
        groups = self.sudo()._read_group(
            [
                ("page_id", "in", pages.ids),
                ("version_id", "in", pages.sudo().help_version_id.ids),
            ],
            ["page_id", "helped"],
            ["__count"],
        )
        return {(page.id, helped): count for page, helped, count in groups}


class HelpSearch(models.Model):
    """What was searched at ``/help`` and not found: pages somebody should write."""

    _name = "help.search"
    _description = "Search Without Result"
    _inherit = ["complaint.by.method.mixin", "complaint.export.mixin"]
    _order = "count desc, last_at desc, id desc"
    _log_access = False
    _rec_name = "words"

    words = fields.Char(required=True, readonly=True)
    lang = fields.Char(string="Language", required=True, readonly=True)
    count = fields.Integer(string="Times", required=True, readonly=True)
    last_at = fields.Datetime(string="Last", required=True, readonly=True, index=True)

    _words_uniq = models.UniqueIndex("(words, lang)")

    @api.model
    def _missed(self, words, lang):
        self.env.execute_query(
            SQL(
                """
                INSERT INTO help_search AS known (words, lang, count, last_at)
                     VALUES (%s, %s, 1, %s)
                ON CONFLICT (words, lang) DO UPDATE
                        SET count = known.count + 1, last_at = excluded.last_at
                  RETURNING id
                """,
                words,
                lang,
                fields.Datetime.now(),
            )
        )
        self.invalidate_model()

    @api.autovacuum
    def _gc_searches(self):
        old = fields.Datetime.now() - KEEP
        self.sudo()._trusted().search([("last_at", "<", old)]).unlink()
