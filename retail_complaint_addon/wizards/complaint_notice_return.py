from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ComplaintNoticeReturn(models.TransientModel):
    """Asks what the writer of a public reply should change."""

    _name = "complaint.notice.return"
    _inherit = ["complaint.raw.mixin"]
    _description = "Send a Public Reply Back"

    notice_id = fields.Many2one(
        "complaint.notice", required=True, readonly=True, ondelete="cascade"
    )
    reason = fields.Text(string="What to Change", required=True)

    @api.model
    def default_get(self, fields):
        self._check_raw_defaults()
        values = super().default_get(fields)
        if not values.get("notice_id") and "notice_id" in fields:
            if self.env.context.get("active_model") == "complaint.notice":
                active_id = self.env.context.get("active_id")
                if self._is_record_id(active_id):
                    values["notice_id"] = active_id
        notice = self.env["complaint.notice"].browse(values.get("notice_id"))
        notice.check_access("read")
        return values

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # asked before the database does, which would log an error
            known = self.default_get(["notice_id"]) | vals
            if not known.get("reason") or not known.get("notice_id"):
                raise ValidationError(self.env._("Say what the writer should change."))
        return super().create(vals_list)

    def write(self, vals):
        if "reason" in vals and not vals["reason"]:
            raise ValidationError(self.env._("Say what the writer should change."))
        return super().write(vals)

    def action_send_back(self):
        """Give the text back to its writer."""
        self.ensure_one()
        self.notice_id.action_send_back(self.reason)
        return {"type": "ir.actions.act_window_close"}
