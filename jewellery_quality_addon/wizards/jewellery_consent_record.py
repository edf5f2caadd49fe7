from odoo import api, fields, models

from ..models.jewellery_consent import HOW, KINDS

GIVEN = ("kind", "given_by", "how", "moment", "scope", "signature")
# Words alone are enough for second thoughts, and never for a consent.
PROOFS = [row for row in HOW if row[0] != "told"]


class JewelleryConsentRecord(models.TransientModel):
    """Write down that the customer agrees to a destructive test, or no longer does."""

    _name = "jewellery.consent.record"
    _inherit = ["complaint.screen.mixin"]
    _description = "Record a Consent"
    _about = "inspection_id"

    inspection_id = fields.Many2one(
        comodel_name="qc.inspection", required=True, readonly=True
    )
    kind = fields.Selection(
        selection=KINDS,
        string="The Customer",
        required=True,
        readonly=True,
        default="given",
    )
    on_receipt = fields.Boolean(
        compute="_compute_on_receipt", string="The Receipt Allows It"
    )
    given_by = fields.Char(string="Who")
    how = fields.Selection(selection=PROOFS, required=True, default="signature")
    moment = fields.Datetime(string="When", default=fields.Datetime.now)
    scope = fields.Text(string="What Was Said")
    signature = fields.Image(
        string="Customer's Signature", max_width=600, max_height=300
    )
    file_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="jewellery_consent_record_attachment_rel",
        column1="screen_id",
        column2="attachment_id",
        string="Files",
    )

    @api.depends("inspection_id")
    def _compute_on_receipt(self):
        for screen in self:
            one = screen.inspection_id
            held = one._custody_of_piece(["in_custody", "outside"]) if one else None
            screen.on_receipt = bool(held) and any(held.mapped("consent_destructive"))

    @api.model
    def default_get(self, fields):
        """Refuse who may not record it before anything is shown."""
        values = super().default_get(fields)
        inspection = self._about_in(values)
        if inspection:
            inspection._check_records_consent()
        return values

    def action_record(self):
        """Record it.

        :raises UserError: when it proves nothing, or comes too late
        """
        self.ensure_one()
        vals = self._filled_in(GIVEN)
        vals["file_ids"] = self.file_ids.ids
        if self.kind == "withdrawn":
            vals["how"] = "file" if self.file_ids else "told"
        self.inspection_id._record_consent(vals)
        return {"type": "ir.actions.act_window_close"}
