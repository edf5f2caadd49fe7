from odoo import api, fields, models
from odoo.exceptions import UserError


class CustomerRetentionLog(models.Model):
    """What retention rules did, in numbers: nothing of a person stands here."""

    _name = "customer.retention.log"
    _description = "Retention Log"
    _inherit = ["complaint.append.only.mixin", "complaint.export.mixin"]
    _order = "at desc, id desc"
    _rec_name = "rule"

    at = fields.Datetime(string="When", required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Who", required=True, readonly=True)
    rule = fields.Char(required=True, readonly=True)
    kind = fields.Char(string="Kind of Record", required=True, readonly=True)
    action = fields.Char(string="What", required=True, readonly=True)
    done_count = fields.Integer(string="Done", readonly=True)
    kept_count = fields.Integer(
        string="Stayed",
        readonly=True,
        help="Legal hold, open complaint, open privacy request, or heard of since.",
    )

    @api.model
    def _log(self, rule, done, kept):
        """Write down once what a run of a rule did."""
        if not rule or not (done or kept):
            return
        rule = rule.sudo()
        words = dict(rule._fields["recycle_action"]._description_selection(self.env))
        self.sudo()._trusted().create(
            {
                "at": fields.Datetime.now(),
                "user_id": self.env.uid,
                "rule": rule.name,
                "kind": rule.res_model_id.name,
                "action": words[rule.recycle_action],
                "done_count": done,
                "kept_count": kept,
            }
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_method(self):
        raise UserError(self.env._("The retention log is kept: nobody deletes it."))
