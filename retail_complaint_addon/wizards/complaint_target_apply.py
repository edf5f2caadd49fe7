from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..models.helpdesk_ticket_people import MANAGER


class ComplaintTargetApply(models.TransientModel):
    """Asks for which open cases a changed target or calendar counts, too."""

    _name = "complaint.target.apply"
    _inherit = ["complaint.raw.mixin"]
    _description = "Apply Targets to Open Cases"

    target_id = fields.Many2one(
        comodel_name="complaint.target",
        help="Empty: the cases of every target.",
    )
    store_ids = fields.Many2many(
        comodel_name="retail.store",
        relation="complaint_target_apply_store_rel",
        column1="apply_id",
        column2="store_id",
        string="Stores",
        help="Empty: every store of the company.",
    )
    case_count = fields.Integer(string="Open Cases", compute="_compute_case_count")

    @api.depends("target_id", "store_ids")
    def _compute_case_count(self):
        cases = self.env["helpdesk.ticket"]
        for screen in self:
            screen.case_count = cases.search_count(screen._domain())

    def _domain(self):
        """Return which open cases of the user's companies these are."""
        domain = Domain("is_complaint", "=", True) & Domain("resolved_at", "=", False)
        domain &= Domain("company_id", "in", self.env.companies.ids)
        target = self.target_id
        if self.store_ids:
            domain &= Domain("store_id", "in", self.store_ids.ids)
        if target.category_id:
            domain &= Domain("category_id", "child_of", target.category_id.id)
        if target.severity:
            domain &= Domain("severity", "=", target.severity)
        if target.channel_id:
            domain &= Domain("channel_id", "=", target.channel_id.id)
        if target.company_id:
            domain &= Domain("company_id", "=", target.company_id.id)
        return domain

    def action_apply(self):
        """Have the clock count the targets of these cases anew."""
        self.ensure_one()
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Only a manager moves the targets of open cases.")
            )
        count = self.env["helpdesk.ticket"]._ask_recount(list(self._domain()))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._(
                    "The targets of %(count)s open cases are counted anew within the "
                    "next minutes. The decision log of each case says what moved.",
                    count=count,
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
