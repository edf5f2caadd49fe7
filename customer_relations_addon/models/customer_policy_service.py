from odoo import fields, models


class CustomerPolicy(models.Model):
    _inherit = "customer.policy"

    service_id = fields.Many2one(
        comodel_name="customer.service",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Empty: every customer. Otherwise who has used this service.",
    )


class ResPartner(models.Model):
    _inherit = "res.partner"

    service_use_ids = fields.One2many(
        comodel_name="customer.service.use",
        inverse_name="partner_id",
        string="Services Used",
        groups="customer_relations_addon.group_relations_user,"
        "customer_relations_addon.group_relations_auditor",
    )

    def action_view_services(self):
        """Open the value-added services this customer has used."""
        return self._customer_records("customer_service_use_action")
