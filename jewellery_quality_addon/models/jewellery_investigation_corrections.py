"""The eight steps end when what they found is corrected."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class JewelleryInvestigation(models.Model):
    _inherit = "jewellery.investigation"

    correction_ids = fields.One2many(
        comodel_name="jewellery.correction",
        inverse_name="investigation_id",
        string="Corrections",
    )

    def _check_closable(self):
        result = super()._check_closable()
        todo = self.sudo().correction_ids.filtered(
            lambda correction: correction.state == "proposed"
        )
        if todo and self.form == "full":
            raise UserError(
                self.env._(
                    "%(name)s: corrections not done yet: %(corrections)s. Do or drop "
                    "them first.",
                    name=self.name,
                    corrections=", ".join(todo.mapped("summary")),
                )
            )
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_corrected(self):
        if any(one.state != "proposed" for one in self.sudo().correction_ids):
            raise UserError(self.env._("Its corrections were made: it stays."))
