from odoo import api, fields, models

from ..models.repair_order import CONSENT_CHANNELS


class WatchRepairConsent(models.TransientModel):
    """What the customer agrees to, before the watch is opened or anything charged."""

    _name = "watch.repair.consent"
    _inherit = ["watch.repair.screen"]
    _description = "Consent to a Repair"

    repair_id = fields.Many2one("repair.order", required=True, readonly=True)
    currency_id = fields.Many2one(related="repair_id.currency_id", related_sudo=False)
    charge_amount = fields.Monetary(
        string="Price", related="repair_id.charge_amount", related_sudo=False
    )
    promised_at = fields.Datetime(related="repair_id.promised_at", related_sudo=False)
    by = fields.Char(string="Who Agrees", required=True)
    channel = fields.Selection(
        CONSENT_CHANNELS, string="How", required=True, default="visit"
    )
    may_open = fields.Boolean(string="We may open the watch")
    may_send = fields.Boolean(string="We may send it to a service centre")
    evidence = fields.Char(
        string="What Was Said", help="When, with whom, or where it is written."
    )
    signature = fields.Image(max_width=600, max_height=300)

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        repair = self.env["repair.order"].browse(values.get("repair_id"))
        values.setdefault("by", repair.sudo().partner_id.name)
        values.setdefault("may_open", repair.sudo().custody_id.consent_open)
        return values

    def action_agree(self):
        """Write the consent down, and order the repair at the price."""
        self.ensure_one()
        self.repair_id._record_consent(
            {
                "by": self.by,
                "channel": self.channel,
                "open": self.may_open,
                "outside": self.may_send,
                "evidence": self.evidence,
                "signature": self.signature,
            }
        )
        return self._done()
