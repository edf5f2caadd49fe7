"""Retention: what is over is made anonymous, not thrown away."""

from odoo import api, fields, models
from odoo.exceptions import UserError

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
            if rule.recycle_action == "anonymise" and rule.res_model_name != ERASED:
                raise UserError(
                    self.env._("Only contacts can be erased as persons by a rule.")
                )


class DataRecycleRecord(models.Model):
    _inherit = "data_recycle.record"

    def action_validate(self):
        """Erase the persons of such rules; the rest is upstream's.

        Who is under a legal hold, has an open case or is a colleague stays, and is
        looked at again the next time.
        """
        persons = self.filtered(
            lambda one: one.recycle_model_id.recycle_action == "anonymise"
        )
        if persons:
            self.check_access("write")
            contacts = (
                self.env["res.partner"]
                .sudo()
                .with_context(active_test=False)
                .browse(persons.mapped("res_id"))
                .exists()
            )
            self.env["res.partner"]._retention_erase(contacts)
            persons.unlink()
        return super(DataRecycleRecord, self - persons).action_validate()
