from markupsafe import Markup

from odoo import SUPERUSER_ID, models
from odoo.tools import email_normalize

from ..rules.scores import LOW_SCORE

SUPERVISOR = "retail_complaint_addon.group_complaint_supervisor"
ACTIVITY = "retail_complaint_addon.mail_activity_type_%s"


class HelpdeskTicket(models.Model):
    """Who acts when a customer is unhappy, or cannot be reached."""

    _inherit = "helpdesk.ticket"

    # ------------------------------------------------------------------
    # low scores
    # ------------------------------------------------------------------

    def _follow_up_low_score(self, answer, reasons):
        """Give the supervisors of the store a to-do, never the person complained of."""
        self.ensure_one()
        for user in self._survey_supervisors():
            ticket = self._as_robot(user)
            texts = [ticket._low_reason_text(answer, reason) for reason in reasons]
            ticket._schedule_survey_activity(
                "survey_followup", user, texts, answer.complaint_comment
            )

    def _low_reason_text(self, answer, reason):
        if reason == LOW_SCORE:
            return self.env._(
                "Satisfaction with the result: %(score)s of 5",
                score=answer.complaint_csat,
            )
        return self.env._("The customer says that it is not settled.")

    def _survey_supervisors(self):
        """Return the supervisors of the store, else above it, else the managers.

        Only those who can read the case: that leaves out whoever is complained about.
        """
        self.ensure_one()
        ticket = self.sudo()
        store = ticket.store_id
        while store:
            users = (store.member_ids | store.manager_id).filtered(
                lambda user: user.has_group(SUPERVISOR)
            )
            if readers := ticket._survey_readers(users):
                return readers
            store = store.parent_id
        fallback = ticket.company_id.complaint_owner_id
        managers = ticket._complaint_managers(ticket.company_id)
        return (
            ticket._survey_readers(fallback & managers)
            or ticket._survey_readers(
                managers.filtered(lambda user: user.company_id == ticket.company_id)
            )
            or ticket._survey_readers(managers)
        )

    def _survey_readers(self, users):
        return users.filtered(self._can_be_read_by)

    def _can_be_read_by(self, user):
        company = self.sudo().company_id
        if not user.active or user.share or company not in user.company_ids:
            return False
        if user in self.sudo().involved_user_ids:
            return False
        ticket = self.with_user(user).with_context(allowed_company_ids=company.ids)
        return ticket.has_access("read")

    # ------------------------------------------------------------------
    # mails that came back
    # ------------------------------------------------------------------

    def _message_receive_bounce(self, email, partner):
        """A mail of the case came back: its survey did not arrive either."""
        super()._message_receive_bounce(email, partner)
        self.sudo().survey_input_ids.filtered(
            lambda answer: (
                answer.complaint_state == "sent"
                and (answer._is_sent_to(email) or answer.partner_id & partner)
            )
        )._mark_undelivered(False)

    def _report_undelivered_survey(self, text):
        """Give the owner of the case one to-do, however many mails come back."""
        self.ensure_one()
        ticket = self.sudo()
        if ticket.activity_search([ACTIVITY % "survey_undelivered"]):
            return
        owner = ticket._survey_readers(ticket.user_id)
        users = owner or ticket._survey_supervisors()
        for user in users[:1]:
            self._as_robot(user)._schedule_survey_activity(
                "survey_undelivered", user, [text]
            )

    # ------------------------------------------------------------------
    # tools
    # ------------------------------------------------------------------

    def _as_robot(self, user):
        """The case as OdooBot sees it, in the language of the user.

        Mail is queued: a customer's answer does not wait for a mail server.
        """
        return (
            self.with_user(SUPERUSER_ID)
            ._untrusted()
            .with_context(
                lang=user.lang,
                mail_notify_force_send=False,
                allowed_company_ids=self.sudo().company_id.ids,
            )
        )

    def _schedule_survey_activity(self, kind, user, texts, comment=None):
        note = Markup("").join(Markup("<p>%s</p>") % text for text in texts)
        if comment:
            note += Markup("<blockquote>%s</blockquote>") % comment[:1000]
        return self.activity_schedule(
            ACTIVITY % kind, user_id=user.id, note=note, summary=texts[0]
        )

    def _survey_normalize(self, email):
        return email_normalize(email or "") or False
