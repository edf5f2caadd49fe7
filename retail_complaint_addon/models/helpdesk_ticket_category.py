from odoo import api, fields, models
from odoo.exceptions import ValidationError

SEVERITIES = [
    ("minor", "Minor"),
    ("moderate", "Moderate"),
    ("major", "Major"),
    ("critical", "Critical"),
]
NATURES = [
    ("product", "Product"),
    ("service", "Service"),
    ("opinion", "Opinion"),
]
HANDLINGS = [("on_site", "Settle on Site"), ("refer", "Refer")]
READERS = "retail_complaint_addon.group_complaint_reader"


class HelpdeskTicketCategory(models.Model):
    _name = "helpdesk.ticket.category"
    _inherit = ["helpdesk.ticket.category", "complaint.export.mixin"]

    is_complaint = fields.Boolean(
        string="Complaints",
        compute="_compute_is_complaint",
        store=True,
        readonly=False,
        precompute=True,
        help="Tickets of this category are complaints.",
    )
    nature = fields.Selection(selection=NATURES)
    default_severity = fields.Selection(selection=SEVERITIES, groups=READERS)
    default_handling = fields.Selection(selection=HANDLINGS, groups=READERS)
    refer_team_id = fields.Many2one(
        comodel_name="helpdesk.ticket.team",
        string="Refer To",
        index="btree_not_null",
        groups=READERS,
        help="Cases of this category that are referred go to this team.",
    )
    fact_ids = fields.Many2many(
        comodel_name="complaint.fact",
        relation="helpdesk_ticket_category_complaint_fact_rel",
        column1="category_id",
        column2="fact_id",
        string="Required Facts",
        groups=READERS,
    )
    guideline_page_ids = fields.Many2many(
        comodel_name="document.page",
        relation="helpdesk_ticket_category_document_page_rel",
        column1="category_id",
        column2="page_id",
        string="Guidelines",
        domain="[('type', '=', 'content')]",
        groups=READERS,
    )
    survey_id = fields.Many2one(
        comodel_name="survey.survey",
        string="Follow-up Survey",
        index="btree_not_null",
        groups=READERS,
        help="Empty: the survey of the category above, then that of the company.",
    )
    step_template_ids = fields.Many2many(
        comodel_name="complaint.step.template",
        relation="helpdesk_ticket_category_step_template_rel",
        column1="category_id",
        column2="template_id",
        string="Procedure",
        groups=READERS,
    )

    @api.depends("parent_id")
    def _compute_is_complaint(self):
        for category in self:
            # a sub-category of complaints starts as one, nothing is ever cleared
            category.is_complaint = (
                category.is_complaint or category.parent_id.is_complaint
            )

    @api.depends_context("complaint_category_leaf")
    def _compute_display_name(self):
        """A column of a list has no room for the whole path."""
        if not self.env.context.get("complaint_category_leaf"):
            return super()._compute_display_name()
        for category in self:
            category.display_name = category.name
        return None

    def _branch(self):
        """Return the categories with everything above them."""
        ids = set()
        for path in self.mapped("parent_path"):
            ids.update(int(part) for part in (path or "").split("/") if part)
        return self.browse(sorted(ids))

    def _required_facts(self):
        """Return what the categories and those above them ask for (sudo)."""
        return self.sudo()._branch().fact_ids.sorted()

    def _procedure(self, company):
        """Return the steps of the categories and those above them (sudo)."""
        return (
            self.sudo()
            ._branch()
            .step_template_ids.filtered(
                lambda step: step.company_id in (company, company.browse())
            )
            .sorted()
        )

    def _guidelines(self):
        """Return the guidelines of the categories and those above them (sudo)."""
        return self.sudo()._branch().guideline_page_ids

    @api.constrains("parent_id", "is_complaint")
    def _check_complaint_branch(self):
        for category in self:
            if category.parent_id.is_complaint and not category.is_complaint:
                raise ValidationError(
                    self.env._(
                        "Complaints: %(category)s is below %(parent)s, so it is one "
                        "for complaints too.",
                        category=category.name,
                        parent=category.parent_id.name,
                    )
                )

    def unlink(self):
        """Rules and targets of a category go with it, unseen by their own models."""
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
