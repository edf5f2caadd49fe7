"""The days of a report, cut so that each column of a chart has something to say."""

from __future__ import annotations

from odoo.addons.retail_complaint_addon.rules.periods import Period

DAYS = 14


class PaperPeriod(Period):
    """A month goes by weeks: a few answers a day are no satisfaction."""

    @property
    def grain(self) -> str:
        """
        >>> from datetime import date
        >>> PaperPeriod(date(2026, 1, 1), date(2026, 1, 11)).grain
        'day'
        >>> PaperPeriod(date(2026, 1, 1), date(2026, 2, 1)).grain
        'week'
        >>> PaperPeriod(date(2026, 1, 1), date(2027, 1, 1)).grain
        'month'
        """
        grain = super().grain
        days = (self.stop - self.start).days
        return "week" if grain == "day" and days > DAYS else grain
