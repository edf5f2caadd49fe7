from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .complaint_custody import HELD_STATES
from .helpdesk_ticket_category import READERS


class HelpdeskTicket(models.Model):
    """The customer's articles that are in our hands because of the case."""

    _inherit = "helpdesk.ticket"

    custody_ids = fields.One2many(
        comodel_name="complaint.custody",
        inverse_name="ticket_id",
        string="Articles in Our Hands",
        copy=False,
        readonly=True,
        groups=READERS,
    )
    custody_count = fields.Integer(compute="_compute_part_counts", groups=READERS)

    def action_take_in(self):
        """Open the screen that takes the customer's article in."""
        self.ensure_one()
        self._require_complaints()
        self._check_open_for(self.env._("articles"))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "retail_complaint_addon.complaint_custody_take_in_action"
        )
        return {**action, "context": {"default_ticket_id": self.id}}

    def action_view_custodies(self):
        """Open the articles of the case."""
        return self._settlement_list(
            "complaint_custody_action_all", [("ticket_id", "in", self.ids)]
        )

    # ------------------------------------------------------------------
    # closing
    # ------------------------------------------------------------------

    def _held_articles(self):
        return self.sudo().custody_ids.filtered(lambda one: one.state in HELD_STATES)

    def _check_result(self):
        result = super()._check_result()
        # what nobody collects must not keep the case open for ever
        held = self._held_articles().filtered(lambda one: one.state != "unclaimed")
        if held and self.sudo().company_id.complaint_custody_closing == "refuse":
            raise ValidationError(
                self.env._(
                    "Case %(case)s: the customer's article is still with us "
                    "(%(articles)s). Return it first.",
                    case=self.number,
                    articles=", ".join(held.mapped("display_name")),
                )
            )
        return result

    def _finish_closing(self):
        result = super()._finish_closing()
        for ticket in self:
            for custody in ticket._held_articles():
                custody._remember_open_article()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_custody(self):
        if self.sudo().custody_ids:
            raise UserError(
                self.env._("An article was taken in for the case, so it stays.")
            )
