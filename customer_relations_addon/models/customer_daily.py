from odoo import api, models


class CustomerDaily(models.AbstractModel):
    """What changes with the day, without anybody writing."""

    _name = "customer.daily"
    _description = "Daily Work on Customers"

    @api.model
    def _cron_daily(self):
        self.env["customer.fact"]._roll_anniversaries()
        self.env["customer.expectation"]._remind_reviews()
        self.env["customer.duplicate"]._find()
        self.env["customer.privacy.finder"]._make_indexes()
        while self.env["customer.ownership"]._take_over():
            if not self.env["ir.cron"]._commit_progress(1):
                break
