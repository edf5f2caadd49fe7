from odoo import fields, models
from odoo.exceptions import ValidationError


class WatchRepairPart(models.TransientModel):
    """A part from stock that goes into the watch; nobody needs a stock group."""

    _name = "watch.repair.part"
    _inherit = ["watch.repair.screen"]
    _description = "Add a Part"

    repair_id = fields.Many2one("repair.order", required=True, readonly=True)
    company_id = fields.Many2one(related="repair_id.company_id", related_sudo=False)
    product_id = fields.Many2one(
        comodel_name="product.product",
        string="Part",
        required=True,
        domain="[('type', '=', 'consu'), ('watch_ok', '=', False), "
        "('company_id', 'in', (company_id, False))]",
    )
    quantity = fields.Float(required=True, default=1, digits="Product Unit")

    def action_add(self):
        """Put it on the repair."""
        self.ensure_one()
        if not self.product_id:
            raise ValidationError(self.env._("Say which part."))
        self.repair_id._add_part(self.product_id.id, self.quantity)
        return self._done()
