"""Alternatives and implementation: the packages of the cases, as far as one may see."""

from odoo import api, fields, models

from odoo.addons.retail_complaint_addon.models.complaint_solution import SETTLED_STATES
from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_category import READERS


class JewelleryInvestigation(models.Model):
    _inherit = "jewellery.investigation"

    alternative_ids = fields.Many2many(
        comodel_name="complaint.solution",
        string="Alternatives",
        compute="_compute_solutions",
        groups=READERS,
    )
    implementation_ids = fields.Many2many(
        comodel_name="complaint.solution",
        compute="_compute_solutions",
        groups=READERS,
    )

    @api.depends("ticket_ids.solution_ids.state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_solutions(self):
        """Packages follow their cases: who may not read a case sees none of it."""
        cases = self.sudo().ticket_ids
        found = (
            self.env["complaint.solution"]
            .search([("ticket_id", "in", cases.ids)], order="ticket_id, id")
            .grouped("ticket_id")
        )
        none = self.env["complaint.solution"]
        for one in self:
            packages = none.concat(
                *(
                    found.get(case.with_env(self.env), none)
                    for case in one.sudo().ticket_ids
                )
            )
            one.alternative_ids = packages
            one.implementation_ids = packages.filtered(
                lambda package: package.state in SETTLED_STATES
            )

    def action_score_packages(self):
        """Open the matrix of the case; with several cases, their packages."""
        return self._choice_page("action_score_packages")

    def action_side_by_side(self):
        """Open the page for the talk with the customer."""
        return self._choice_page("action_side_by_side")

    def _choice_page(self, method):
        self.ensure_one()
        self.check_access("read")
        cases = self.sudo().ticket_ids.with_env(self.env)
        cases.check_access("read")
        if len(cases) == 1:
            return getattr(cases, method)()
        return cases.action_view_solutions()
