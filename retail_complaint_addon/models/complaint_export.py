from odoo import models

from ..rules.exports import guard_cell


class ComplaintExportMixin(models.AbstractModel):
    """Exported cells never start a formula in a spreadsheet (E1)."""

    _name = "complaint.export.mixin"
    _description = "Export Without Formulas"

    def export_data(self, fields_to_export):
        """Quote the texts a spreadsheet would take for a formula."""
        result = super().export_data(fields_to_export)
        result["datas"] = [
            [guard_cell(value) for value in row] for row in result.get("datas", [])
        ]
        return result
