"""Hand-overs as they are seen from customers, enquiries and complaints."""

from odoo import api, fields, models

from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_category import READERS

from .customer_linked import READERS as STAFF


class CustomerHandoverPlace(models.AbstractModel):
    """A record that shows its hand-overs by a smart button."""

    _name = "customer.handover.place"
    _description = "Place of Hand-overs"

    # the field of a hand-over that leads here
    _handover_link = None

    @api.model
    def _handovers(self):
        handovers = self.env["customer.handover"]
        return handovers if handovers.has_access("read") else None

    def _count_handovers(self):
        handovers = self._handovers()
        for record in self:
            known = handovers is not None and record._origin
            record.handover_count = known and handovers.search_count(
                [(self._handover_link, "=", record._origin.id)]
            )

    def action_view_handovers(self):
        """Open the hand-overs from here; new ones start with what is known."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_relations_addon.customer_handover_action"
        )
        values = {
            name: value for name, value in self._handover_values().items() if value
        }
        return {
            **action,
            "domain": [(self._handover_link, "=", self.id)],
            "context": {f"default_{name}": value for name, value in values.items()},
        }

    def _handover_values(self):
        return {self._handover_link: self.id}


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "customer.handover.place"]
    _handover_link = "partner_id"

    handover_count = fields.Integer(
        string="Hand-overs", compute="_compute_handover_count", groups=STAFF
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_handover_count(self):
        handovers = self._handovers()
        counts = {}
        if handovers is not None:
            domain = [("partner_id", "in", self.ids)]
            counts = dict(handovers._read_group(domain, ["partner_id"], ["__count"]))
        for partner in self:
            partner.handover_count = counts.get(partner._origin, 0)


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "customer.handover.place"]
    _handover_link = "lead_id"

    handover_count = fields.Integer(
        string="Hand-overs", compute="_compute_handover_count", groups=STAFF
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_handover_count(self):
        self._count_handovers()

    def _handover_values(self):
        return {
            "lead_id": self.id,
            "partner_id": self.partner_id.id,
            "product_id": self.product_id.id,
            "company_id": self.company_id.id,
            "store_id": self.store_id.id,
            "name": self.name,
            "target": "sales",
        }


class HelpdeskTicket(models.Model):
    _name = "helpdesk.ticket"
    _inherit = ["helpdesk.ticket", "customer.handover.place"]
    _handover_link = "ticket_id"

    handover_count = fields.Integer(
        string="Hand-overs", compute="_compute_handover_count", groups=READERS
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_handover_count(self):
        self._count_handovers()

    def _handover_values(self):
        return {
            "ticket_id": self.id,
            "partner_id": self.partner_id.id,
            "product_id": self.product_id.id,
            "lot_id": self.lot_id.id,
            "company_id": self.company_id.id,
            "store_id": self.store_id.id,
            "target": "workshop",
        }
