from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_category import READERS


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    inspection_ids = fields.One2many(
        comodel_name="qc.inspection",
        inverse_name="ticket_id",
        string="Inspections",
        copy=False,
        readonly=True,
        groups=READERS,
    )
    investigation_ids = fields.Many2many(
        comodel_name="jewellery.investigation",
        relation="jewellery_investigation_ticket_rel",
        column1="ticket_id",
        column2="investigation_id",
        string="Investigations",
        copy=False,
        readonly=True,
        groups=READERS,
    )
    investigation_count = fields.Integer(
        compute="_compute_investigation_count", groups=READERS
    )
    inspection_count = fields.Integer(
        compute="_compute_inspection_count", groups=READERS
    )

    @api.depends("inspection_ids")
    def _compute_inspection_count(self):
        counts = self._count_by_ticket("qc.inspection")
        for ticket in self:
            ticket.inspection_count = counts.get(ticket.id, 0)

    @api.depends("investigation_ids")
    def _compute_investigation_count(self):
        for ticket in self:
            ticket.investigation_count = len(ticket.investigation_ids)

    def action_view_inspections(self):
        """Open the inspections of the case."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jewellery_quality_addon.qc_inspection_action_jewellery"
        )
        return {**action, "domain": [("ticket_id", "in", self.ids)], "context": {}}

    def action_investigate(self):
        """Ask Quality to investigate these cases together; open the investigation."""
        self._require_complaints()
        if len(self.company_id) > 1:
            raise UserError(self.env._("Cases of one company only."))
        found = self.env["jewellery.investigation"]._open_for(self.sudo())
        return found.with_env(self.env)._open_form()

    def action_view_investigations(self):
        """Open the investigations of the case."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jewellery_quality_addon.jewellery_investigation_action"
        )
        return {**action, "domain": [("ticket_ids", "in", self.ids)], "context": {}}

    def action_refer(self):
        """Propose the department that knows this kind of defect."""
        action = super().action_refer()
        department = self.category_id._department_of(self.category_id)
        if department and self._askable_in(department):
            action["context"] = {
                **action["context"],
                "default_receiver_kind": "department",
                "default_department_id": department.id,
            }
        return action

    def _askable_in(self, department):
        """Return the people of a department who can be asked about this case."""
        referrals = self.env["complaint.referral"].sudo()
        people = (department.member_ids | department.manager_id).user_id
        return referrals._eligible(people, self.sudo(), "question")

    def _log_inspection(self, inspection, what):
        """Write a result into the decision log: figures, no personal data (sudo)."""
        self.ensure_one()
        results = [
            line._in_words()
            for line in inspection.inspection_lines
            if line.verdict == "critical"
        ]
        self._log_decision(
            "inspected",
            detail="; ".join([inspection.name, what, *results]),
        )
