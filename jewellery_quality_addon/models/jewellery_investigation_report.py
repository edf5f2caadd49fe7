"""The button that draws up the report of a case."""

from odoo import api, fields, models

from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_people import AUDITOR

from .jewellery_report import MANAGER
from .qc_inspection_actions import INVESTIGATOR


class JewelleryInvestigation(models.Model):
    _inherit = "jewellery.investigation"

    report_ids = fields.One2many(
        comodel_name="jewellery.report",
        inverse_name="investigation_id",
        string="Reports",
        readonly=True,
    )
    report_count = fields.Integer(compute="_compute_report_count", string="Drawn Up")
    can_report = fields.Boolean(compute="_compute_can_report")

    @api.depends("report_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_report_count(self):
        groups = self.env["jewellery.report"]._read_group(
            [("investigation_id", "in", self.ids)], ["investigation_id"], ["__count"]
        )
        counts = {about.id: count for about, count in groups}
        for one in self:
            one.report_count = counts.get(one.id, 0)

    @api.depends("user_id", "team_ids")
    @api.depends_context("uid")
    def _compute_can_report(self):
        for one in self:
            one.can_report = one._may_report()

    def _may_report(self):
        """Whoever works on it or on its cases, and who leads them."""
        self.ensure_one()
        user, known = self.env.user, self.sudo()
        if user.has_group(AUDITOR) and not user.has_group(MANAGER):
            return False
        if user.has_group(INVESTIGATOR) or user.has_group(MANAGER):
            return True
        return user in known.user_id | known.team_ids or self._handles_all()

    def _handles_all(self):
        """Say whether somebody of one case may read them all: the paper names each."""
        cases = self.sudo().ticket_ids
        mine = cases.with_env(self.env(su=False))
        return self.env.user in cases.user_id and mine._filtered_access("read") == mine

    def action_draw_report(self):
        """Draw up the one-page report and open it."""
        self.ensure_one()
        self.check_access("read")
        report = self.env["jewellery.report"].create(
            {
                "kind": "case",
                "investigation_id": self.id,
                "company_id": self.company_id.id,
            }
        )
        report.action_draw()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jewellery_quality_addon.jewellery_report_action"
        )
        return {**action, "views": [(False, "form")], "res_id": report.id}
