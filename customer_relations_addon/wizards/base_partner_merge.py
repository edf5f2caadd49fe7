from odoo import models


class BasePartnerMerge(models.TransientModel):
    """Two contacts become one: so does the date of the last exchange."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        result = super()._merge(
            partner_ids, dst_partner=dst_partner, extra_checks=extra_checks
        )
        left = self.env["res.partner"].sudo().browse(partner_ids).exists()
        left.invalidate_recordset()
        left._update_last_contact()
        return result
