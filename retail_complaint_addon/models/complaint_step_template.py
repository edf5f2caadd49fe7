from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ComplaintStepTemplate(models.Model):
    _name = "complaint.step.template"
    _inherit = ["complaint.raw.mixin", "complaint.export.mixin"]
    _description = "Procedure Step"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    description = fields.Text(translate=True, string="How to Do It")
    delay_days = fields.Integer(
        string="Due After (Working Days)",
        default=1,
        help="Counted from the receipt, in the opening hours of the store.",
    )
    is_mandatory = fields.Boolean(
        string="Mandatory", help="The case cannot be closed while it is to do."
    )
    company_id = fields.Many2one(
        comodel_name="res.company", help="Empty: for every company.", index=True
    )
    category_ids = fields.Many2many(
        comodel_name="helpdesk.ticket.category",
        relation="helpdesk_ticket_category_step_template_rel",
        column1="template_id",
        column2="category_id",
        string="Categories",
    )

    @api.constrains("delay_days")
    def _check_delay(self):
        if any(not 0 <= template.delay_days <= 3650 for template in self):
            raise ValidationError(
                self.env._("Due After is between 0 and 3650 working days.")
            )

    def _step_vals(self, ticket, due):
        """Return the values of this step on a case.

        :param due: due datetime in UTC
        """
        return {
            "ticket_id": ticket.id,
            "template_id": self.id,
            "name": self.name,
            "description": self.description,
            "sequence": self.sequence,
            "is_mandatory": self.is_mandatory,
            "planned_date": ticket._local_date(due),
            "user_id": ticket.user_id.id,
            "round": ticket.round,
        }
