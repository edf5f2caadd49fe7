"""From an enquiry to a complaint, and back."""

from odoo import api, fields, models

from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_category import READERS

CLERK = "retail_complaint_addon.group_complaint_clerk"


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "complaint.export.mixin"]

    complaint_ids = fields.One2many(
        comodel_name="helpdesk.ticket",
        inverse_name="lead_id",
        string="Complaints",
        copy=False,
        groups=READERS,
    )
    complaint_count = fields.Integer(
        compute="_compute_complaint_count", compute_sudo=False, groups=READERS
    )

    @api.depends("complaint_ids", "ticket_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_complaint_count(self):
        for lead in self:
            lead.complaint_count = len(lead._linked_complaints())

    def _linked_complaints(self):
        """Return the complaints of this enquiry that the reader may read."""
        self.ensure_one()
        cases = self.ticket_id | self.complaint_ids
        return cases._filtered_access("read").filtered("is_complaint")

    def action_view_complaints(self):
        """Open the complaints this enquiry came from or led to."""
        self.ensure_one()
        self.check_access("read")
        self.env["helpdesk.ticket"].check_access("read")
        cases = self._linked_complaints()
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Complaints"),
            "res_model": "helpdesk.ticket",
            "domain": [("id", "in", cases.ids)],
            "context": {"create": False},
        }
        if len(cases) == 1:
            return {**action, "views": [(False, "form")], "res_id": cases.id}
        views = [(cases._complaint_view_id(kind), kind) for kind in ("list", "form")]
        return {**action, "views": views}

    def action_register_complaint(self):
        """Open the complaint form; who may not use it, a screen to hand it in."""
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group(CLERK):
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("Register a Complaint"),
                "res_model": "customer.complaint.entry",
                "views": [(False, "form")],
                "target": "new",
                "context": {"default_lead_id": self.id},
            }
        values = self._complaint_values()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Complaint"),
            "res_model": "helpdesk.ticket",
            "views": [(self.env["helpdesk.ticket"]._complaint_view_id("form"), "form")],
            "context": {
                "complaint_customer": True,
                **{f"default_{name}": value for name, value in values.items()},
            },
        }

    def _complaint_values(self):
        """Return what the complaint takes over: who and what, no words of sales."""
        partner = self.partner_id
        values = {
            "is_complaint": True,
            "lead_id": self.id,
            "partner_id": partner.id,
            "partner_name": partner.name or self.contact_name or self.partner_name,
            "partner_email": partner.email or self.email_from,
            "partner_phone": partner.phone or self.phone,
            "product_id": self.product_id.id,
            "store_id": self.store_id.id,
            "company_id": self.company_id.id or self.store_id.company_id.id,
        }
        return {name: value for name, value in values.items() if value}
