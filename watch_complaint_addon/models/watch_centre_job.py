from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

STATES = [("sent", "There"), ("back", "Back")]


class WatchCentreJob(models.Model):
    """One journey of a watch to a service centre, with the number it has there."""

    _name = "watch.centre.job"
    _description = "Service Centre Job"
    _inherit = [
        "complaint.append.only.mixin",
        "complaint.words.mixin",
        "complaint.export.mixin",
    ]
    _order = "sent_at desc, id desc"
    _rec_name = "job_number"
    _moving_fields = frozenset(
        {"state", "back_at", "result", "remind_at", "reminder_id"}
    )

    repair_id = fields.Many2one(
        comodel_name="repair.order",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    company_id = fields.Many2one(
        related="repair_id.company_id", store=True, index=True, precompute=True
    )
    lot_id = fields.Many2one(related="repair_id.lot_id")
    product_id = fields.Many2one(related="repair_id.product_id")
    centre_id = fields.Many2one(
        comodel_name="watch.service.centre",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    centre_phone = fields.Char(related="centre_id.partner_id.phone", string="Phone")
    centre_email = fields.Char(related="centre_id.partner_id.email", string="E-mail")
    job_number = fields.Char(string="Their Number", index="trigram", readonly=True)
    sent_at = fields.Datetime(required=True, readonly=True)
    expected_on = fields.Date(readonly=True)
    back_at = fields.Datetime(readonly=True)
    result = fields.Text(readonly=True)
    sent_by_id = fields.Many2one(
        comodel_name="res.users", required=True, readonly=True, ondelete="restrict"
    )
    state = fields.Selection(STATES, required=True, default="sent", readonly=True)
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")

    _one_out = models.UniqueIndex(
        "(repair_id) WHERE state = 'sent'", "The watch is at a service centre already."
    )

    @api.depends("centre_id", "job_number")
    def _compute_display_name(self):
        for job in self:
            names = (job.centre_id.name, job.job_number)
            job.display_name = " · ".join(name for name in names if name)

    @api.depends("expected_on", "state")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for job in self:
            expected = job.expected_on
            job.is_late = bool(job.state == "sent" and expected and expected < today)

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        today = fields.Date.context_today(self)
        return [("state", "=", "sent"), ("expected_on", "<", today)]

    def action_back(self):
        """Open the screen that takes the watch back."""
        self.ensure_one()
        self._running()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "watch_complaint_addon.watch_centre_back_action"
        )
        return {**action, "context": {"default_job_id": self.id}}

    def _running(self):
        """Check the caller, lock, and return the job to write on."""
        self.check_access("read")
        self.repair_id._enter("outside")
        if self.state != "sent":
            raise UserError(self.env._("The watch is back already."))
        return self.sudo()._trusted()

    def _take_back(self, result, hand_over):
        """The watch is here again.

        :param dict hand_over: values of the signed hand-over of the article
        """
        job = self._running()
        custody = job.repair_id.custody_id
        if custody.state == "outside":
            article = custody.with_env(self.env(su=False))
            article._untrusted()._hand_over("back", hand_over)
        job.write(
            {
                "state": "back",
                "back_at": fields.Datetime.now(),
                "result": self._words(result),
            }
        )
        job._end_reminder()
        job.repair_id._trusted()._log_case(
            self.env._("Back from %(centre)s", centre=job.centre_id.name)
        )
        job.repair_id._trusted()._tell_customer("back")
        return job

    @api.model
    def _send(self, repair, vals, hand_over):
        """Send the watch of a repair to a service centre; return the job.

        :param dict vals: centre_id, job_number, expected_on
        :param dict hand_over: values of the signed hand-over of the article
        """
        case = repair._enter("agreed", "in_repair")
        case._check_consent()
        case._check_cover()
        centre = self.env["watch.service.centre"].browse(vals["centre_id"])
        centre.check_access("read")
        centre = centre.sudo()
        if centre.company_id and centre.company_id != case.company_id:
            raise ValidationError(
                self.env._("%(centre)s is another company's.", centre=centre.name)
            )
        case._check_consent_outside()
        expected = vals.get("expected_on")
        if expected and expected < fields.Date.context_today(self):
            raise ValidationError(self.env._("It cannot be expected in the past."))
        if expected:
            case.company_id._check_watch_day(expected)
        if case.custody_id.state == "in_custody":
            article = case.custody_id.with_env(self.env(su=False))
            article._untrusted()._hand_over(
                "outside", {**hand_over, "to_partner_id": centre.partner_id.id}
            )
        job = (
            self.sudo()
            ._trusted()
            .create(
                {
                    "repair_id": case.id,
                    "centre_id": centre.id,
                    "job_number": self._words(vals.get("job_number")),
                    "sent_at": fields.Datetime.now(),
                    "expected_on": expected,
                    "sent_by_id": self.env.uid,
                }
            )
        )
        if case.state != "under_repair":
            case.under_warranty = case.ticket_id._warranty_now()._is_free()
            case.action_repair_start()
            case._log_money("repair_started")
        case._log_case(
            self.env._(
                "Sent to %(centre)s, their number %(number)s",
                centre=centre.name,
                number=job.job_number or "–",
            )
        )
        case._tell_customer("outside")
        return job
