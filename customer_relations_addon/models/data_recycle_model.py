"""Retention: what is over is made anonymous, not thrown away."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .data_recycle_rows import ROWS

ERASED = "res.partner"


class DataRecycleModel(models.Model):
    _inherit = "data_recycle.model"

    recycle_action = fields.Selection(
        selection_add=[("anonymise", "Erase the Person")],
        ondelete={"anonymise": "cascade"},
    )

    @api.constrains("recycle_action", "res_model_id")
    def _check_anonymise(self):
        for rule in self:
            known = rule.res_model_name in (ERASED, *ROWS)
            if rule.recycle_action == "anonymise" and not known:
                raise UserError(
                    self.env._(
                        "A rule takes the person out of contacts, exchanges, enquiries "
                        "and answers to surveys only."
                    )
                )

    def _retention_since(self):
        """Return the moment before which something is old by this rule, or nothing."""
        self.ensure_one()
        if not (self.time_field_id and self.time_field_delta):
            return None
        span = {self.time_field_delta_unit: self.time_field_delta}
        return fields.Datetime.now() - relativedelta(**span)

    def _recycle_records(self, batch_commits=False):
        """Do not propose customers who were heard of since, or who are erased."""
        result = super()._recycle_records(batch_commits=batch_commits)
        for rule in self.filtered(
            lambda one: (
                one.recycle_action == "anonymise" and one.res_model_name == ERASED
            )
        ):
            rows = rule.recycle_record_ids
            contacts = self.env[ERASED].sudo().browse(rows.mapped("res_id"))
            gone = contacts.exists().filtered("erased_at")
            heard = contacts._heard_since(rule._retention_since())
            rows.filtered(lambda row, out=gone | heard: row.res_id in out.ids).unlink()
        return result
