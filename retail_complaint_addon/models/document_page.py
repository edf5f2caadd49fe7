"""Guidelines: pages of the knowledge base that staff read and confirm."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, html_sanitize

from .helpdesk_ticket_category import READERS

TOPICS = [
    ("intake", "Taking a Complaint"),
    ("difficult", "Difficult Customers"),
    ("apology", "Apology"),
    ("referral", "Referral"),
    ("settlement", "Settlement"),
    ("privacy", "Privacy"),
    ("ethics", "Service Ethics"),
    ("law", "Reference Card"),
    ("other", "Other"),
]
CLERK = "retail_complaint_addon.group_complaint_clerk"
FALLBACK = "en_US"


class DocumentPage(models.Model):
    _inherit = "document.page"

    is_guideline = fields.Boolean(
        string="Complaint Guideline",
        index=True,
        help="Everybody who handles complaints can read this page.",
    )
    guideline_topic = fields.Selection(selection=TOPICS, string="Topic")
    guideline_lang_id = fields.Many2one(
        comodel_name="res.lang",
        string="Language",
        context={"active_test": False},
    )
    guideline_of_id = fields.Many2one(
        comodel_name="document.page",
        string="Translation Of",
        index="btree_not_null",
        ondelete="cascade",
        domain="[('is_guideline', '=', True), ('guideline_of_id', '=', False)]",
        help="The page that this one says in another language. Categories, topic and "
        "confirmation are those of that page.",
    )
    guideline_category_ids = fields.Many2many(
        comodel_name="helpdesk.ticket.category",
        relation="helpdesk_ticket_category_document_page_rel",
        column1="page_id",
        column2="category_id",
        string="Categories",
        domain="[('is_complaint', '=', True)]",
    )
    guideline_for_all = fields.Boolean(string="Beside Every Complaint", groups=READERS)
    needs_confirmation = fields.Boolean(
        help="Staff confirm that they have read it, each new version again.",
    )
    my_confirmed_at = fields.Datetime(
        string="I Confirmed It",
        compute="_compute_my_confirmed_at",
        help="When you confirmed the present version.",
    )
    guideline_open_count = fields.Integer(
        string="Not Confirmed By",
        compute="_compute_guideline_open_count",
    )

    @api.depends("history_head")
    @api.depends_context("uid")
    def _compute_my_confirmed_at(self):
        found = (
            self.env["complaint.guideline.confirmation"]
            .sudo()
            .search_fetch(
                [
                    ("version_id", "in", self.history_head.ids),
                    ("user_id", "=", self.env.uid),
                ],
                ["version_id", "confirmed_at"],
            )
        )
        confirmed = {one.version_id: one.confirmed_at for one in found}
        for page in self:
            page.my_confirmed_at = confirmed.get(page.history_head, False)

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_guideline_open_count(self):
        if not self.env.user.has_group(READERS):
            self.guideline_open_count = 0
            return
        groups = self.env["complaint.guideline.duty"]._read_group(
            [("page_id", "in", self.ids), ("state", "=", "open")],
            ["page_id"],
            ["__count"],
        )
        counts = {page.id: count for page, count in groups}
        for page in self:
            page.guideline_open_count = counts.get(page.id, 0)

    # ------------------------------------------------------------------
    # content
    # ------------------------------------------------------------------

    @api.depends("history_ids")
    def _compute_history_head(self):
        """The newest version, also when a version was just added to the cache."""
        for page in self:
            page.history_head = page.history_ids.sorted("id")[-1:]

    def _create_history(self, vals):
        """What everybody reads beside a complaint carries no active content."""
        if self.is_guideline and vals.get("content"):
            vals = {**vals, "content": html_sanitize(vals["content"])}
        return super()._create_history(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        confirmed = (
            self.env["complaint.guideline.confirmation"]
            .sudo()
            .search_count(
                [
                    "|",
                    ("page_id", "in", self.ids),
                    ("page_id.guideline_of_id", "in", self.ids),
                ],
                limit=1,
            )
        )
        if confirmed:
            raise UserError(
                self.env._(
                    "Staff have confirmed this guideline, so it stays. Archive it "
                    "instead."
                )
            )

    # ------------------------------------------------------------------
    # who reads what
    # ------------------------------------------------------------------

    @api.model
    def _guidelines_for(self, categories=None, lang=None):
        """Return the guidelines of these categories and those beside every complaint.

        Each in the language asked for, in English where it has none (as the user).

        :param categories: with everything above them, or None for all guidelines
        """
        domain = Domain("is_guideline", "=", True) & Domain("type", "=", "content")
        domain &= Domain("guideline_of_id", "=", False)
        if categories is not None:
            domain &= Domain("guideline_for_all", "=", True) | Domain(
                "guideline_category_ids", "in", categories.ids
            )
        pages = self.search(domain)
        translations = self.search([("guideline_of_id", "in", pages.ids)])
        by_page = translations.grouped("guideline_of_id")
        lang = lang or self.env.user.lang or FALLBACK
        return self.browse(
            page._in_language(by_page.get(page, self.browse()), lang).id
            for page in pages
        )

    def _in_language(self, translations, lang):
        def closeness(page):
            code = page.sudo().guideline_lang_id.code or ""
            near = code[:2] == lang[:2]
            return (code == lang, near, code if near else "", page == self)

        return max(self | translations, key=closeness)

    # ------------------------------------------------------------------
    # confirming
    # ------------------------------------------------------------------

    def action_confirm_guideline(self, version_id=None):
        """Confirm that the user has read the present version of these guidelines.

        :param int version_id: the version that was shown, if it is one page
        """
        self.check_access("read")
        user = self.env.user
        if not user.has_group(CLERK):
            raise AccessError(
                self.env._("Guidelines are confirmed by those who handle complaints.")
            )
        for page in self.sudo():
            head = page.history_head
            if not page.is_guideline or page.type != "content" or not head:
                raise UserError(
                    self.env._("%(page)s is no guideline.", page=page.display_name)
                )
            if version_id and version_id != head.id:
                raise UserError(
                    self.env._(
                        "There is a newer version of %(page)s. Read it first.",
                        page=page.display_name,
                    )
                )
            self.env["complaint.guideline.confirmation"]._confirm(page, head, user)
        self.invalidate_recordset(["my_confirmed_at", "guideline_open_count"])
        return True

    def action_view_confirmations(self):
        """Open who has confirmed this guideline and who has not."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "retail_complaint_addon.complaint_guideline_duty_action"
        )
        return {**action, "domain": [("page_id", "=", self.id)], "context": {}}


class DocumentPageHistory(models.Model):
    _inherit = "document.page.history"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        if (
            self.env["complaint.guideline.confirmation"]
            .sudo()
            .search_count([("version_id", "in", self.ids)], limit=1)
        ):
            raise UserError(
                self.env._("Staff have confirmed this version, so it stays.")
            )


class ComplaintGuidelineConfirmation(models.Model):
    """Who has read which version of which guideline; each for themselves only."""

    _name = "complaint.guideline.confirmation"
    _description = "Confirmed Guideline"
    _inherit = ["complaint.by.method.mixin", "complaint.export.mixin"]
    _order = "confirmed_at desc, id desc"
    _rec_name = "page_id"
    _log_access = False

    page_id = fields.Many2one(
        comodel_name="document.page",
        string="Guideline",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    version_id = fields.Many2one(
        comodel_name="document.page.history",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Who",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    confirmed_at = fields.Datetime(string="When", required=True, readonly=True)

    _once = models.UniqueIndex("(version_id, user_id)")

    @api.model
    def _confirm(self, page, version, user):
        """Confirm once, also when two clicks arrive at the same moment."""
        self.env.execute_query(
            SQL(
                """
                INSERT INTO complaint_guideline_confirmation
                            (page_id, version_id, user_id, confirmed_at)
                     VALUES (%s, %s, %s, %s)
                ON CONFLICT DO NOTHING RETURNING id
                """,
                page.id,
                version.id,
                user.id,
                fields.Datetime.now(),
            )
        )
        self.invalidate_model()
        self.env["complaint.guideline.duty"].invalidate_model()
