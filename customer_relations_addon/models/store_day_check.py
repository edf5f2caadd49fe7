from odoo import api, fields, models
from odoo.exceptions import UserError

from .store_checklist import MOMENTS

RESULTS = [("ok", "In Order"), ("not_ok", "Not in Order"), ("na", "Not Applicable")]


class StoreDayCheck(models.Model):
    """One line of the checklist on one day; its words are those of that day."""

    _name = "store.day.check"
    _description = "Check of a Day"
    _inherit = ["customer.record.mixin"]
    _order = "day_id, moment desc, sequence, id"
    _protected_fields = frozenset(
        {
            "day_id",
            "line_id",
            "name",
            "help_text",
            "moment",
            "sequence",
            "needs_photo",
            "done_by_id",
            "done_at",
        }
    )

    day_id = fields.Many2one(
        comodel_name="store.day", required=True, index=True, ondelete="cascade"
    )
    store_id = fields.Many2one(related="day_id.store_id", store=True, index=True)
    company_id = fields.Many2one(related="day_id.company_id", store=True)
    date = fields.Date(related="day_id.date", store=True, index=True)
    line_id = fields.Many2one(
        comodel_name="store.checklist.line",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    name = fields.Char(string="Check", required=True, readonly=True)
    help_text = fields.Char(string="How", readonly=True)
    moment = fields.Selection(selection=MOMENTS, required=True, readonly=True)
    sequence = fields.Integer(readonly=True)
    needs_photo = fields.Boolean(readonly=True)
    result = fields.Selection(selection=RESULTS, index=True)
    note = fields.Char()
    photo = fields.Image(max_width=1600, max_height=1600)
    has_photo = fields.Boolean(compute="_compute_has_photo")
    done_by_id = fields.Many2one(
        comodel_name="res.users", string="Checked By", readonly=True
    )
    done_at = fields.Datetime(string="Checked At", readonly=True)

    @api.depends("photo")
    def _compute_has_photo(self):
        sized = self.with_context(bin_size=True)
        for check, small in zip(self, sized, strict=True):
            check.has_photo = bool(small.photo)

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_trusted():
            raise UserError(self.env._("The checks of a day come from the checklist."))
        return super().create(vals_list)

    def write(self, vals):
        self._check_protected(vals)
        if not self._is_trusted():
            self.check_access("write")
            self.day_id._check_open()
            if "result" in vals:
                done = bool(vals["result"])
                stamp = {
                    "done_by_id": done and self.env.uid,
                    "done_at": done and fields.Datetime.now(),
                }
                self._trusted().sudo().write(stamp)
        return super().write(vals)

    def _what_is_missing(self):
        """Return the words for what this check still needs, empty if nothing."""
        self.ensure_one()
        if not self.result:
            return self.env._("%(check)s: not checked", check=self.name)
        if self.result == "not_ok" and not (self.note or "").strip():
            return self.env._("%(check)s: say what is not in order", check=self.name)
        if self.needs_photo and self.result != "na" and not self.has_photo:
            return self.env._("%(check)s: a photo is needed", check=self.name)
        return ""
