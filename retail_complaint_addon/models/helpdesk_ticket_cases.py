from odoo import api, models


class HelpdeskTicket(models.Model):
    """Other cases of the same customer, product and serial number."""

    _inherit = "helpdesk.ticket"

    @api.depends("partner_id", "commercial_partner_id", "product_id", "lot_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_case_counts(self):
        by_customer = self._count_cases("commercial_partner_id")
        by_product = self._count_cases("product_id")
        by_lot = self._count_cases("lot_id")
        for ticket in self:
            own = 1 if ticket._origin.is_complaint else 0
            customer = by_customer.get(ticket.commercial_partner_id.id, 0)
            product = by_product.get(ticket.product_id.id, 0)
            lot = by_lot.get(ticket.lot_id.id, 0)
            ticket.partner_case_count = max(customer - own, 0)
            ticket.product_case_count = max(product - own, 0)
            ticket.lot_case_count = max(lot - own, 0)

    def _count_cases(self, name):
        """Return {record id: complaints the user can read} for a many2one."""
        ids = self[name].ids
        if not ids:
            return {}
        groups = self._read_group(
            [("is_complaint", "=", True), (name, "in", ids)], [name], ["__count"]
        )
        return {record.id: count for record, count in groups}

    def action_view_partner_cases(self):
        """Open the other complaints of the customer."""
        return self._other_cases("commercial_partner_id")

    def action_view_product_cases(self):
        """Open the other complaints about the product."""
        return self._other_cases("product_id")

    def action_view_lot_cases(self):
        """Open the other complaints about the serial number."""
        return self._other_cases("lot_id")

    def _other_cases(self, name):
        self.ensure_one()
        self.check_access("read")
        record = self[name]
        title = self.env._(
            "Other cases: %(name)s",
            name=record.sudo().display_name or self._label(name),
        )
        domain = [(name, "=", record.id), ("id", "!=", self.id)]
        return self._complaint_list_action(title, domain)
