"""From an incident to the complaint a customer made of it, and back."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import plaintext2html

from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_category import READERS

from .crm_lead_complaint import CLERK
from .crm_lead_name import hide_names


class StoreIncident(models.Model):
    _inherit = "store.incident"

    complaint_ids = fields.One2many(
        comodel_name="helpdesk.ticket",
        inverse_name="incident_id",
        string="Complaints",
        copy=False,
        groups=READERS,
    )
    complaint_count = fields.Integer(
        string="Number of Complaints",
        compute="_compute_complaint_count",
        compute_sudo=False,
        groups=READERS,
    )

    @api.depends("complaint_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_complaint_count(self):
        """Count the complaints the reader may read."""
        groups = self.env["helpdesk.ticket"]._read_group(
            [("incident_id", "in", self.ids)], ["incident_id"], ["__count"]
        )
        counts = {incident.id: count for incident, count in groups}
        for incident in self:
            incident.complaint_count = counts.get(incident._origin.id, 0)

    @api.depends("name")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        hide_names(self, self.env._("Incident"))
        return result

    def action_view_complaints(self):
        """Open the complaints this incident led to."""
        self.ensure_one()
        self.check_access("read")
        tickets = self.env["helpdesk.ticket"]
        tickets.check_access("read")
        return tickets._complaint_list_action(
            self.env._("Complaints"), fields.Domain("incident_id", "=", self.id)
        )

    def action_register_complaint(self):
        """Open a new complaint, filled in with what is known of the incident."""
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group(CLERK):
            raise AccessError(self.env._("The complaint desk registers complaints."))
        values = {
            "is_complaint": True,
            "incident_id": self.id,
            "name": self.name,
            "description": self.description and plaintext2html(self.description),
            "store_id": self.store_id.id,
            "company_id": self.company_id.id,
        }
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Complaint"),
            "res_model": "helpdesk.ticket",
            "views": [(self.env["helpdesk.ticket"]._complaint_view_id("form"), "form")],
            "context": {
                f"default_{name}": value for name, value in values.items() if value
            },
        }


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    incident_id = fields.Many2one(
        comodel_name="store.incident",
        string="Came from the Incident",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        groups=READERS,
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_incident_links(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_incident_links([vals])
        return super().write(vals)

    @api.model
    def _check_incident_links(self, vals_list):
        """:raises AccessError: for an incident the user may not read"""
        ids = [vals.get("incident_id") for vals in vals_list if isinstance(vals, dict)]
        ids.append(self.env.context.get("default_incident_id"))
        incidents = self.env["store.incident"].browse(
            id_ for id_ in ids if id_ and type(id_) is int
        )
        if incidents and not self.env.su:
            incidents.exists().check_access("read")

    def action_view_incident(self):
        """Open the incident this complaint came from, for who may read it."""
        self.ensure_one()
        self.check_access("read")
        incident = self.incident_id
        incident.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": incident._name,
            "res_id": incident.id,
            "views": [(False, "form")],
        }
