from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .qc_inspection_actions import INSPECTOR


class ComplaintReferral(models.Model):
    _inherit = "complaint.referral"

    investigation_id = fields.Many2one(
        comodel_name="jewellery.investigation",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )

    def _may_steer(self, env):
        """Whoever asked for an investigation they lead takes the question back."""
        return super()._may_steer(env) or self._asked_by(env.user)

    def _asked_by(self, user):
        referral = self.sudo()
        one = referral.investigation_id
        return bool(
            one
            and referral.sender_id == user
            and referral.receiver_kind == "department"
            and user not in one.involved_user_ids
            and user.has_group(INSPECTOR)
            and one._is_on_it(user)
        )

    def action_investigate(self):
        """Start the investigation of the case that was referred; open it."""
        ticket = self._asked_about()
        found = self.env["jewellery.investigation"]._open_for(ticket)
        if not found.user_id:
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
