"""Complaints of trade buyers: their papers, their lots, claims on our suppliers."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_category import READERS

from .jewellery_supplier_claim import CLAIMERS

TRADE_FIELDS = frozenset(
    {
        "is_trade",
        "trade_order_ref",
        "trade_invoice_ref",
        "trade_delivery_ref",
        "trade_delivery_date",
    }
)


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    is_trade = fields.Boolean(
        string="Trade Buyer",
        compute="_compute_is_trade",
        store=True,
        readonly=False,
        precompute=True,
        groups=READERS,
        help="The customer is a company that sells on. Untick it for a company that "
        "bought a single piece for itself.",
    )
    trade_order_ref = fields.Char(
        string="Purchase Order", copy=False, groups=READERS, help="The buyer's number."
    )
    trade_invoice_ref = fields.Char(
        string="Invoice", copy=False, groups=READERS, help="Our number."
    )
    trade_delivery_ref = fields.Char(string="Delivery Note", copy=False, groups=READERS)
    trade_delivery_date = fields.Date(string="Delivered On", copy=False, groups=READERS)
    buyer_lot_ids = fields.One2many(
        comodel_name="jewellery.buyer.lot",
        inverse_name="ticket_id",
        string="Lots",
        copy=False,
        groups=READERS,
    )
    buyer_report_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="helpdesk_ticket_buyer_report_rel",
        column1="ticket_id",
        column2="attachment_id",
        string="Buyer's Reports",
        copy=False,
        groups=READERS,
        help="Of the buyer's quality control, as they came.",
    )
    supplier_claim_ids = fields.Many2many(
        comodel_name="jewellery.supplier.claim",
        relation="jewellery_supplier_claim_ticket_rel",
        column1="ticket_id",
        column2="claim_id",
        string="Claims on Suppliers",
        copy=False,
        readonly=True,
        groups=CLAIMERS,
    )
    supplier_claim_count = fields.Integer(
        compute="_compute_supplier_claim_count", groups=CLAIMERS
    )

    @api.depends("partner_id", "is_complaint")
    def _compute_is_trade(self):
        for ticket in self:
            buyer = ticket.partner_id.commercial_partner_id
            ticket.is_trade = ticket.is_complaint and buyer.is_company

    @api.depends("supplier_claim_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_supplier_claim_count(self):
        groups = self.env["jewellery.supplier.claim"]._read_group(
            [("ticket_ids", "in", self.ids)], ["ticket_ids"], ["__count"]
        )
        counts = {ticket.id: count for ticket, count in groups}
        for ticket in self:
            ticket.supplier_claim_count = counts.get(ticket.id, 0)

    @api.model
    def _complaint_fields(self):
        return super()._complaint_fields() | TRADE_FIELDS

    @api.constrains("trade_delivery_date")
    def _check_trade_delivery_date(self):
        for ticket in self.filtered("trade_delivery_date"):
            today = fields.Datetime.now().astimezone(ticket._local_zone()).date()
            if ticket.trade_delivery_date > today:
                raise ValidationError(
                    self.env._("The delivery of the lots is in the future.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        linked = [vals for vals in vals_list if vals.get("buyer_report_ids")]
        if linked:
            tickets._keep_buyer_reports()
        return tickets

    def write(self, vals):
        result = super().write(vals)
        if vals.get("buyer_report_ids"):
            self._keep_buyer_reports()
        return result

    def _keep_buyer_reports(self):
        """The reports hang on their case; nobody links what they cannot read."""
        for ticket in self:
            ticket.sudo().buyer_report_ids._hang_on(ticket)

    # ------------------------------------------------------------------
    # claims on the suppliers
    # ------------------------------------------------------------------

    def action_claim_on_supplier(self):
        """Draw up a claim for each supplier of the defective lots; open them."""
        self._require_complaints()
        claims = self.env["jewellery.supplier.claim"]
        if not claims.has_access("create"):
            raise AccessError(self.env._("Supervisors claim on suppliers."))
        if len(self.company_id) > 1:
            raise UserError(self.env._("Cases of one company only."))
        made = claims._draw_up(self.buyer_lot_ids)
        return made._open_view()

    def action_view_supplier_claims(self):
        """Open the claims on suppliers about the case."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jewellery_quality_addon.jewellery_supplier_claim_action"
        )
        return {**action, "domain": [("ticket_ids", "in", self.ids)], "context": {}}
