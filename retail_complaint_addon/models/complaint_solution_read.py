"""What a step of a settlement reads after its lock."""

from odoo import models

from .together import fetch_by_id, fetch_together, remember_lines

COMPANY = ("alias_domain_id", "currency_id", "partner_id", "resource_calendar_id")
# the author of the note, and the language in which amounts are written
PARTNER = ("active", "email", "lang", "name")
# Of the case: what its record rules and the steps of a settlement ask.
CASE = {
    "": (
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
    ),
    "stage_id": ("closed",),
    "category_id": ("active", "parent_path"),
    "company_id": COMPANY,
    "company_id.currency_id": (
        "decimal_places",
        "name",
        "position",
        "rounding",
        "symbol",
    ),
    "company_id.resource_calendar_id": ("tz",),
    "store_id": ("member_ids", "upper_member_ids"),
}
MEASURE = {
    "": (
        "amount",
        "cost",
        "customer_value",
        "product_id",
        "sequence",
        "solution_id",
        "type_id",
    ),
    "type_id": ("active", "amount_basis"),
}
CALLER = {
    "": ("active", "company_id", "partner_id", "share"),
    "partner_id": PARTNER,
    "company_id": COMPANY,
    "company_id.partner_id": PARTNER,
}
# of those who get a to-do, or lose one
TODO_OWNER = {"": ("active", "partner_id", "share"), "partner_id": ("active", "tz")}


class ComplaintSolution(models.Model):
    _inherit = "complaint.solution"

    def _read_for_step(self, cluster):
        """Read what a step looks at; Odoo alone would ask for each model on its own.

        :param cluster: the cluster of the case, locked by this step (sudo)
        """
        fetch_by_id(cluster, CASE)
        packages = self.sudo().search_fetch(
            [("ticket_id", "in", cluster.ids)], order="id"
        )
        remember_lines(cluster, "solution_ids", packages)
        measures = self.env["complaint.solution.line"].sudo()
        ours = [("solution_id", "in", packages.ids)]
        query = measures._search(ours, order="sequence, id")
        remember_lines(packages, "line_ids", fetch_together(measures, query, MEASURE))
        fetch_by_id(self.env.user.sudo(), CALLER)
