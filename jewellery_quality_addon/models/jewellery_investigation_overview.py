"""Alternatives for who leads an investigation and has no role in the complaint."""

from markupsafe import Markup

from odoo import api, fields, models

COLUMNS = Markup(
    "<tr><th>%s</th><th class='text-end'>%s</th><th class='text-end'>%s</th>"
    "<th class='text-end'>%s</th><th>%s</th></tr>"
)
ROW = Markup(
    "<tr><td>%s</td><td class='text-end'>%s</td><td class='text-end'>%s</td>"
    "<td class='text-end'>%s</td><td>%s</td></tr>"
)
TABLE = Markup("<table class='table table-sm mb-0'>%s%s</table>")


class JewelleryInvestigation(models.Model):
    _inherit = "jewellery.investigation"

    alternatives_overview = fields.Html(
        string="Alternatives of the Complaint",
        compute="_compute_alternatives_overview",
        sanitize=False,
        help="Packages of cases that you cannot open, to read only.",
    )

    @api.depends("ticket_ids", "user_id", "team_ids")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_alternatives_overview(self):
        """Words and figures, no records: it gives no right on a package or a case."""
        for one in self:
            packages = one._shown_packages()
            one.alternatives_overview = one._overview(packages) if packages else False

    def _shown_packages(self):
        """Return the packages (sudo) of cases that the user leads but cannot read.

        Never of a case about the user.
        """
        self.ensure_one()
        cases = self.sudo().ticket_ids
        if not cases or not self._leads():
            return cases.solution_ids.browse()
        mine = cases.with_env(self.env)
        hidden = mine.sudo(False) - mine.sudo(False)._filtered_access("read")
        return (
            hidden.sudo()
            .filtered(lambda case: self.env.user not in case.involved_user_ids)
            .solution_ids.sorted("id")
        )

    @api.model
    def _overview(self, packages):
        states = dict(packages._fields["state"]._description_selection(self.env))
        rows = [
            ROW
            % (
                package.name or "",
                package.currency_id.format(package.customer_value),
                package.currency_id.format(package.company_cost),
                self._overview_score(package),
                states[package.state],
            )
            for package in packages
        ]
        heads = COLUMNS % (
            self.env._("Package"),
            self.env._("Value"),
            self.env._("Cost"),
            self.env._("Score"),
            self.env._("State"),
        )
        return TABLE % (heads, Markup().join(rows))

    @api.model
    def _overview_score(self, package):
        if not package.is_scored:
            return ""
        best = " ★" if package.is_best else ""
        return f"{package.score_total:.1f}{best}"
