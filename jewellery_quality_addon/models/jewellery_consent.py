from odoo import api, fields, models

KINDS = [("given", "Agreed"), ("withdrawn", "Withdrawn")]
HOW = [
    ("signature", "Signed Here"),
    ("file", "Letter, E-mail or Form"),
    ("receipt", "On the Receipt of the Article"),
    ("told", "Told Us"),
]


class JewelleryConsent(models.Model):
    """What a customer said about a test that takes something off the piece.

    Nothing of it ever changes; second thoughts are a row of their own.
    """

    _name = "jewellery.consent"
    _description = "Consent to a Destructive Test"
    _inherit = ["complaint.append.only.mixin", "complaint.export.mixin"]
    _order = "id desc"
    _rec_name = "given_by"

    inspection_id = fields.Many2one(
        comodel_name="qc.inspection",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    company_id = fields.Many2one(
        related="inspection_id.company_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(selection=KINDS, required=True, readonly=True)
    given_by = fields.Char(string="Who", required=True, readonly=True)
    how = fields.Selection(selection=HOW, required=True, readonly=True)
    moment = fields.Datetime(string="When", required=True, readonly=True)
    scope = fields.Text(string="What Was Said", readonly=True)
    custody_id = fields.Many2one(
        comodel_name="complaint.custody",
        string="Receipt",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    signature = fields.Image(max_width=600, max_height=300, readonly=True)
    file_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="jewellery_consent_attachment_rel",
        column1="consent_id",
        column2="attachment_id",
        string="Files",
        readonly=True,
        bypass_search_access=True,
    )
    recorded_by_id = fields.Many2one(
        comodel_name="res.users",
        required=True,
        ondelete="restrict",
        readonly=True,
    )
    recorded_at = fields.Datetime(required=True, readonly=True)


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _proves_inspection(self):
        """What proves a consent stays as long as photos of an inspection do."""
        consents = self.env["jewellery.consent"].sudo()
        # not while it is being brought there
        hung = self.sudo().filtered(lambda file: file.res_model == consents._name)
        return super()._proves_inspection() or bool(
            hung and consents.search_count([("file_ids", "in", hung.ids)], limit=1)
        )


class ComplaintReferral(models.Model):
    _inherit = "complaint.referral"

    @api.model
    def _screens(self):
        return (*super()._screens(), "jewellery.consent.record")
