import logging
from datetime import timedelta

import psycopg2
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize, formataddr
from odoo.tools.urls import urljoin

_logger = logging.getLogger(__name__)

BATCH = 50
MAX_ATTEMPTS = 3
# answers of machines to our mail are unwelcome, and ours says that it is one
MAIL_HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


class SurveyUserInput(models.Model):
    """How an invitation reaches the customer, or does not."""

    _inherit = "survey.user_input"

    # ------------------------------------------------------------------
    # scheduled action
    # ------------------------------------------------------------------

    @api.model
    def _cron_complaint_surveys(self):
        """Send what is due, let expire what nobody answered; one row, one commit.

        The state and the queued mail are written in one transaction: killed anywhere,
        an invitation is neither forgotten nor queued twice.
        """
        inputs = self.sudo()
        domain = [("complaint_due_at", "<=", fields.Datetime.now())]
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=inputs.search_count(domain))
        seen = []
        while batch := inputs.search(
            [*domain, ("id", "not in", seen)],
            limit=BATCH,
            order="complaint_due_at, id",
        ):
            for record in batch:
                seen.append(record.id)
                record._process_due_invitation()
                if not cron._commit_progress(1):
                    return

    def _process_due_invitation(self):
        """Process one row alone: a poisoned one is tried again, then parked."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                if self.try_lock_for_update():
                    self.invalidate_recordset()
                    self._process_locked_invitation()
        except psycopg2.OperationalError:
            # somebody changes the row at this moment; the next run sees the result
            _logger.info("Survey invitation %s is busy, left for the next run", self.id)
        except Exception as error:  # noqa: BLE001 any failure must stay with its row
            _logger.warning("Survey invitation %s failed", self.id, exc_info=True)
            self._note_failed_attempt(error)

    def _process_locked_invitation(self):
        now = fields.Datetime.now()
        if not self.complaint_due_at or self.complaint_due_at > now:
            return
        if self.deadline and self.deadline <= now:
            self._set_complaint_state("expired", due_at=False)
        elif self.complaint_state != "planned":
            self._set_complaint_state(self.complaint_state, due_at=self.deadline)
        elif not self.complaint_ticket_id._survey_still_due(self):
            self._cancel_complaint_invitation()
        else:
            self._send_complaint_invitation()

    def _note_failed_attempt(self, error):
        attempts = self.complaint_attempts + 1
        problem = str(error)[:500] or type(error).__name__
        values = {"complaint_attempts": attempts, "complaint_problem": problem}
        if attempts < MAX_ATTEMPTS:
            retry = fields.Datetime.now() + timedelta(hours=4**attempts)
            self._trusted().write({**values, "complaint_due_at": retry})
            return
        self._set_complaint_state("failed", due_at=self.deadline, **values)
        self.complaint_ticket_id._report_undelivered_survey(
            self.env._("The follow-up survey could not be sent: %(why)s", why=problem)
        )

    # ------------------------------------------------------------------
    # sending
    # ------------------------------------------------------------------

    def _complaint_survey_url(self):
        """Return the personal link. Never through RPC: it answers for the customer."""
        self.ensure_one()
        answer = self.sudo()
        return urljoin(answer.survey_id.get_base_url(), answer.get_start_url())

    def _send_complaint_invitation(self):
        """Queue the mail; the state is written before, in the same transaction."""
        self.ensure_one()
        answer = self.sudo()
        ticket = answer.complaint_ticket_id
        email = ticket._survey_email()
        if not email:
            answer._set_complaint_state(
                "no_address", due_at=answer.deadline, email=False
            )
            return
        if not answer.survey_id.active:
            raise UserError(self.env._("The survey is archived."))
        now = fields.Datetime.now()
        deadline = now + timedelta(
            days=answer.complaint_company_id.complaint_survey_validity
        )
        answer._set_complaint_state(
            "sent",
            due_at=deadline,
            deadline=deadline,
            email=email,
            complaint_sent_at=now,
            complaint_problem=False,
        )
        mail = self.env["mail.mail"].sudo().create(answer._prepare_invitation_mail())
        answer._trusted().write({"complaint_message_ref": mail.message_id})

    def _prepare_invitation_mail(self):
        """Return the values of the mail.

        The thread of the case keeps a line without the link; the link is in
        ``body_html`` alone, which goes with the mail once it is sent.
        """
        template = self.env.ref(
            "retail_complaint_addon.mail_template_complaint_survey"
        ).sudo()
        ticket = self.complaint_ticket_id
        company = self.complaint_company_id
        lang = ticket._survey_lang()
        subject = template._render_field("subject", self.ids, set_lang=lang)[self.id]
        body = template._render_field(
            "body_html",
            self.ids,
            set_lang=lang,
            add_context={"survey_url": self._complaint_survey_url()},
            options={"post_process": True},
        )[self.id]
        return {
            "subject": subject,
            "body_html": template.with_context(lang=lang)._render_encapsulate(
                "retail_complaint_addon.mail_layout_complaint_survey",
                body,
                add_context={"company": company, "subject": subject},
                context_record=ticket.with_context(lang=lang),
            ),
            "body": Markup("<p>%s</p>")
            % self.env._(
                "The follow-up survey was sent to %(email)s.", email=self.email
            ),
            "email_from": self._invitation_sender(),
            "email_to": formataddr((ticket._customer_name(), self.email)),
            "author_id": company.partner_id.id,
            "message_type": "email_outgoing",
            "model": ticket._name,
            "res_id": ticket.id,
            "headers": repr(MAIL_HEADERS),
            # once sent, the mail goes and the line in the thread stays
            "auto_delete": True,
            "is_notification": True,
        }

    def _invitation_sender(self):
        company = self.complaint_company_id
        sender = company.email_formatted or company.catchall_formatted
        if not sender:
            raise UserError(
                self.env._(
                    "%(company)s has no e-mail address to send from.",
                    company=company.name,
                )
            )
        return sender

    def _cancel_complaint_invitation(self):
        """Close the link of a reopened case, and stop the mail if it still waits."""
        refs = [ref for ref in self.mapped("complaint_message_ref") if ref]
        self._set_complaint_state("cancelled", due_at=False)
        if refs:
            self.env["mail.mail"].sudo().search(
                [("message_id", "in", refs), ("state", "=", "outgoing")]
            ).cancel()

    # ------------------------------------------------------------------
    # what comes back
    # ------------------------------------------------------------------

    @api.model
    def _complaint_mails_failed(self, message_refs, reason):
        """The mail server refused the mails with these Message-Ids."""
        self.sudo().search(
            [
                ("complaint_message_ref", "in", message_refs),
                ("complaint_state", "=", "sent"),
            ]
        )._mark_undelivered(reason)

    def _mark_undelivered(self, reason):
        for answer in self.sudo():
            problem = (reason or self.env._("The mail came back."))[:500]
            answer._set_complaint_state(
                "bounced", due_at=answer.deadline, complaint_problem=problem
            )
            answer.complaint_ticket_id._report_undelivered_survey(
                self.env._(
                    "The follow-up survey did not reach %(email)s: %(why)s",
                    email=answer.email,
                    why=problem,
                )
            )

    @api.model
    def _complaint_mails_delivered(self, message_refs):
        """A mail that had failed was sent after all."""
        for answer in self.sudo().search(
            [
                ("complaint_message_ref", "in", message_refs),
                ("complaint_state", "=", "bounced"),
            ]
        ):
            answer._set_complaint_state(
                "sent", due_at=answer.deadline, complaint_problem=False
            )

    def _is_sent_to(self, email):
        return email_normalize(self.email or "") == email_normalize(email or "")
