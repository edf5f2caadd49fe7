from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import email_normalize, html2plaintext, is_html_empty

from ..models.complaint_notice import CHANNELS, KINDS, SPOKEN
from ..models.helpdesk_ticket_notice_values import BLANK


class ComplaintNoticeCompose(models.TransientModel):
    """Tell the customer: by mail, or note down what was told in another way."""

    _name = "complaint.notice.compose"
    _inherit = ["complaint.raw.mixin"]
    _description = "Tell the Customer"

    ticket_id = fields.Many2one(
        "helpdesk.ticket", string="Complaint", required=True, readonly=True
    )
    kind = fields.Selection(KINDS, required=True, string="What About")
    channel = fields.Selection(
        CHANNELS,
        required=True,
        compute="_compute_channel",
        store=True,
        readonly=False,
        precompute=True,
        string="How",
    )
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        compute="_compute_lang",
        store=True,
        readonly=False,
        precompute=True,
    )
    recipient = fields.Char(
        string="To",
        compute="_compute_recipient",
        store=True,
        readonly=False,
        precompute=True,
    )
    told_at = fields.Datetime(
        string="When", default=fields.Datetime.now, help="When the customer was told."
    )
    subject = fields.Char(
        compute="_compute_text", store=True, readonly=False, precompute=True
    )
    body = fields.Html(
        string="Text",
        compute="_compute_text",
        store=True,
        readonly=False,
        precompute=True,
        sanitize="email_outgoing",
    )
    spoken = fields.Text(
        string="What Was Said",
        compute="_compute_text",
        store=True,
        readonly=False,
        precompute=True,
    )
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "complaint_notice_compose_attachment_rel",
        "compose_id",
        "attachment_id",
        string="Files",
    )
    attach_letter = fields.Boolean(
        string="With the Letter as PDF",
        compute="_compute_attach_letter",
        store=True,
        readonly=False,
        precompute=True,
    )
    check_text = fields.Text(string="To Check", compute="_compute_check_text")
    preview = fields.Html(compute="_compute_preview")
    again_id = fields.Many2one(
        "complaint.notice", string="Instead Of", readonly=True, ondelete="cascade"
    )

    # ------------------------------------------------------------------
    # what the screen fills in
    # ------------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        """Refuse a case the user cannot read before anything of it is shown."""
        self._check_raw_defaults()
        values = super().default_get(fields)
        ticket = self.env["helpdesk.ticket"].browse(values.get("ticket_id"))
        ticket.check_access("read")
        self.env["complaint.notice"].browse(values.get("again_id")).check_access("read")
        if ticket and "kind" in fields and not values.get("kind"):
            values["kind"] = self._default_kind(ticket)
        return values

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not self.env.context.get("default_ticket_id"):
                vals = {"ticket_id": False, **vals}
            self._check_given(vals)
        return super().create([self._with_kind(vals) for vals in vals_list])

    @api.model
    def _with_kind(self, vals):
        """Fill in what the notice is about, as the screen does when it opens."""
        if "kind" in vals or self.env.context.get("default_kind"):
            return vals
        case = vals.get("ticket_id") or self.env.context.get("default_ticket_id")
        ticket = self.env["helpdesk.ticket"].browse(case)
        ticket.check_access("read")
        return {**vals, "kind": self._default_kind(ticket)}

    def write(self, vals):
        self._check_given(vals)
        return super().write(vals)

    @api.model
    def _check_given(self, vals):
        """:raises ValidationError: before the database would, and log an error"""
        for name in ("ticket_id", "kind", "channel"):
            if name in vals and not vals[name]:
                label = self._fields[name]._description_string(self.env)
                raise ValidationError(self.env._("%(field)s is missing.", field=label))

    @api.model
    def _default_kind(self, ticket):
        if not ticket.acknowledged_at:
            return "acknowledged"
        if ticket.closed or ticket.verdict:
            return "decision"
        if "offered" in ticket.solution_ids.mapped("state"):
            return "offer"
        return "progress"

    @api.depends("ticket_id", "kind")
    def _compute_channel(self):
        for screen in self:
            channel = screen.channel
            if screen.kind == "public_reply":
                channel = "public"
            elif not channel or channel == "public":
                email = screen._case()._notice_email()
                channel = "email" if email else "phone"
            screen.channel = channel

    @api.depends("ticket_id")
    def _compute_lang(self):
        for screen in self:
            screen.lang = screen.lang or screen._case()._survey_lang()

    @api.depends("ticket_id", "channel")
    def _compute_recipient(self):
        for screen in self:
            case = screen._case()
            if screen.channel == "email":
                screen.recipient = case._notice_email()
            else:
                screen.recipient = case._notice_recipient(screen.channel)

    @api.depends("kind")
    def _compute_attach_letter(self):
        for screen in self:
            screen.attach_letter = screen.kind == "settled"

    @api.depends("ticket_id", "kind", "channel", "lang")
    def _compute_text(self):
        for screen in self:
            screen.subject, screen.body, screen.spoken = "", False, False
            if not screen.ticket_id or not screen.kind or not screen.channel:
                continue
            given = {"lang": screen.lang}
            if screen.kind in ("decision", "other", "apology"):
                given["message"] = BLANK
            texts = screen._case()._notice_texts(
                screen.kind, screen.channel, given, fields.Datetime.now()
            )
            screen.subject = texts["subject"]
            if screen.channel in SPOKEN:
                screen.spoken = texts["subject"]
            else:
                screen.body = texts["body"]

    @api.depends("ticket_id", "kind", "channel", "subject", "body", "spoken")
    def _compute_check_text(self):
        for screen in self:
            lines = []
            if screen.ticket_id and screen.kind:
                lines = screen._case(su=False)._notice_warnings(
                    screen.kind, screen.subject, screen._told()
                )
            screen.check_text = "\n".join(lines) or False

    @api.depends("ticket_id", "kind", "channel", "subject", "body", "lang", "recipient")
    def _compute_preview(self):
        notices = self.env["complaint.notice"]
        for screen in self:
            screen.preview = screen.ticket_id and notices._letter_html(
                notices._letter_values(
                    screen._case(),
                    {
                        "kind": screen.kind,
                        "lang": screen.lang,
                        "subject": screen.subject,
                        "body": screen.body,
                        "told_at": screen.told_at,
                    },
                )
            )

    def _case(self, su=True):
        """Return the case; who cannot read it gets nothing filled in."""
        self.ensure_one()
        ticket = self.ticket_id._origin or self.ticket_id
        if ticket:
            ticket.sudo(self.env.su).check_access("read")
        return ticket.sudo(su or self.env.su)

    def _told(self):
        return self.spoken if self.channel in SPOKEN else self.body

    # ------------------------------------------------------------------
    # done
    # ------------------------------------------------------------------

    def action_tell(self):
        """Send the mail, ask for the approval, or write down what was told."""
        self.ensure_one()
        ticket = self.ticket_id
        ticket._require_complaints()
        self._check_complete()
        values = {
            "recipient": self.recipient,
            "subject": self.subject,
            "lang": self.lang,
            "attachment_ids": self._own_files().ids,
            "warnings": self.check_text,
        }
        if self.kind == "public_reply":
            notice = ticket._draft_public_reply(self.body, **values)
            notice.action_ask_approval()
        elif self.channel == "email":
            ticket._send_notice(
                self.kind, body=self.body, attach_letter=self.attach_letter, **values
            )
        else:
            notice = ticket._record_notice(
                self.kind, self.channel, self.told_at, self._told(), **values
            )
            if self.channel == "letter":
                return notice.action_print_letter()
        return {"type": "ir.actions.act_window_close"}

    def _check_complete(self):
        """:raises UserError: naming what is still missing"""
        text = self._told()
        plain = html2plaintext(text or "") if self.channel not in SPOKEN else text
        if is_html_empty(text) or not (plain or "").strip():
            raise UserError(self.env._("Write down what the customer is told."))
        if BLANK in f"{self.subject} {plain}":
            raise UserError(
                self.env._("Fill in the places marked %(mark)s first.", mark=BLANK)
            )
        if (self.channel == "public") != (self.kind == "public_reply"):
            raise UserError(self.env._("Only a public reply is for a public page."))
        if self.channel == "email":
            if not email_normalize(self.recipient or ""):
                raise UserError(
                    self.env._("Enter one e-mail address, or choose another way.")
                )

    def _own_files(self):
        """Return the files, which belong to the case from now on.

        :raises AccessError: when a file comes from elsewhere
        """
        files = self.attachment_ids
        on_case = files.filtered(
            lambda file: (
                file.res_model == "helpdesk.ticket" and file.res_id == self.ticket_id.id
            )
        )
        new = files - on_case
        for file in new:
            if file.res_model != self._name or file.create_uid != self.env.user:
                raise AccessError(self.env._("Only files of this case go out."))
        new.write({"res_model": "helpdesk.ticket", "res_id": self.ticket_id.id})
        return files
