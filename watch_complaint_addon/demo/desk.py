"""The desk of the watch demo: names of this addon come first."""

from odoo.addons.retail_complaint_addon.demo.desk import TradeDesk

ADDON = "watch_complaint_addon"


class WatchDesk(TradeDesk):
    addon = ADDON
