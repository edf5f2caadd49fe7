from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize, formataddr

from .complaint_notice import UNDELIVERED
from .helpdesk_ticket_notice_values import LINK, without_link
from .survey_user_input_send import MAIL_HEADERS

# written by a person: no answers of machines, please
PERSONAL_HEADERS = {"X-Auto-Response-Suppress": "OOF, AutoReply"}
LAYOUT = "retail_complaint_addon.mail_layout_complaint_notice"
QUEUE = "mail.ir_cron_mail_scheduler_action"


class ComplaintNotice(models.Model):
    """How a notice leaves the house, and what comes back."""

    _inherit = "complaint.notice"

    # ------------------------------------------------------------------
    # leaving
    # ------------------------------------------------------------------

    def _queue_mail(self, attach_letter=False):
        """Queue the mail and have the queue run as soon as this is committed.

        The row and the mail are written in one transaction: killed anywhere, a notice
        is neither lost nor queued twice.
        """
        self.ensure_one()
        notice = self.sudo()
        values = notice._prepare_mail()
        files = notice.attachment_ids.ids
        if attach_letter:
            files += notice._letter_attachment().ids
        values["attachment_ids"] = [(6, 0, files)]
        mail = self.env["mail.mail"].sudo().create(values)
        notice._trusted().write(
            {
                "mail_message_id": mail.mail_message_id.id,
                "mail_ref": mail.message_id,
            }
        )
        self.env.ref(QUEUE).sudo()._trigger()

    def _prepare_mail(self):
        """Return the values of the mail.

        The thread of the case keeps the text without the customer's link, which is in
        ``body_html`` alone and goes with the mail once it is sent.
        """
        ticket = self.ticket_id
        company = self.company_id
        return {
            "subject": self.subject,
            "body": self._body_for_screen(),
            "body_html": self._mail_html(),
            "email_from": self._sender(),
            "email_to": formataddr((ticket._customer_name(), self.recipient)),
            "author_id": company.partner_id.id,
            "message_type": "email_outgoing",
            "subtype_id": self.env.ref("mail.mt_comment").id,
            "model": ticket._name,
            "res_id": ticket.id,
            "headers": repr(PERSONAL_HEADERS if self.user_id else MAIL_HEADERS),
            "auto_delete": True,
            "is_notification": True,
        }

    def _mail_html(self):
        """Return the whole mail, with the customer's own link in it."""
        ticket = self.ticket_id
        company = self.company_id
        body = self.body or Markup("")
        if LINK in body:
            body = Markup(str(body).replace(LINK, ticket._complaint_link()))
        values = {
            "body": body,
            "subject": self.subject,
            "html_lang": (self.lang or "en_US").replace("_", "-"),
            "company_name": company.name,
            "company_phone": company.phone or "",
            "company_email": company.email or "",
            "logo": (
                ""
                if company.uses_default_logo
                else f"{ticket.get_base_url()}/logo.png?company={company.id}"
            ),
        }
        return self.env["ir.qweb"]._render(
            LAYOUT, values, minimal_qcontext=True, lang=self.lang
        )

    def _body_for_screen(self):
        """Return the text as everybody may read it: without the personal link."""
        return without_link(self.body)

    def _sender(self):
        company = self.company_id
        sender = company.email_formatted or company.catchall_formatted
        if not sender:
            raise UserError(
                self.env._(
                    "%(company)s has no e-mail address to send from.",
                    company=company.name,
                )
            )
        return sender

    def _log_on_case(self):
        """Show in the thread what was told by other means than mail."""
        for notice in self.sudo():
            kinds = dict(self._fields["kind"]._description_selection(self.env))
            channels = dict(self._fields["channel"]._description_selection(self.env))
            text = self.env._(
                "The customer was told (%(channel)s, %(kind)s):",
                channel=channels[notice.channel],
                kind=kinds[notice.kind],
            )
            notice.ticket_id._untrusted()._message_log(
                body=Markup("<p>%s</p>") % text + notice._body_for_screen()
            )

    # ------------------------------------------------------------------
    # what comes back
    # ------------------------------------------------------------------

    @api.model
    def _mails_failed(self, message_refs, reason):
        """The mail server refused the mails with these Message-Ids."""
        self.sudo().search(
            [("mail_ref", "in", message_refs), ("state", "in", ("queued", "sent"))]
        )._mark_undelivered("failed", reason)

    @api.model
    def _mails_delivered(self, message_refs):
        """The mail server took these mails, perhaps at a second attempt."""
        self.sudo().search(
            [("mail_ref", "in", message_refs), ("state", "in", ("queued", "failed"))]
        )._trusted().write({"state": "sent", "problem": False})

    def _mark_undelivered(self, state, reason):
        """Note that it did not arrive; one to-do a case for whoever owns it."""
        for notice in self.sudo().filtered(lambda n: n.state not in UNDELIVERED):
            problem = (reason or self.env._("The mail came back."))[:500]
            notice._trusted().write({"state": state, "problem": problem})
            notice.ticket_id._report_undelivered_notice(
                self.env._(
                    "“%(subject)s” did not reach %(email)s: %(why)s",
                    subject=notice.subject,
                    email=notice.recipient,
                    why=problem,
                )
            )

    def _was_mailed_to(self, email):
        mine = email_normalize(self.recipient or "")
        return bool(mine) and mine == email_normalize(email or "")
