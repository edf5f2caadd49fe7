from odoo import SUPERUSER_ID, models


class ComplaintDiscreetMixin(models.AbstractModel):
    """Names of records the user may not read stay out of sight (D1).

    The ORM reads the name of a many2one as superuser, whatever it links to: a default
    in the context is enough to be shown the title of a foreign case.
    """

    _name = "complaint.discreet.mixin"
    _description = "Names Only for Readers"

    def _names_to_hide(self):
        """Return the records whose names the current user must not learn."""
        stored = self._origin
        if not stored or not self.env.su or self.env.uid == SUPERUSER_ID:
            return self.browse()
        readable = stored.sudo(False)._filtered_access("read")
        return self.filtered(lambda record: record._origin.id not in readable._ids)
