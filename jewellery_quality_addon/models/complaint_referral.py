from odoo import models
from odoo.exceptions import AccessError, UserError

from .qc_inspection_actions import INSPECTOR


class ComplaintReferral(models.Model):
    _inherit = "complaint.referral"

    def action_inspect(self):
        """Start an inspection of the article that was referred; open it."""
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group(INSPECTOR) or not self._may_answer():
            raise AccessError(
                self.env._("Only an inspector who is asked inspects the piece.")
            )
        ticket = self.sudo().ticket_id
        ticket._check_open_for(self.env._("inspections"))
        if not ticket.lot_id:
            raise UserError(
                self.env._("The case names no serial number: ask the owner for it.")
            )
        inspection = (
            self.env["qc.inspection"]
            .sudo()
            ._trusted()
            .create(
                {
                    "ticket_id": ticket.id,
                    "case_number": ticket.number,
                    "lot_id": ticket.lot_id.id,
                    "company_id": ticket.company_id.id,
                    "user": self.env.uid,
                }
            )
        )
        return inspection._untrusted()._open_form()
