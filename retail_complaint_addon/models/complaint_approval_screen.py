"""What the screens show of an approval: what is asked, why, and the case behind it."""

from odoo import fields, models


class ComplaintApproval(models.Model):
    _inherit = "complaint.approval"

    solution_name = fields.Char(related="solution_id.name", string="Proposed")
    measure_summary = fields.Text(related="solution_id.measure_summary")
    package_reason = fields.Text(
        related="solution_id.reason", string="Why This Package"
    )
    customer_value = fields.Monetary(
        related="solution_id.customer_value", currency_field="package_currency_id"
    )
    company_cost = fields.Monetary(
        related="solution_id.company_cost", currency_field="package_currency_id"
    )
    product_id = fields.Many2one(related="ticket_id.product_id")
    description = fields.Html(related="ticket_id.description")
    remedy_sought = fields.Text(related="ticket_id.remedy_sought")
    claim_currency_id = fields.Many2one(
        related="ticket_id.currency_id", string="Claim Currency"
    )
    claimed_amount = fields.Monetary(
        related="ticket_id.claimed_amount", currency_field="claim_currency_id"
    )
    company_currency_id = fields.Many2one(
        related="ticket_id.company_currency_id", string="Company Currency"
    )
    settled_amount = fields.Monetary(
        related="ticket_id.settled_amount", currency_field="company_currency_id"
    )

    def _summary(self):
        """Return one line on this request for the card of its package."""
        self.ensure_one()
        one = self.sudo()
        if one.state == "pending":
            return self.env._(
                "Asked: %(users)s", users=", ".join(one.decider_ids.mapped("name"))
            )
        if one.state == "approved" and one.comment:
            return self.env._(
                "Approved by %(user)s: %(comment)s",
                user=one.decided_by_id.name,
                comment=one.comment,
            )
        if one.state == "approved":
            return self.env._("Approved by %(user)s", user=one.decided_by_id.name)
        if one.state == "rejected":
            return self.env._(
                "Rejected by %(user)s: %(comment)s",
                user=one.decided_by_id.name,
                comment=one.comment or "",
            )
        return ""
