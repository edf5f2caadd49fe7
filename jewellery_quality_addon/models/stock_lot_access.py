from odoo import api, models, tools

from .jewellery_piece import PIECE_FIELDS
from .qc_inspection_actions import INVESTIGATOR

SHEET = frozenset(
    {
        *PIECE_FIELDS,
        "jewellery_stone_ids",
        "jewellery_certificate_ids",
        "production_batch",
        "supplier_id",
    }
)


class StockLot(models.Model):
    """A quality manager keeps the sheet of a piece, not the serial number.

    Who may write serial numbers by another role, as in the warehouse, writes all.
    """

    _inherit = "stock.lot"

    @api.model
    def _has_field_access(self, field, operation):
        if not super()._has_field_access(field, operation):
            return False
        if operation != "write" or self.env.su or field.name in SHEET:
            return True
        return not self._keeps_the_sheet_only()

    @api.model
    def _keeps_the_sheet_only(self):
        user = self.env.user
        return user.has_group(INVESTIGATOR) and not self._writes_lots_anyway(
            tuple(sorted(user._get_group_ids()))
        )

    @api.model
    @tools.ormcache("group_ids")
    def _writes_lots_anyway(self, group_ids):
        """Say whether other groups than the quality manager's give the right."""
        others = set(group_ids) - {self.env.ref(INVESTIGATOR).id}
        rows = self.env["ir.model.access"].sudo()
        return bool(
            rows.search_count(
                [
                    ("model_id.model", "=", "stock.lot"),
                    ("perm_write", "=", True),
                    ("group_id", "in", [*others, False]),
                ],
                limit=1,
            )
        )
