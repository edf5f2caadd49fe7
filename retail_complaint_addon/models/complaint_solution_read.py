"""What a step of a settlement reads after its lock."""

from odoo import models

# Of the case: what its record rules and the steps of a settlement ask.
STEP_FIELDS = (
    "active",
    "category_id",
    "company_id",
    "currency_id",
    "duplicate_id",
    "involved_user_ids",
    "is_complaint",
    "legal_hold",
    "nature",
    "number",
    "partner_id",
    "round",
    "severity",
    "stage_id",
    "store_id",
    "user_id",
)


class ComplaintSolution(models.Model):
    _inherit = "complaint.solution"

    def _read_for_step(self):
        """Read what a step looks at; Odoo alone would read every column there is."""
        ticket = self.sudo().ticket_id
        ticket.fetch(STEP_FIELDS)
        ticket.stage_id.fetch(["closed"])
        ticket.category_id.fetch(["active", "parent_path"])
        user = self.env.user.sudo()
        user.fetch(["active", "company_id", "partner_id", "share"])
        companies = ticket.company_id | user.company_id
        companies.fetch(
            ["alias_domain_id", "currency_id", "partner_id", "resource_calendar_id"]
        )
        companies.resource_calendar_id.fetch(["tz"])
        # the author of the note, and the language in which amounts are written
        partners = user.partner_id | user.company_id.partner_id
        partners.fetch(["active", "email", "lang", "name"])
