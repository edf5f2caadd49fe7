from odoo import fields, models
from odoo.exceptions import ValidationError

# Who reads what we know about customers; nobody else, not even the customer's login.
READERS = (
    "customer_relations_addon.group_relations_user,"
    "customer_relations_addon.group_relations_auditor"
)


class CustomerLinkedMixin(models.AbstractModel):
    """A record about one customer: only about somebody its writer may see."""

    _name = "customer.linked.mixin"
    _inherit = ["customer.links.mixin", "complaint.export.mixin"]
    _description = "Record About a Customer"

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )

    def _check_named(self):
        """:raises ValidationError: when nobody said what it is

        The name may come from the product, so the field itself cannot ask for it.
        """
        if any(not (record.name or "").strip() for record in self):
            raise ValidationError(self.env._("Choose a product, or say what it is."))
