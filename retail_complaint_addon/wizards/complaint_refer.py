from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.complaint_referral import KINDS, RECEIVER_FIELDS, RECEIVERS


class ComplaintRefer(models.TransientModel):
    """Hand a case, or a question about it, to somebody."""

    _name = "complaint.refer"
    _inherit = ["complaint.screen.mixin"]
    _description = "Refer a Complaint"
    _about = "ticket_id"
    _about_access = "write"

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket", string="Complaint", required=True, readonly=True
    )
    company_id = fields.Many2one(related="ticket_id.company_id", related_sudo=False)
    kind = fields.Selection(
        selection=KINDS, string="What For", required=True, default="question"
    )
    receiver_kind = fields.Selection(
        selection=RECEIVERS, string="To", required=True, default="user"
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Person",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    people_ids = fields.Many2many(
        comodel_name="res.users",
        relation="complaint_refer_people_rel",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    team_id = fields.Many2one(
        comodel_name="helpdesk.ticket.team",
        domain="[('company_id', 'in', [company_id, False])]",
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        domain="[('company_id', 'in', [company_id, False])]",
    )
    partner_id = fields.Many2one(comodel_name="res.partner", string="Outside Body")
    outside_ref = fields.Char(string="Their Reference")
    reason = fields.Char()
    question = fields.Text(string="What Is Asked")
    due_at = fields.Datetime(string="Due")

    @api.model
    def default_get(self, fields):
        """Start with the team and the time that the category and company name."""
        values = super().default_get(fields)
        ticket = self._about_in(values)
        if not ticket:
            return values
        team = ticket.sudo().category_id.refer_team_id
        usable = not team.company_id or team.company_id == ticket.sudo().company_id
        if team and usable:
            values.setdefault("team_id", team.id)
            if "default_receiver_kind" not in self.env.context:
                values["receiver_kind"] = "team"
        if ticket.handling == "refer":
            values.setdefault("reason", ticket.handling_reason)
            able = ticket.sudo()._users_able_to_own(team) if usable else None
            if able and "default_kind" not in self.env.context:
                values["kind"] = "handover"
        values.setdefault("due_at", ticket._referral_due())
        return values

    def action_refer(self):
        """Hand it over.

        :raises UserError: when it cannot be handed to them, with the reason
        """
        self.ensure_one()
        if not self.reason or not self.reason.strip():
            raise UserError(self.env._("Say why it is handed over."))
        name = RECEIVER_FIELDS[self.receiver_kind]
        value = self[name]
        given = [(6, 0, value.ids)] if name == "people_ids" else value.id
        vals = {
            "kind": self.kind,
            "receiver_kind": self.receiver_kind,
            name: given,
            "reason": self.reason.strip(),
            "question": self.question,
            "due_at": self.due_at,
        }
        if self.receiver_kind == "partner":
            vals["outside_ref"] = self.outside_ref
        self.ticket_id._refer(vals)
        return {"type": "ir.actions.act_window_close"}
