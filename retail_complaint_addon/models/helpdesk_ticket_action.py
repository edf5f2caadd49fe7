from odoo import api, fields, models
from odoo.exceptions import UserError

from .complaint_action import SCOPE
from .helpdesk_ticket_category import READERS


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    action_ids = fields.Many2many(
        comodel_name="complaint.action",
        relation="complaint_action_ticket_rel",
        column1="ticket_id",
        column2="action_id",
        string="Actions",
        copy=False,
        groups=READERS,
    )
    action_count = fields.Integer(compute="_compute_action_count", groups=READERS)

    @api.depends("action_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_action_count(self):
        for ticket in self:
            ticket.action_count = len(ticket.action_ids)

    def action_plan_correction(self):
        """Open a new corrective action for these cases, with what they share."""
        self.check_access("read")
        self._check_reads_complaints()
        cases = self.filtered("is_complaint")
        if not cases or len(cases.company_id) > 1:
            raise UserError(
                self.env._("Choose complaints of one company for an action.")
            )
        context = {
            "default_ticket_ids": [(6, 0, cases.ids)],
            "default_company_id": cases.company_id.id,
        }
        for name in SCOPE:
            shared = cases[name]
            if len(shared) == 1 and all(case[name] for case in cases):
                context[f"default_{name}"] = shared.id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Action"),
            "res_model": "complaint.action",
            "views": [(False, "form")],
            "context": context,
        }

    def action_view_actions(self):
        """Open the corrective and preventive actions of these cases."""
        self.check_access("read")
        self._check_reads_complaints()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "retail_complaint_addon.complaint_action_action"
        )
        return {
            **action,
            "domain": [("ticket_ids", "in", self.ids)],
            "context": {"default_ticket_ids": [(6, 0, self.ids)]},
        }
