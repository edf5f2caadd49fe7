from odoo.exceptions import UserError


class StillMissing(UserError):
    """Something has to be done first; ``still_missing.js`` gives the dialog a title."""
