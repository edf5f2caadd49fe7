"""The desk of the jewellery demo: names of this addon come first."""

from odoo.addons.retail_complaint_addon.demo.desk import TradeDesk

ADDON = "jewellery_quality_addon"


class JewelleryDesk(TradeDesk):
    addon = ADDON
