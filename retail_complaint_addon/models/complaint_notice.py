from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..rules.links import is_harmless

KINDS = [
    ("acknowledged", "Acknowledged"),
    ("progress", "In Progress"),
    ("needs_info", "Needs Information"),
    ("referred", "Referred"),
    ("ready", "Ready for Collection"),
    ("offer", "Offer"),
    ("decision", "Decision"),
    ("settled", "Settled"),
    ("apology", "Apology"),
    ("public_reply", "Public Reply"),
    ("other", "Other"),
]
CHANNELS = [
    ("email", "E-mail"),
    ("phone", "Phone"),
    ("letter", "Letter"),
    ("visit", "Visit"),
    ("message", "Message"),
    ("public", "Public Page"),
]
STATES = [
    ("draft", "Draft"),
    ("to_approve", "To Approve"),
    ("approved", "Approved, to Post"),
    ("queued", "On Its Way"),
    ("sent", "Sent"),
    ("recorded", "Told"),
    ("failed", "Not Sent"),
    ("bounced", "Came Back"),
    ("cancelled", "Cancelled"),
]
# the customer has been told, or should have been: nothing of it changes any more
TOLD_STATES = ("queued", "sent", "recorded", "failed", "bounced")
# what is written down of these are notes of our own
SPOKEN = ("phone", "visit", "message")
UNDELIVERED = ("failed", "bounced")
EDITABLE = frozenset({"subject", "body", "link", "attachment_ids"})
# what stays as it was once it has been told, whoever asks
EVIDENCE = frozenset(
    {
        "ticket_id",
        "kind",
        "channel",
        "told_at",
        "user_id",
        "lang",
        "partner_id",
        "recipient",
        "subject",
        "body",
        "attachment_ids",
        "author_ids",
        "approved_by_id",
        "approved_at",
        "warnings",
    }
)


class ComplaintNotice(models.Model):
    """Something told to the customer: what, when, by whom, and whether it arrived."""

    _name = "complaint.notice"
    _description = "Notice to the Customer"
    _inherit = [
        "complaint.protected.mixin",
        "complaint.raw.mixin",
        "complaint.discreet.mixin",
        "complaint.export.mixin",
    ]
    _order = "told_at desc, id desc"
    _rec_names_search = ["subject", "ticket_id.number"]
    _check_company_auto = True

    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        string="Complaint",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="ticket_id.company_id", store=True, index=True, precompute=True
    )
    store_id = fields.Many2one(
        related="ticket_id.store_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(KINDS, required=True, readonly=True)
    channel = fields.Selection(CHANNELS, required=True, readonly=True)
    state = fields.Selection(STATES, required=True, default="draft", readonly=True)
    told_at = fields.Datetime(readonly=True, help="When the customer was told.")
    user_id = fields.Many2one(
        "res.users",
        string="Told By",
        readonly=True,
        index="btree_not_null",
        help="Never shown to the customer. Empty: the desk itself.",
    )
    lang = fields.Selection(
        selection="_installed_languages", string="Language", readonly=True
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, index="btree_not_null"
    )
    recipient = fields.Char(
        readonly=True, help="Address, number or person that was told."
    )
    subject = fields.Char()
    body = fields.Html(string="Text", sanitize="email_outgoing")
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "complaint_notice_attachment_rel",
        "notice_id",
        "attachment_id",
        string="Files",
    )
    link = fields.Char(help="Where the public reply can be read.")
    mail_message_id = fields.Many2one(
        "mail.message",
        string="Message",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    mail_ref = fields.Char(
        string="Message-Id", readonly=True, index="btree_not_null", copy=False
    )
    problem = fields.Char(string="Why It Did Not Arrive", readonly=True)
    next_notice_by = fields.Datetime(
        readonly=True,
        help="Until when the customer hears from us again, as set by this notice.",
    )
    author_ids = fields.Many2many(
        "res.users",
        "complaint_notice_author_rel",
        "notice_id",
        "user_id",
        string="Written By",
        readonly=True,
        help="Everybody who wrote or changed the text.",
    )
    approved_by_id = fields.Many2one("res.users", readonly=True)
    approved_at = fields.Datetime(readonly=True)
    review_note = fields.Text(
        string="Sent Back Because", readonly=True, help="What the supervisor said."
    )
    warnings = fields.Text(
        readonly=True, help="What the checks found in the text when it went out."
    )

    _told_idx = models.Index("(company_id, told_at DESC)")
    _ticket_told_idx = models.Index("(ticket_id, told_at DESC)")
    _open_idx = models.Index(
        "(state) WHERE state IN "
        "('draft', 'to_approve', 'approved', 'queued', 'failed', 'bounced')"
    )

    @api.model
    def _installed_languages(self):
        return self.env["res.lang"].get_installed()

    @api.depends("ticket_id.number", "kind")
    @api.depends_context("uid", "lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        hidden = self._names_to_hide()
        for notice in self:
            kind = kinds.get(notice.kind, "")
            notice.display_name = (
                self.env._("Notice")
                if notice in hidden
                else self.env._(
                    "%(case)s: %(kind)s", case=notice.ticket_id.number, kind=kind
                )
            )

    # ------------------------------------------------------------------
    # evidence
    # ------------------------------------------------------------------

    def _refuse(self):
        raise AccessError(
            self.env._("Notices are made and changed by the buttons of the complaint.")
        )

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_trusted():
            self._refuse()
        return super().create(vals_list)

    def write(self, vals):
        told = self.sudo().filtered(lambda notice: notice.state in TOLD_STATES)
        if told and not EVIDENCE.isdisjoint(vals):
            raise AccessError(
                self.env._("What the customer was told does not change any more.")
            )
        if self._is_trusted():
            return super().write(vals)
        if not set(vals) <= EDITABLE:
            self._refuse()
        self._check_editable(set(vals))
        result = super().write(vals)
        if not {"subject", "body"}.isdisjoint(vals):
            self._trusted().write({"author_ids": [(4, self.env.uid)]})
        return result

    def _check_editable(self, names):
        """:raises UserError: when the text has left the hands of its writer"""
        self.check_access("write")
        self.ticket_id._require_complaints()
        states = (
            ("draft", "to_approve", "approved") if names <= {"link"} else ("draft",)
        )
        if any(notice.state not in states for notice in self.sudo()):
            raise UserError(self.env._("Only a draft can be changed."))

    @api.constrains("link")
    def _check_link(self):
        if not all(is_harmless(notice.link or "") for notice in self.sudo()):
            raise ValidationError(self.env._("A link begins with https://."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._refuse()

    # ------------------------------------------------------------------
    # for the customer
    # ------------------------------------------------------------------

    def _as_told(self):
        """Return what the customer may see of these notices, as plain values.

        For the pages of customers: no names of staff, no internal text. Of a call or a
        visit only that it was: what is written down of it is for colleagues.
        """
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        channels = dict(self._fields["channel"]._description_selection(self.env))
        return [
            {
                "id": notice.id,
                "kind": notice.kind,
                "kind_label": kinds[notice.kind],
                "channel": notice.channel,
                "channel_label": channels[notice.channel],
                "told_at": notice.told_at,
                "subject": notice.subject or "",
                "body": "" if notice.channel in SPOKEN else notice._body_for_screen(),
            }
            for notice in self.sudo()
            if notice.state in TOLD_STATES
        ]
