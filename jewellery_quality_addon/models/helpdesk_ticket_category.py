from odoo import api, fields, models

from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_category import READERS


class HelpdeskTicketCategory(models.Model):
    """Kinds of defects, and the department that knows them."""

    _inherit = "helpdesk.ticket.category"

    defect_class = fields.Selection(
        selection=[
            ("obvious", "Obvious"),
            ("critical", "Critical"),
            ("major", "Major"),
            ("minor", "Minor"),
        ],
        groups=READERS,
        help="As inspectors class defects. Obvious: seen without an instrument. "
        "Critical: a stone can be lost, somebody hurt, or the law is broken.",
    )
    quality_department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Department Asked First",
        index="btree_not_null",
        ondelete="set null",
        groups=READERS,
        help="Questions about such a case start with this department. Empty: as the "
        "category above says.",
    )

    @api.model
    def _department_of(self, category):
        """Return the department of the category or of the nearest above (sudo)."""
        category = category.sudo()
        while category:
            if category.quality_department_id:
                return category.quality_department_id
            category = category.parent_id
        return self.env["hr.department"].sudo()
