from odoo import api, models
from odoo.exceptions import UserError

from .trust import SCREEN_PREFIXES


class ComplaintAppendOnlyMixin(models.AbstractModel):
    """Records that only methods make, and of which only a few fields ever move.

    No access right gives more; and neither ``sudo()`` nor a trusted write touches what
    was signed.
    """

    _name = "complaint.append.only.mixin"
    _inherit = ["complaint.by.method.mixin"]
    _description = "Append-only Records"

    # what the methods of the model may still write
    _moving_fields = frozenset()

    def write(self, vals):
        names = {name for name in vals if not name.startswith(SCREEN_PREFIXES)}
        if names and self._is_trusted():
            fixed = names - self._moving_fields
            if fixed or not self._may_still_move():
                raise UserError(
                    self.env._(
                        "%(model)s: what is recorded stays as it is.",
                        model=self._description,
                    )
                )
        return super().write(vals)

    def _may_still_move(self):
        """Say whether anything of these records may change at all."""
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_method(self):
        raise UserError(
            self.env._(
                "%(model)s: records of articles are never deleted.",
                model=self._description,
            )
        )

    def copy_data(self, default=None):
        """:raises UserError: always"""
        raise UserError(
            self.env._("%(model)s: nothing to copy.", model=self._description)
        )
