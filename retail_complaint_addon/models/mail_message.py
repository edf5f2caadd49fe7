from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError
from odoo.tools import email_normalize

from .trust import CONTEXT_KEY, TRUSTED

# The content and the place of a message; what is left (stars, reads, reactions,
# notifications) may change.
FROZEN = {
    "attachment_ids",
    "author_guest_id",
    "author_id",
    "body",
    "create_date",
    "create_uid",
    "date",
    "email_from",
    "is_internal",
    "message_id",
    "message_type",
    "model",
    "parent_id",
    "partner_ids",
    "record_name",
    "reply_to",
    "res_id",
    "subject",
    "subtype_id",
    "tracking_value_ids",
}
OWN_MODELS = ("complaint.", "retail.store")


class MailMessage(models.Model):
    _name = "mail.message"
    _inherit = ["mail.message", "complaint.export.mixin"]

    def _on_complaints(self):
        """Return the messages on complaints and on our own models (sudo)."""
        messages = self.sudo()
        ours = messages.filtered(lambda m: (m.model or "").startswith(OWN_MODELS))
        on_tickets = messages.filtered(lambda m: m.model == "helpdesk.ticket")
        if not on_tickets:
            return ours
        complaints = self.env["helpdesk.ticket"]._complaints_among(
            on_tickets.mapped("res_id")
        )
        ids = set(complaints.ids)
        return ours | on_tickets.filtered(lambda m: m.res_id in ids)

    def _check_frozen(self):
        """:raises AccessError: when a message of a complaint would change (V1, V2)"""
        if self.env.uid == SUPERUSER_ID:
            return
        if self.env.context.get(CONTEXT_KEY) is TRUSTED:
            return
        if self._on_complaints():
            raise AccessError(
                self.env._("Messages of a complaint are neither changed nor deleted.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [self._without_forgery(vals) for vals in vals_list]
        messages = super().create(vals_list)
        if self.env.uid != SUPERUSER_ID and self.env.user._is_internal():
            ids = [
                message.id
                for message, vals in zip(messages, vals_list, strict=True)
                if self._may_be_on_complaint(vals)
            ]
            here = self.browse(ids)
            here._check_own_name()
            here._check_recipients()
        return messages

    @api.model
    def _may_be_on_complaint(self, vals):
        """Judge by the values: reading each new message would cost a query."""
        context = self.env.context
        model = vals.get("model") or context.get("default_model") or ""
        if model != "helpdesk.ticket":
            return model.startswith(OWN_MODELS)
        res_id = vals.get("res_id") or context.get("default_res_id")
        return bool(self.env[model]._complaints_among([res_id]))

    @api.model
    def _without_forgery(self, vals):
        """Drop the date and the tracked changes that a client made up."""
        model = vals.get("model") or self.env.context.get("default_model") or ""
        if model != "helpdesk.ticket" and not model.startswith(OWN_MODELS):
            return vals
        forged = {"date", "create_date", "message_id", "tracking_value_ids"}
        return {name: value for name, value in vals.items() if name not in forged}

    def _check_own_name(self):
        """:raises AccessError: when staff write into a complaint as somebody else

        As superuser the desk itself writes, also in the company's name, and so do the
        composer and templates for a client who chose the author: never as a colleague.
        """
        partner = self.env.user.partner_id
        for message in self.sudo():
            if message.author_id == partner and not message.author_guest_id:
                continue
            if not self.env.su or message._colleagues_named():
                raise AccessError(
                    self.env._("You write into a complaint in your own name only.")
                )

    def _check_recipients(self):
        """:raises AccessError: when staff are written to who may not read the case

        Whoever is named in a message reads it, wherever it is.
        """
        for message in self.sudo():
            if not message.partner_ids or message.model != "helpdesk.ticket":
                continue
            ticket = self.env[message.model].sudo().browse(message.res_id)
            readers = ticket._complaint_readers(message.partner_ids.ids)[ticket]
            strangers = message.partner_ids.filtered(lambda p, r=readers: p.id not in r)
            if strangers:
                raise AccessError(
                    self.env._(
                        "%(names)s may not read this complaint.",
                        names=", ".join(strangers.mapped("name")),
                    )
                )

    def _colleagues_named(self):
        """Return the other members of staff whom a message shows as its author."""
        self.ensure_one()
        domain = [("partner_id", "=", self.author_id.id)]
        if not self.author_id:
            address = email_normalize(self.email_from or "")
            domain = [("partner_id.email_normalized", "=", address or "-")]
        users = self.env["res.users"].sudo().with_context(active_test=False)
        return users.search(
            [
                *domain,
                ("share", "=", False),
                ("id", "not in", [SUPERUSER_ID, self.env.uid]),
            ]
        )

    def _changed_by(self, vals):
        """Return the messages whose frozen content these values would change.

        Sending a failed mail again writes its own reference into the message.
        """
        names = FROZEN & vals.keys()
        if any(self._fields[name].type in ("many2many", "one2many") for name in names):
            return self

        def differs(message, name):
            value = message[name]
            if self._fields[name].type == "many2one":
                value = value.id
            return value != vals[name]

        return self.filtered(
            lambda message: any(differs(message.sudo(), name) for name in names)
        )

    def write(self, vals):
        if not FROZEN.isdisjoint(vals):
            self._changed_by(vals)._check_frozen()
        result = super().write(vals)
        if not {"model", "res_id"}.isdisjoint(vals):
            # nothing is moved into a complaint either
            self._check_frozen()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_complaint(self):
        self._check_frozen()

    def _get_forbidden_access(self, operation):
        """Following a case or being named in it is no right to post on it."""
        forbidden = super()._get_forbidden_access(operation)
        if operation != "create" or not self.env.user._is_internal():
            return forbidden
        for message in (self - forbidden)._on_complaints():
            thread = self.env[message.model].browse(message.res_id)
            if not thread.has_access("write"):
                forbidden |= message.with_env(self.env)
        return forbidden


class MailTrackingValue(models.Model):
    _inherit = "mail.tracking.value"

    def write(self, vals):
        self.sudo().mail_message_id._check_frozen()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_complaint(self):
        self.sudo().mail_message_id.with_env(self.env)._check_frozen()
