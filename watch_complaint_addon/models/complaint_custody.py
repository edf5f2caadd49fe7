from odoo import models
from odoo.exceptions import UserError

from .repair_order import OPEN_STAGES


class ComplaintCustody(models.Model):
    _inherit = "complaint.custody"

    def _take_in(self, ticket, vals, signatures):
        """A watch taken in after its repair was opened is its article."""
        custody = super()._take_in(ticket, vals, signatures)
        repair = ticket.sudo().repair_ids.filtered(
            lambda one: (
                one.stage in OPEN_STAGES
                and one.stage != "outside"
                and not one.custody_id
                and custody.sudo().lot_id in (one.lot_id, one.lot_id.browse())
            )
        )[:1]
        if repair:
            repair._trusted().custody_id = custody.id
        return custody

    def _arrive(self, move):
        """The return of the article is the return of the repaired watch."""
        result = super()._arrive(move)
        if move.kind in ("return", "dispose"):
            repairs = self.env["repair.order"].sudo()
            back = repairs.search(
                [
                    ("custody_id", "in", self.ids),
                    ("stage", "in", ("ready", "cancelled")),
                    ("returned_at", "=", False),
                ]
            )
            back._trusted()._come_back()
        return result

    def _check_kind(self, kind):
        """A watch in repair is not given back by mistake: finish or cancel it."""
        result = super()._check_kind(kind)
        if kind in ("return", "dispose"):
            self._check_no_running_repair()
        return result

    def _check_no_running_repair(self):
        running = (
            self.env["repair.order"]
            .sudo()
            .search([("custody_id", "in", self.ids), ("stage", "in", OPEN_STAGES)])
        )
        if running:
            raise UserError(
                self.env._(
                    "%(repair)s is not finished: finish or cancel it before the watch "
                    "goes back.",
                    repair=running[0].name,
                )
            )
