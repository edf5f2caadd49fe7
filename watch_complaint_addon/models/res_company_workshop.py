from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date


class ResCompany(models.Model):
    _inherit = "res.company"

    watch_repair_guarantee_months = fields.Integer(
        string="Guarantee on Repairs",
        default=12,
        help="Months for which a repair is guaranteed, on what was repaired.",
    )
    watch_repair_notices = fields.Boolean(
        string="Notices of the Repair",
        default=True,
        help="Each step of a repair is told to the customer by mail.",
    )
    watch_promise_days = fields.Integer(
        string="Furthest Promise",
        default=365,
        help="No promised, expected or due day of a repair is further ahead than this.",
    )

    @api.constrains("watch_repair_guarantee_months", "watch_promise_days")
    def _check_watch_settings(self):
        for company in self:
            if not 0 <= company.watch_repair_guarantee_months <= 120:
                raise ValidationError(
                    self.env._("A repair is guaranteed for 0 to 120 months.")
                )
            if not 30 <= company.watch_promise_days <= 3650:
                raise ValidationError(
                    self.env._("The furthest promise is 30 to 3,650 days ahead.")
                )

    def _check_watch_day(self, day):
        """Refuse a promised or expected day that can only be a slip of the pen.

        :raises ValidationError: with the last day that is possible
        """
        self.ensure_one()
        last = fields.Date.context_today(self) + timedelta(days=self.watch_promise_days)
        if day > last:
            raise ValidationError(
                self.env._(
                    "%(day)s is too far ahead. Check the year, and enter a day until "
                    "%(last)s. If more is needed, a manager changes “Furthest Promise” "
                    "in the settings.",
                    day=format_date(self.env, day),
                    last=format_date(self.env, last),
                )
            )
