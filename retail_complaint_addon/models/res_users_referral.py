from odoo import models

from .complaint_referral import OPEN_STATES


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals):
        """Nobody who has left is waited for."""
        result = super().write(vals)
        if "active" in vals and not vals["active"]:
            self._return_referrals()
        return result

    def _return_referrals(self):
        """Give back what only the people who leave could answer."""
        referrals = (
            self.env["complaint.referral"]
            .sudo()
            .search([("state", "in", OPEN_STATES), ("reader_ids", "in", self.ids)])
        )
        self.env.add_to_compute(referrals._fields["receiver_ids"], referrals)
        for referral in referrals._trusted():
            if not referral.reader_ids.filtered("active"):
                referral._end(
                    "returned",
                    closing_comment=self.env._("Nobody is left there to answer."),
                )
