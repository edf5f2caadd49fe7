"""Help pages: pages of the knowledge base that customers read at ``/help``."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import html_sanitize

from .res_users import GROUP

FALLBACK = "en_US"
# What of a page decides where and how it is found.
INDEXED = frozenset(
    {"name", "is_help", "help_summary", "help_words", "help_version_id", "active"}
)


class DocumentPage(models.Model):
    _inherit = "document.page"

    is_help = fields.Boolean(
        string="Help Page",
        index=True,
        help="Customers read it at /help as soon as it is published.",
    )
    help_topic_id = fields.Many2one(
        comodel_name="help.topic",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    help_lang_id = fields.Many2one(
        comodel_name="res.lang",
        string="Written In",
        context={"active_test": False},
    )
    help_of_id = fields.Many2one(
        comodel_name="document.page",
        string="Translates",
        index="btree_not_null",
        ondelete="cascade",
        domain="[('is_help', '=', True), ('help_of_id', '=', False)]",
        help="The page that this one says in another language.",
    )
    help_translation_ids = fields.One2many(
        comodel_name="document.page",
        inverse_name="help_of_id",
        string="In Other Languages",
    )
    help_summary = fields.Char(
        string="In One Sentence", help="Shown below the title where pages are listed."
    )
    help_words = fields.Char(
        string="Also Found By",
        help="Other words customers use for it; they are searched and not shown.",
    )
    help_version_id = fields.Many2one(
        comodel_name="document.page.history",
        string="Published Version",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    help_published_at = fields.Datetime(string="Published", readonly=True, copy=False)
    help_state = fields.Selection(
        selection=[
            ("draft", "Not Published"),
            ("published", "Published"),
            ("changed", "Changed Since"),
        ],
        string="On /help",
        compute="_compute_help_state",
        search="_search_help_state",
    )
    help_url = fields.Char(string="Address", compute="_compute_help_url")
    help_views = fields.Integer(
        string="Read",
        compute="_compute_help_figures",
        help="How often in the last 90 days.",
    )
    help_yes = fields.Integer(string="Helped", compute="_compute_help_figures")
    help_no = fields.Integer(string="Not Helped", compute="_compute_help_figures")

    @api.depends("help_version_id", "history_head")
    def _compute_help_state(self):
        for page in self:
            if not page.help_version_id:
                page.help_state = "draft"
            elif page.help_version_id == page.history_head:
                page.help_state = "published"
            else:
                page.help_state = "changed"

    def _search_help_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = []
        for page in self.sudo().search_fetch(
            [("is_help", "=", True)], ["help_version_id", "history_head"]
        ):
            if page.help_state in value:
                found.append(page.id)
        return [("id", "in", found)]

    @api.depends("help_version_id")
    def _compute_help_url(self):
        base = self.get_base_url()
        for page in self:
            shown = page.is_help and page.help_version_id and page.id
            page.help_url = f"{base}/help/{page.id}" if shown else False

    @api.depends_context("uid")
    def _compute_help_figures(self):
        views = self.env["help.view"]._recent(self)
        answers = self.env["help.answer"]._counted(self)
        for page in self:
            page.help_views = views.get(page.id, 0)
            page.help_yes = answers.get((page.id, True), 0)
            page.help_no = answers.get((page.id, False), 0)

    @api.constrains("help_of_id", "is_help", "help_lang_id")
    def _check_help_translation(self):
        for page in self:
            if not page.is_help:
                continue
            if page.help_of_id and (
                page.help_of_id == page
                or page.help_of_id.help_of_id
                or page.help_translation_ids
            ):
                raise ValidationError(
                    self.env._(
                        "%(page)s cannot be the same page as one that is itself a "
                        "translation. Choose the first page of the two.",
                        page=page.name,
                    )
                )

    # ------------------------------------------------------------------

    def _create_history(self, vals):
        """What strangers' browsers show carries no active content."""
        if self.is_help and vals.get("content"):
            vals = {**vals, "content": html_sanitize(vals["content"])}
        return super()._create_history(vals)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # what is published goes through action_publish_help only, and nobody's
            # default values do it
            unpublished = {"help_version_id": False, "help_published_at": False}
            vals_list = [{**vals, **unpublished} for vals in vals_list]
        self._check_help_rights(vals_list)
        pages = super().create(vals_list)
        pages._check_help_rights([])
        pages._index_help()
        return pages

    def write(self, vals):
        if not self.env.su and {"help_version_id", "help_published_at"} & vals.keys():
            raise AccessError(self.env._("Use the button Publish."))
        self._check_help_rights([vals])
        result = super().write(vals)
        if not INDEXED.isdisjoint(vals):
            self._index_help()
        return result

    def _check_help_rights(self, vals_list):
        """Shop managers write help pages; guidelines and the rest are as before."""
        if self.env.su or self.env.user.has_group(
            "document_page.group_document_editor"
        ):
            return
        touches = any(vals.get("is_help") for vals in vals_list) or any(
            page.is_help for page in self.sudo()
        )
        if touches and not self.env.user.has_group(GROUP % "manager"):
            raise AccessError(
                self.env._("Help pages are written by relations managers.")
            )

    def _check_may_publish(self):
        if not self.env.su and not self.env.user.has_group(GROUP % "manager"):
            raise AccessError(
                self.env._("Help pages are published by relations managers.")
            )
        self.check_access("write")

    def action_publish_help(self):
        """Show the newest version of these pages to customers.

        :raises UserError: for a page without text or topic
        """
        self._check_may_publish()
        for page in self:
            if not page.is_help or page.type != "content":
                raise UserError(
                    self.env._("%(page)s is no help page.", page=page.display_name)
                )
            if not page.history_head or not page.help_topic_id:
                raise UserError(
                    self.env._(
                        "Give %(page)s a topic and a text before it is published.",
                        page=page.display_name,
                    )
                )
            head = page.sudo().history_head
            # written by an editor or before it became a help page
            safe = html_sanitize(head.content or "")
            if safe != head.content:
                head.content = safe
            page.sudo().write(
                {"help_version_id": head.id, "help_published_at": fields.Datetime.now()}
            )
        return True

    def action_withdraw_help(self):
        """Take these pages off ``/help``; their text stays."""
        self._check_may_publish()
        self.sudo().write({"help_version_id": False, "help_published_at": False})
        return True

    def action_open_help(self):
        """Open the page as customers see it."""
        self.ensure_one()
        self.check_access("read")
        if not self.help_url:
            raise UserError(self.env._("Publish the page first."))
        return {"type": "ir.actions.act_url", "url": self.help_url, "target": "new"}

    def action_view_help_answers(self):
        """Open what readers of this page answered."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_relations_addon.help_answer_action"
        )
        return {**action, "domain": [("page_id", "=", self.id)]}

    def _index_help(self):
        pages = self.sudo().filtered("is_help")
        gone = (self - pages).ids
        self.env["help.index"].sudo()._store(pages, gone)
