from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column


class SaleOrder(models.Model):
    """When the customer had the quotation, and when it was confirmed."""

    _name = "sale.order"
    # the last one again, after what stands on it: the addon for watches adds it, too
    _inherit = ["sale.order", "customer.moments.mixin", "complaint.protected.mixin"]
    _protected_fields = frozenset({"quoted_at", "confirmed_at"})

    quoted_at = fields.Datetime(
        string="Quotation Given",
        compute="_compute_moments",
        store=True,
        precompute=True,
        copy=False,
        help="The first time it was sent, or marked as sent; otherwise when it was "
        "confirmed.",
    )
    confirmed_at = fields.Datetime(
        string="Confirmed",
        compute="_compute_moments",
        store=True,
        precompute=True,
        copy=False,
    )

    def _auto_init(self):
        """Orders of before the addon: their date is the best that is known."""
        cr = self.env.cr
        if not column_exists(cr, self._table, "quoted_at"):
            create_column(cr, self._table, "quoted_at", "timestamp")
            create_column(cr, self._table, "confirmed_at", "timestamp")
            cr.execute(
                SQL(
                    """UPDATE sale_order SET quoted_at = date_order, confirmed_at =
                         CASE WHEN state = 'sale' THEN date_order END
                        WHERE state IN ('sent', 'sale')"""
                )
            )
        return super()._auto_init()

    @api.depends("state")
    def _compute_moments(self):
        now = fields.Datetime.now()
        for order in self:
            sold = order.state == "sale"
            confirmed = sold and (order.confirmed_at or order.date_order or now)
            given = confirmed or (order.state == "sent" and now)
            order.quoted_at = order.quoted_at or given
            order.confirmed_at = confirmed
