from odoo import api, fields, models
from odoo.exceptions import UserError


class WatchRepairWork(models.Model):
    """The price list of the workshop: what a customer pays for each work.

    It decides whose approval a repair free of charge needs, so who changed which price
    and when stays readable in its chatter.
    """

    _name = "watch.repair.work"
    _description = "Workshop Price List"
    _asks_at_the_entrance = True
    _inherit = ["mail.thread", "complaint.export.mixin"]
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self._default_company_id(),
        tracking=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    price = fields.Monetary(
        required=True, tracking=True, help="List price before tax, without parts."
    )
    minutes = fields.Integer(help="Working time, as a rule.", tracking=True)

    _price_valid = models.Constraint(
        "CHECK(price >= 0 AND price < 'Infinity' AND minutes >= 0)",
        "Price and time are 0 or more.",
    )

    @api.model
    def _default_company_id(self):
        return self.env.company

    @api.depends("name", "price", "currency_id")
    def _compute_display_name(self):
        for work in self:
            price = work.currency_id.format(work.price) if work.currency_id else ""
            work.display_name = f"{work.name or ''} · {price}"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_estimated(self):
        """What estimates rest on stays, with the history of its price."""
        repairs = self.env["repair.order"].sudo()
        if repairs.search_count([("work_ids", "in", self.ids)], limit=1):
            raise UserError(
                self.env._("Repairs were estimated by this price. Archive it instead.")
            )
