from odoo import api, fields, models
from odoo.exceptions import UserError

MOMENTS = [("opening", "Opening"), ("closing", "Closing")]


class StoreChecklist(models.Model):
    """What a shop looks at every day, before it opens and when it closes."""

    _name = "store.checklist"
    _description = "Daily Checklist"
    _inherit = ["complaint.raw.mixin", "complaint.export.mixin"]
    _order = "moment desc, sequence, id"

    name = fields.Char(required=True, translate=True)
    moment = fields.Selection(selection=MOMENTS, required=True, default="opening")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company", index="btree_not_null", help="Empty: all companies."
    )
    store_ids = fields.Many2many(
        comodel_name="retail.store",
        string="Stores",
        help="Empty: all stores that keep a daily log.",
    )
    line_ids = fields.One2many(
        comodel_name="store.checklist.line",
        inverse_name="checklist_id",
        string="What to Check",
        copy=True,
    )
    line_count = fields.Integer(compute="_compute_line_count", string="Checks")

    @api.depends("line_ids")
    def _compute_line_count(self):
        for checklist in self:
            checklist.line_count = len(checklist.line_ids)

    @api.model
    def _lines_for(self, store):
        """Return the lines a store checks, in their order (sudo)."""
        checklists = self.sudo().search(
            [
                ("company_id", "in", [store.sudo().company_id.id, False]),
                "|",
                ("store_ids", "=", False),
                ("store_ids", "in", store.ids),
            ]
        )
        return checklists.line_ids.filtered("active").sorted(
            lambda line: (
                line.checklist_id.moment != "opening",
                line.checklist_id.sequence,
                line.sequence,
                line.id,
            )
        )


class StoreChecklistLine(models.Model):
    """One thing to look at. Days that are under way keep their own copy."""

    _name = "store.checklist.line"
    _description = "Line of a Daily Checklist"
    _inherit = ["complaint.raw.mixin", "complaint.export.mixin"]
    _order = "sequence, id"

    name = fields.Char(string="Check", required=True, translate=True)
    help_text = fields.Char(string="How", translate=True)
    checklist_id = fields.Many2one(
        comodel_name="store.checklist", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    needs_photo = fields.Boolean()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        checks = self.env["store.day.check"].sudo()
        if checks.search_count([("line_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._("Days have been checked by this line: archive it instead.")
            )
