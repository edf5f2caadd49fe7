"""Retention: what is over is made anonymous, not thrown away."""

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


class DataRecycleRecord(models.Model):
    _inherit = "data_recycle.record"

    def action_validate(self):
        """Erase the persons of such rules; the rest is upstream's.

        Who is under a legal hold, has an open case or is a colleague stays, and is
        looked at again the next time.
        """
        persons = self.filtered(
            lambda one: (
                one.recycle_model_id.recycle_action == "anonymise"
                and one.res_model_name == ERASED
            )
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
