from odoo import fields, models

from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_category import READERS


class JewelleryReportRecipient(models.Model):
    """Somebody a report was sent to: what they read, said and started.

    Reading, comment and action come from that user alone; nobody writes them for
    another.
    """

    _name = "jewellery.report.recipient"
    _description = "Receiver of a Quality Report"
    _inherit = ["complaint.by.method.mixin"]
    _order = "report_id desc, id"
    _rec_name = "user_id"

    report_id = fields.Many2one(
        comodel_name="jewellery.report",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="report_id.company_id", store=True, index=True, precompute=True
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Receiver",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    sent_at = fields.Datetime(required=True, readonly=True)
    read_at = fields.Datetime(readonly=True)
    comment = fields.Text(readonly=True)
    commented_at = fields.Datetime(readonly=True)
    action_id = fields.Many2one(
        comodel_name="complaint.action",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups=READERS,
    )

    _once = models.UniqueIndex("(report_id, user_id)")
    _unread_idx = models.Index("(user_id) WHERE read_at IS NULL")
