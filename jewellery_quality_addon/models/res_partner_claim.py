from odoo import fields, models

from .jewellery_supplier_claim import CLAIMERS


class ResPartner(models.Model):
    _inherit = "res.partner"

    supplier_claim_count = fields.Integer(
        string="Claims on the Supplier",
        compute="_compute_supplier_claim_count",
        groups=CLAIMERS,
    )

    def _compute_supplier_claim_count(self):
        claims = self.env["jewellery.supplier.claim"]
        for partner in self:
            partner.supplier_claim_count = claims.search_count(
                [("partner_id", "child_of", partner.ids)]
            )

    def action_view_supplier_claims(self):
        """Open the claims on this supplier."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jewellery_quality_addon.jewellery_supplier_claim_action"
        )
        return {
            **action,
            "domain": [("partner_id", "child_of", self.ids)],
            "context": {"default_partner_id": self.id} if len(self) == 1 else {},
        }
