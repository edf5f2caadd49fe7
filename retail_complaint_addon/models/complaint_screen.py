from odoo import api, fields, models


class ComplaintScreenMixin(models.AbstractModel):
    """A screen about one record, filled in only for who has a right to that record.

    What a screen shows of its record is read before anybody presses a button, so the
    right is asked when it opens and whenever it is stored, wherever the link to the
    record came from: the values, the context or somebody's own default.
    """

    _name = "complaint.screen.mixin"
    _inherit = ["complaint.raw.mixin"]
    _description = "Screen About a Record"

    # the many2one field to the record, and what one must be able to do with it
    _about = None
    _about_access = "read"

    @api.model
    def default_get(self, fields):
        """Refuse the record before anything of it is shown.

        Odoo asks for no right to a model before it tells its defaults: a customer can
        read the own case, and is to see nothing of what staff decide about it.
        """
        self.browse().check_access("create")
        self._check_raw_defaults()
        values = super().default_get(fields)
        self._about_in(values).check_access(self._about_access)
        return values

    @api.model_create_multi
    def create(self, vals_list):
        screens = super().create(vals_list)
        screens[self._about].check_access(self._about_access)
        return screens

    def write(self, vals):
        result = super().write(vals)
        self[self._about].check_access(self._about_access)
        return result

    def onchange(self, values, field_names, fields_spec):
        """As with the defaults: what a screen works out is for who may open it."""
        self.browse().check_access("create")
        known = values.get(self._about)
        known = known.get("id") if isinstance(known, dict) else known
        if not known or self._is_record_id(known):
            self._about_in({self._about: known}).check_access(self._about_access)
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def _about_in(self, values):
        """Return the record that these values, or the context, are about."""
        known = values.get(self._about) or self.env.context.get(
            f"default_{self._about}"
        )
        return self.env[self._fields[self._about].comodel_name].browse(known or ())

    def _filled_in(self, names):
        """Return what was filled in, as values for another model."""
        self.ensure_one()
        return {
            name: self[name].id if self._fields[name].type == "many2one" else self[name]
            for name in names
        }


class ComplaintSignedScreenMixin(models.AbstractModel):
    """A screen about a record that the user signs."""

    _name = "complaint.signed.screen.mixin"
    _inherit = ["complaint.screen.mixin"]
    _description = "Signed Screen"

    own_name = fields.Char(compute="_compute_own_name")
    own_signature = fields.Image(string="Your Signature", max_width=600, max_height=300)

    @api.depends_context("uid")
    def _compute_own_name(self):
        for screen in self:
            screen.own_name = self.env.user.name
