from odoo import api, models
from odoo.exceptions import UserError

from .complaint_entrance import UNSTORABLE


class ComplaintWordsMixin(models.AbstractModel):
    """What a client sends along with a step is a text, or nothing."""

    _name = "complaint.words.mixin"
    _description = "Words of a Step"

    @api.model
    def _words(self, text):
        """Return the text without blanks around it, None when there is none.

        :raises UserError: when it is no text
        """
        if text is None or text is False:
            return None
        if not isinstance(text, str) or UNSTORABLE.search(text):
            raise UserError(self.env._("A comment is a text."))
        return text.strip() or None

    def _lock_rows(self):
        """Lock these rows and read them again.

        Whoever is late with an older view of them is run again by Odoo.

        :raises UserError: when somebody else holds them at this moment
        """
        if self.try_lock_for_update(allow_referencing=True) != self:
            raise UserError(
                self.env._(
                    "Somebody else is working on this right now. Look at it again in "
                    "a moment."
                )
            )
        self.invalidate_recordset()

    def _after_screen(self, xmlid):
        """Close the screen; to the board when the record is out of sight now."""
        if self.has_access("read"):
            return {"type": "ir.actions.act_window_close"}
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"retail_complaint_addon.{xmlid}"
        )
        return {**action, "target": "main"}
