from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals):
        """Whoever leaves hands their open complaints over."""
        result = super().write(vals)
        if "active" in vals and not vals["active"]:
            self._hand_over_complaints()
        return result

    def _hand_over_complaints(self):
        tickets = (
            self.env["helpdesk.ticket"]
            .sudo()
            .search(
                [
                    ("user_id", "in", self.ids),
                    ("is_complaint", "=", True),
                    ("resolved_at", "=", False),
                ]
            )
        )
        for ticket in tickets:
            owner = ticket._find_owner()
            if owner:
                ticket._trusted().write({"user_id": owner.id})
