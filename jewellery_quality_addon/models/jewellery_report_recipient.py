from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.retail_complaint_addon.models.complaint_clock import ClockJob
from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_category import READERS


class JewelleryReportRecipient(models.Model):
    """Somebody a report was sent to: what they read, said and started.

    Reading, comment and action come from that user alone; nobody writes them for
    another.
    """

    _name = "jewellery.report.recipient"
    _description = "Receiver of a Quality Report"
    _inherit = ["complaint.by.method.mixin", "complaint.export.mixin"]
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

    remind_at = fields.Datetime(
        compute="_compute_remind_at", store=True, precompute=True
    )

    _remind_idx = models.Index("(remind_at, id) WHERE remind_at IS NOT NULL")
    _once = models.UniqueIndex("(report_id, user_id)")
    _unread_idx = models.Index("(user_id) WHERE read_at IS NULL")

    @api.depends("sent_at", "read_at")
    def _compute_remind_at(self):
        for row in self:
            days = row.company_id.sudo().jewellery_report_days
            waits = days and row.sent_at and not row.read_at
            row.remind_at = waits and row.sent_at + timedelta(days=days)

    def _remind_batch(self):
        """Remind of what is still unread, once (sudo)."""
        self._trusted().write({"remind_at": False})
        for row in self:
            user = row.user_id
            blind = user in row.report_id.involved_user_ids
            if not row.read_at and user.active and user.email and not blind:
                row.report_id._queue_mail(user, again=True)


class ComplaintClock(models.AbstractModel):
    _inherit = "complaint.clock"

    @api.model
    def _clock_due_batches(self):
        rows = self.env["jewellery.report.recipient"].sudo()
        domain = [("remind_at", "<=", fields.Datetime.now())]
        return [
            *super()._clock_due_batches(),
            ClockJob(rows, domain, "_remind_batch", "remind_at, id"),
        ]
