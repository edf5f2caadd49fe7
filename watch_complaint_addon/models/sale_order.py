from odoo import api, fields, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """The quotation of a complaint's repair keeps the price that was agreed."""

    _name = "sale.order"
    _inherit = ["sale.order", "complaint.protected.mixin"]

    watch_repair_ids = fields.One2many(
        comodel_name="repair.order", inverse_name="quotation_id", string="Watch Repairs"
    )

    def write(self, vals):
        result = super().write(vals)
        if not {"state", "order_line", "currency_id", "partner_id"}.isdisjoint(vals):
            self._check_repair_price()
        return result

    def _repair_sum(self):
        """Return what the customer pays before tax."""
        return sum(
            line.price_unit * line.product_uom_qty * (1 - line.discount / 100)
            for line in self.order_line
            if not line.display_type
        )

    def _repair_sums(self):
        """Return {order: what the customer pays} of orders of a complaint's repair."""
        ours = self.sudo().filtered("watch_repair_ids")
        return {order.id: order._repair_sum() for order in ours}

    def _check_repair_raised(self, before):
        """:raises UserError: when more is asked in warranty than was allowed

        :param dict before: what ``_repair_sums`` returned
        """
        if self._is_trusted():
            return
        for order in self.sudo().browse(before):
            for repair in order.watch_repair_ids.filtered("ticket_id"):
                more = repair.currency_id.compare_amounts
                total = order._repair_sum()
                raised = more(total, max(before[order.id], repair.charge_amount)) > 0
                if raised and repair._is_in_warranty():
                    raise UserError(
                        self.env._(
                            "%(repair)s is in warranty: the customer pays no more "
                            "than %(price)s. A supervisor who allows more enters it "
                            "in the estimate of the repair.",
                            repair=repair.name,
                            price=repair.currency_id.format(repair.charge_amount),
                        )
                    )

    def _check_repair_price(self):
        """:raises UserError: when less is asked than the customer agreed to pay"""
        if self._is_trusted() or not self.ids:
            return
        repairs = self.env["repair.order"].sudo()
        for repair in repairs.search([("quotation_id", "in", self.ids)]):
            order = repair.quotation_id
            paid = order._repair_sum() if order.state == "sale" else 0
            wrong = repair.currency_id.compare_amounts(paid, repair.charge_amount) < 0
            if wrong or order.currency_id != repair.currency_id:
                raise UserError(
                    self.env._(
                        "%(order)s is the price the customer agreed to for "
                        "%(repair)s. What the customer does not pay is a package of "
                        "the complaint.",
                        order=order.name,
                        repair=repair.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_repair(self):
        if self.sudo().watch_repair_ids and not self._is_trusted():
            raise UserError(self.env._("A repair of a complaint needs this order."))
