from odoo import api, fields, models
from odoo.exceptions import AccessError

from .jewellery_supplier_claim import CLAIMERS


class JewelleryInvestigation(models.Model):
    _inherit = "jewellery.investigation"

    supplier_claim_ids = fields.One2many(
        comodel_name="jewellery.supplier.claim",
        inverse_name="investigation_id",
        string="Claims on Suppliers",
        readonly=True,
        groups=CLAIMERS,
    )
    supplier_claim_count = fields.Integer(
        compute="_compute_supplier_claim_count", groups=CLAIMERS
    )
    buyer_lot_ids = fields.Many2many(
        comodel_name="jewellery.buyer.lot",
        string="Lots of Trade Buyers",
        compute="_compute_buyer_lot_ids",
    )

    @api.depends("supplier_claim_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_supplier_claim_count(self):
        groups = self.env["jewellery.supplier.claim"]._read_group(
            [("investigation_id", "in", self.ids)], ["investigation_id"], ["__count"]
        )
        counts = {one.id: count for one, count in groups}
        for one in self:
            one.supplier_claim_count = counts.get(one.id, 0)

    @api.depends("ticket_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_buyer_lot_ids(self):
        for one in self:
            lots = one.sudo().ticket_ids.buyer_lot_ids
            one.buyer_lot_ids = lots.with_env(self.env)._filtered_access("read")

    def action_claim_on_supplier(self):
        """Draw up a claim for each supplier of the lots in its cases; open them."""
        self.ensure_one()
        self.check_access("read")
        claims = self.env["jewellery.supplier.claim"]
        if not claims.has_access("create"):
            raise AccessError(
                self.env._("Supervisors and quality managers claim on suppliers.")
            )
        made = claims._draw_up(
            self.buyer_lot_ids, investigation_id=self.id, reason=self.what
        )
        return made._open_view()

    def action_view_supplier_claims(self):
        """Open the claims on suppliers about this investigation."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jewellery_quality_addon.jewellery_supplier_claim_action"
        )
        domain = [("investigation_id", "in", self.ids)]
        return {**action, "domain": domain, "context": {}}
