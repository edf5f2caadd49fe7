"""Enquiries that a complaint leads to, or came from."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_category import READERS


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    lead_id = fields.Many2one(
        comodel_name="crm.lead",
        string="Came from the Enquiry",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        groups=READERS,
    )
    lead_count = fields.Integer(
        string="Enquiries", compute="_compute_lead_count", groups=READERS
    )

    @api.depends("lead_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_lead_count(self):
        for ticket in self:
            ticket.lead_count = len(ticket._linked_leads())

    def _linked_leads(self):
        """Return the enquiries of this complaint that the reader may read."""
        self.ensure_one()
        leads = self.env["crm.lead"].with_context(active_test=False)
        if not leads.has_access("read") or not self._origin:
            return leads
        links = fields.Domain("id", "=", self.lead_id.id)
        links |= fields.Domain("ticket_id", "in", self._origin.ids)
        return leads.search(links)

    @api.model_create_multi
    def create(self, vals_list):
        self._check_lead_links(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_lead_links([vals])
        return super().write(vals)

    @api.model
    def _check_lead_links(self, vals_list):
        """:raises AccessError: for an enquiry the user may not read"""
        ids = [vals.get("lead_id") for vals in vals_list if isinstance(vals, dict)]
        ids.append(self.env.context.get("default_lead_id"))
        leads = self.env["crm.lead"].browse(
            id_ for id_ in ids if id_ and type(id_) is int
        )
        if leads and not self.env.su:
            leads.exists().check_access("read")

    def action_view_leads(self):
        """Open the enquiries of this complaint."""
        self.ensure_one()
        self.check_access("read")
        leads = self._linked_leads()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_relations_addon.crm_lead_action_enquiry"
        )
        return {
            **action,
            "domain": [("id", "in", leads.ids)],
            "context": {"create": False, "active_test": False},
        }

    def action_make_lead(self):
        """Open a new enquiry of this customer; nothing is told of the complaint.

        Sales read it who may not read the complaint.
        """
        self.ensure_one()
        self.check_access("read")
        self.env["crm.lead"].check_access("create")
        if not self.is_complaint:
            raise UserError(self.env._("This ticket is no complaint."))
        view = self.env.ref("customer_relations_addon.crm_lead_view_form_enquiry")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Enquiry"),
            "res_model": "crm.lead",
            "views": [(view.id, "form")],
            "context": self._lead_defaults(),
        }

    def _lead_defaults(self):
        product, partner = self.product_id, self.partner_id
        values = {
            "type": "opportunity",
            "name": product.display_name or partner.name or self.partner_name,
            "partner_id": partner.id,
            "product_id": product.id,
            "store_id": self.store_id.id,
            "company_id": self.company_id.id,
            "ticket_id": self.id,
            "enquiry_kind": "product",
            "user_id": self.env.uid,
        }
        return {f"default_{name}": value for name, value in values.items() if value}
