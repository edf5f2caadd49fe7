"""What the screens show of the decision log."""

from odoo import api, models


class ComplaintDecision(models.Model):
    _inherit = "complaint.decision"

    @api.depends("kind", "ticket_id", "sequence")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for decision in self:
            decision.display_name = self.env._(
                "%(chain)s, %(sequence)s: %(kind)s",
                chain=decision.ticket_id.number or decision.chain_id.name,
                sequence=decision.sequence,
                kind=labels.get(decision.kind, decision.kind),
            )

    def action_verify_log(self):
        """Verify the whole log from the button of its list, whatever is selected."""
        return self.action_verify_all()
