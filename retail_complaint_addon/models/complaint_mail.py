"""Raw mail as it came in: kept before anything else looks at it."""

import hashlib
import time

import psycopg2

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..rules import mail_auth, mail_body
from ..rules.links import without_tokens
from .helpdesk_ticket_people import SUPERVISOR

STATES = [
    ("new", "New"),
    ("done", "Done"),
    ("ignored", "Ignored"),
    ("held", "Held Back"),
    ("failed", "To Try Again"),
    ("unreadable", "Unreadable"),
]
REASONS = [
    ("automatic", "Automatic answer"),
    ("bounce", "Undeliverable mail"),
    ("list", "Mailing list or mass mail"),
    ("own_address", "Sent from one of our own addresses"),
    ("own_mail", "One of our own mails came back"),
    ("flood_sender", "Too many mails from this sender"),
    ("flood_total", "Too many mails at all"),
    ("same_id", "Another mail has the same Message-ID"),
    ("no_sender", "No sender's address"),
    ("not_a_case", "Answer to something that is no complaint"),
    ("error", "Could not be processed"),
    ("unverified", "Answer of an unverified sender"),
    ("by_hand", "Decided by hand"),
]
# What the machine still has to do, and what waits for a person.
OPEN_STATES = ("new", "failed")
WAITING_STATES = ("held", "unreadable")
STORE_TRIES = 10
PREVIEW = 4000


class ComplaintMail(models.Model):
    _name = "complaint.mail"
    _description = "Incoming Mail"
    _inherit = ["mail.thread", "mail.activity.mixin", "complaint.export.mixin"]
    _order = "id desc"
    _rec_name = "subject"
    _mail_post_access = "read"

    subject = fields.Char(readonly=True)
    sender = fields.Char(readonly=True, help="Address the mail says it comes from.")
    sender_name = fields.Char(readonly=True)
    recipients = fields.Char(string="To", readonly=True)
    received_at = fields.Datetime(string="Received", readonly=True, index=True)
    state = fields.Selection(
        STATES, required=True, readonly=True, default="new", index=True
    )
    reason = fields.Selection(REASONS, readonly=True)
    error = fields.Text(readonly=True)
    tries = fields.Integer(readonly=True)
    next_try_at = fields.Datetime(readonly=True)
    authentication = fields.Selection(
        [
            (mail_auth.VERIFIED, "Proven by the mail server"),
            (mail_auth.FAILED, "Refuted by the mail server"),
            (mail_auth.UNKNOWN, "Not checked"),
        ],
        string="Sender's Domain",
        readonly=True,
    )
    message_ref = fields.Char(string="Message-ID", readonly=True)
    dedup_key = fields.Char(string="Key", required=True, readonly=True)
    digest = fields.Char(string="SHA-256", readonly=True)
    body_digest = fields.Char(readonly=True)
    size = fields.Integer(string="Size (bytes)", readonly=True)
    deliveries = fields.Integer(
        string="Delivered", readonly=True, default=1, help="How often it arrived."
    )
    attachment_id = fields.Many2one(
        "ir.attachment", string="Original", readonly=True, ondelete="restrict"
    )
    alias_id = fields.Many2one("mail.alias", readonly=True, ondelete="set null")
    answered_ticket_id = fields.Many2one(
        "helpdesk.ticket",
        string="Answers Case",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        string="Case",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    store_id = fields.Many2one("retail.store", readonly=True, ondelete="set null")
    company_id = fields.Many2one("res.company", readonly=True, index=True)
    preview = fields.Text(compute="_compute_preview")

    _dedup_key_uniq = models.Constraint(
        "UNIQUE(dedup_key)", "The same mail is stored once."
    )
    _sender_idx = models.Index("(sender, id)")
    _todo_idx = models.Index("(next_try_at) WHERE state IN ('new', 'failed')")

    @api.depends("attachment_id")
    def _compute_preview(self):
        for mail in self:
            file = mail.sudo().attachment_id.with_context(bin_size=False)
            raw = file.raw or b""
            text = mail_body.read(raw).plain[:PREVIEW] or raw[:PREVIEW].decode(
                "utf-8", "replace"
            ).replace("\x00", "")
            mail.preview = without_tokens(text)

    @api.depends("subject", "sender")
    def _compute_display_name(self):
        for mail in self:
            mail.display_name = (
                mail.subject or mail.sender or self.env._("Mail without subject")
            )

    # ------------------------------------------------------------------
    # keeping
    # ------------------------------------------------------------------

    @api.model
    def _keep(self, letter):
        """Store a mail and commit, before anything is read out of it.

        In a transaction of its own: what happens to the caller's does not matter.

        :param Letter letter: the mail, its headers and where it belongs
        :return: id of the stored mail, whether it came for the first time
        """
        vals = self._facts(*letter)
        for attempt in range(STORE_TRIES):
            try:
                with self.pool.cursor() as cr:
                    env = api.Environment(cr, SUPERUSER_ID, {})
                    return env[self._name]._keep_once(letter.raw, vals)
            except psycopg2.Error:
                # somebody stores the same mail, or all connections are in use
                if attempt == STORE_TRIES - 1:
                    raise
                time.sleep(0.05 * (attempt + 1))
        return None, False

    @api.model
    def _facts(self, raw, headers, place):
        server = (
            self.env["ir.config_parameter"]
            .sudo()
            .get_param("retail_complaint_addon.mail_authserv_id")
        )
        return {
            "subject": headers.text("subject")[:500],
            "sender": headers.sender[:320],
            "sender_name": headers.sender_name,
            "recipients": ", ".join(headers.recipients)[:1000],
            "received_at": fields.Datetime.now(),
            "state": "new",
            "tries": 1,
            "next_try_at": fields.Datetime.now(),
            "authentication": mail_auth.standing(headers, server),
            "message_ref": headers.message_ref,
            "dedup_key": headers.key,
            "digest": hashlib.sha256(raw).hexdigest(),
            "body_digest": headers.body_digest,
            "size": len(raw),
            "deliveries": 1,
            **place.stored(),
        }

    @api.model
    def _keep_once(self, raw, vals):
        id_ = self._insert(vals)
        if not id_:
            known = self.search([("dedup_key", "=", vals["dedup_key"])])
            if known.body_digest == vals["body_digest"]:
                known._count_delivery()
                return known.id, False
            # One Message-ID, two letters: the second one may be a complaint, too.
            key = f"{vals['dedup_key']}#{vals['body_digest']}"
            vals = {**vals, "dedup_key": key, "state": "held", "reason": "same_id"}
            id_ = self._insert(vals)
            if not id_:
                known = self.search([("dedup_key", "=", key)])
                known._count_delivery()
                return known.id, False
        mail = self.browse(id_)
        mail.attachment_id = self.env["ir.attachment"].create(
            {
                "name": f"mail-{id_}.eml",
                "raw": raw,
                "mimetype": "message/rfc822",
                "company_id": vals["company_id"],
                "res_model": self._name,
                "res_id": id_,
            }
        )
        if vals["state"] == "held":
            mail._call_person()
        return id_, True

    @api.model
    def _insert(self, vals):
        """Insert a row, without an error when somebody was faster."""
        self.env.flush_all()
        now = fields.Datetime.now()
        row = {
            **{name: value or None for name, value in vals.items()},
            "create_uid": self.env.uid,
            "write_uid": self.env.uid,
            "create_date": now,
            "write_date": now,
        }
        query = SQL(
            "INSERT INTO complaint_mail (%s) VALUES %s"
            " ON CONFLICT (dedup_key) DO NOTHING RETURNING id",
            SQL(", ").join(map(SQL.identifier, row)),
            tuple(row.values()),
        )
        self.env.cr.execute(query, log_exceptions=False)
        found = self.env.cr.fetchone()
        return found and found[0]

    def _count_delivery(self):
        """Count in the database: the row may be in work at this moment."""
        query = SQL(
            "UPDATE complaint_mail SET deliveries = deliveries + 1 WHERE id = %s",
            self.id,
        )
        self.env.cr.execute(query, log_exceptions=False)
        self.invalidate_recordset(["deliveries"])

    # ------------------------------------------------------------------
    # what a person decides
    # ------------------------------------------------------------------

    def _to_decide(self):
        """Return the mails (sudo, locked) if the user decides about incoming mail."""
        self.check_access("read")
        if not self.env.user.has_group(SUPERVISOR):
            raise AccessError(
                self.env._("Supervisors decide what becomes of incoming mail.")
            )
        mails = self.with_user(SUPERUSER_ID).try_lock_for_update().sorted("id")
        if len(mails) < len(self):
            raise UserError(
                self.env._("This mail is being processed. Look again in a moment.")
            )
        return mails

    def action_try_again(self):
        """Process the mail once more, as if it had just come."""
        for mail in self._to_decide():
            if mail.state in ("held", "unreadable", "failed", "new"):
                mail._attempt(force=mail.state == "held")
        return True

    def action_make_case(self):
        """Make a complaint of the mail, with what can be read of it."""
        mails = self._to_decide()
        for mail in mails:
            if mail.state != "done" or mail.reason == "unverified":
                mail._make_case_by_hand()
                mail.ticket_id._message_log(
                    body=self.env._(
                        "Taken from the incoming mail by %(user)s.",
                        user=self.env.user.name,
                    )
                )
        return mails[:1].with_env(self.env).action_open_case()

    def action_ignore(self):
        """Nothing is to be done about the mail."""
        for mail in self._to_decide():
            if mail.state not in ("done", "ignored"):
                mail._settle("ignored", "by_hand")
        return True

    def action_open_case(self):
        """Open the complaint that the mail belongs to."""
        self.check_access("read")
        ticket = self[:1].ticket_id
        if not ticket.has_access("read"):
            return True
        return {
            "type": "ir.actions.act_window",
            "res_model": "helpdesk.ticket",
            "res_id": ticket.id,
            "views": [[False, "form"]],
            "target": "current",
        }

    def action_download(self):
        """Download the mail as it came in."""
        self.check_access("read")
        file = self[:1].sudo().attachment_id
        if not file:
            return True
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{file.id}?download=true",
            "target": "self",
        }
