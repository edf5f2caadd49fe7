from odoo import models
from odoo.exceptions import AccessError, UserError

from .qc_inspection_actions import INSPECTOR


class ComplaintReferral(models.Model):
    _inherit = "complaint.referral"

    def action_investigate(self):
        """Start the investigation of the case that was referred; open it."""
        ticket = self._asked_about()
        found = self.env["jewellery.investigation"]._open_for(ticket)
        found._trusted().user_id = self.env.user
        return found.with_env(self.env)._open_form()

    def _asked_about(self):
        """Return the case (sudo), after checking that an inspector is asked."""
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group(INSPECTOR) or not self._may_answer():
            raise AccessError(
                self.env._("Only an inspector who is asked inspects the piece.")
            )
        return self.sudo().ticket_id

    def action_inspect(self):
        """Start an inspection of the article that was referred; open it."""
        ticket = self._asked_about()
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
