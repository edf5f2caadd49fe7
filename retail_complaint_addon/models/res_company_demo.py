from odoo import api, models


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model
    def _demo_retailer_currency(self):
        """The demo's retailer counts in Hong Kong dollars. Demo data only.

        Where accounting is installed, its demo has booked invoices in US dollars into
        that company before, and a company with entries keeps its currency: they go.
        """
        company = self.env.ref("base.main_company")
        currency = self.env.ref("base.HKD")
        if company.currency_id == currency:
            return
        if "account.move" in self.env:
            own = [("company_id", "=", company.id)]
            moves = self.env["account.move"].search(own)
            moves.filtered(lambda move: move.state != "draft").button_draft()
            moves.with_context(force_delete=True).unlink()
        company.currency_id = currency
