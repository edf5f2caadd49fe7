from odoo import models

from ..rules.exports import guard_cell


class ComplaintExportMixin(models.AbstractModel):
    """Exported cells never start a formula in a spreadsheet (E1).

    A live formula in a customer's text runs on the computer of whoever opens the file.
    """

    _name = "complaint.export.mixin"
    _inherit = ["complaint.entrance.mixin"]
    _description = "Export Without Formulas"

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        """Quote dangerous texts, also when another model exports us along."""
        rows = super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        return [[guard_cell(value) for value in row] for row in rows]
