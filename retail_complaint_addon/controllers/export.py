from odoo.addons.web.controllers.export import ExcelExport

from ..rules.exports import guard_cell


class ComplaintExcelExport(ExcelExport):
    def from_group_data(self, fields, columns_headers, groups):
        """Group titles become cells too, and bypass the export of the model (E1)."""
        if isinstance(groups._model, groups._model.pool["complaint.export.mixin"]):
            self._guard_group_titles(groups)
        return super().from_group_data(fields, columns_headers, groups)

    def _guard_group_titles(self, node):
        children = list(node.children.items())
        node.children.clear()
        for title, child in children:
            if isinstance(title, tuple):
                title = (title[0], *(guard_cell(part) for part in title[1:]))
            node.children[guard_cell(title)] = child
            self._guard_group_titles(child)
