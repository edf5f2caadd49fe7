from odoo import api, models, tools

MANAGER = "watch_complaint_addon.group_watch_workshop_manager"


class WatchSheetAccessMixin(models.AbstractModel):
    """A workshop manager writes the watch sheet of a record, and nothing else of it.

    The access row is needed for the sheet; who may write the record by another row
    (product and stock managers) is not limited.
    """

    _name = "watch.sheet.access.mixin"
    _description = "Write Access to the Watch Sheet"

    @api.model
    def _watch_sheet_fields(self):
        """Return the names of the fields of the sheet."""
        return frozenset()

    @api.model
    def _has_field_access(self, field, operation):
        if not super()._has_field_access(field, operation):
            return False
        if operation != "write" or self.env.su:
            return True
        return field.name in self._watch_sheet_fields() or not self._only_watch_sheet()

    @api.model
    def _only_watch_sheet(self):
        user = self.env.user
        return user.has_group(MANAGER) and not self._keeps_records(
            tuple(sorted(user._get_group_ids()))
        )

    @api.model
    @tools.ormcache("self._name", "group_ids")
    def _keeps_records(self, group_ids):
        """Tell whether these groups may write the record by another access row."""
        manager = self.env.ref(MANAGER).id
        return bool(
            self.env["ir.model.access"]
            .sudo()
            .search_count(
                [
                    ("model_id.model", "=", self._name),
                    ("perm_write", "=", True),
                    ("group_id", "in", [*(set(group_ids) - {manager}), False]),
                ],
                limit=1,
            )
        )
