from odoo import api, fields, models

ICONS = [
    ("fa-comments-o", "Conversation"),
    ("fa-wrench", "Repair"),
    ("fa-clock-o", "Clock"),
    ("fa-diamond", "Diamond"),
    ("fa-refresh", "Return"),
    ("fa-shield", "Protection"),
    ("fa-shopping-bag", "Purchase"),
    ("fa-question-circle-o", "Question"),
]


class HelpTopic(models.Model):
    """What help pages are sorted by on ``/help``."""

    _name = "help.topic"
    _description = "Help Topic"
    _inherit = ["complaint.raw.mixin", "complaint.export.mixin"]
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    summary = fields.Char(translate=True, help="One line below the name on the page.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    icon = fields.Selection(
        selection=ICONS, required=True, default="fa-question-circle-o"
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        help="Empty: shown by every company.",
    )
    page_ids = fields.One2many(
        comodel_name="document.page", inverse_name="help_topic_id", string="Pages"
    )
    page_count = fields.Integer(compute="_compute_page_count", string="Help Pages")

    @api.depends("page_ids.is_help")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_page_count(self):
        groups = self.env["document.page"]._read_group(
            [("help_topic_id", "in", self.ids), ("is_help", "=", True)],
            ["help_topic_id"],
            ["__count"],
        )
        counts = {topic.id: count for topic, count in groups}
        for topic in self:
            topic.page_count = counts.get(topic.id, 0)

    def action_view_pages(self):
        """Open the help pages of this topic."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_relations_addon.document_page_action_help"
        )
        return {
            **action,
            "domain": [("is_help", "=", True), ("help_topic_id", "=", self.id)],
            "context": {
                "default_is_help": True,
                "default_type": "content",
                "default_help_topic_id": self.id,
            },
        }
