from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import is_html_empty

from .complaint_notice import UNDELIVERED
from .helpdesk_ticket_people import SUPERVISOR

TODO = "retail_complaint_addon.mail_activity_type_public_reply"


class ComplaintNotice(models.Model):
    """A public reply: written, approved by somebody else, posted, recorded."""

    _inherit = "complaint.notice"

    check_text = fields.Text(
        string="To Check Before It Goes Out",
        compute="_compute_check_text",
        help="Personal data, names of staff and words of the list in the text.",
    )
    can_approve = fields.Boolean(compute="_compute_can_approve")

    @api.depends("subject", "body", "kind", "state")
    def _compute_check_text(self):
        for notice in self:
            lines = []
            if notice.state in ("draft", "to_approve", "approved"):
                lines = notice.ticket_id._notice_warnings(
                    notice.kind, notice.subject, notice.body
                )
            notice.check_text = "\n".join(lines) or False

    @api.depends("state", "author_ids")
    @api.depends_context("uid")
    def _compute_can_approve(self):
        for notice in self:
            notice.can_approve = (
                notice.state == "to_approve" and not notice._why_not_approve()
            )

    def _why_not_approve(self):
        """Return why the current user may not approve this text, or False."""
        self.ensure_one()
        user = self.env.user
        if not user.has_group(SUPERVISOR) or not self.ticket_id._is_clerk():
            return self.env._("Only supervisors and managers approve public replies.")
        if user in self.sudo().author_ids:
            return self.env._("Somebody else has to approve what you wrote.")
        if user in self.sudo().ticket_id.involved_user_ids:
            return self.env._("You are named in this complaint and cannot decide it.")
        return False

    # ------------------------------------------------------------------
    # buttons
    # ------------------------------------------------------------------

    def action_ask_approval(self):
        """Ask a supervisor to approve the text."""
        for notice in self._locked():
            if notice.state == "to_approve":
                continue
            notice._check_state("draft")
            if is_html_empty(notice.body):
                raise UserError(self.env._("There is no text to approve."))
            notice._trusted().write({"state": "to_approve", "review_note": False})
            notice._ask_supervisors()
        return True

    def action_approve(self):
        """Approve the text: it may be posted as it is."""
        for notice in self._locked():
            if notice.state == "approved":
                continue
            notice._check_state("to_approve")
            notice._check_may_approve()
            notice._trusted().write(
                {
                    "state": "approved",
                    "approved_by_id": self.env.uid,
                    "approved_at": fields.Datetime.now(),
                    "warnings": notice.check_text,
                }
            )
            notice._close_todo()
        return True

    def action_send_back(self, reason=None):
        """Give the text back to its writer, with what to change."""
        self._check_text_argument(reason)
        for notice in self._locked():
            if notice.state == "draft":
                continue
            if notice.state not in ("to_approve", "approved"):
                notice._check_state("to_approve")
            notice._trusted().write(
                {
                    "state": "draft",
                    "review_note": reason or False,
                    "approved_by_id": False,
                    "approved_at": False,
                    "warnings": False,
                }
            )
            notice._close_todo()
        return True

    def action_post(self, link=None):
        """Record that the approved text has been posted, and where."""
        self._check_text_argument(link)
        for notice in self._locked():
            if notice.state == "recorded":
                continue
            notice._check_state("approved")
            address = notice._checked_link(link or notice.link)
            now = fields.Datetime.now()
            notice._trusted().write(
                {
                    "state": "recorded",
                    "link": address,
                    "told_at": now,
                    "user_id": self.env.uid,
                }
            )
            notice._log_on_case()
            notice.sudo().ticket_id._after_notice(notice.sudo())
        return True

    def action_cancel(self):
        """Drop a text that has not gone out."""
        for notice in self._locked():
            if notice.state == "cancelled":
                continue
            if notice.state not in ("draft", "to_approve", "approved"):
                notice._check_state("draft")
            notice._trusted().write({"state": "cancelled"})
            notice._close_todo()
        return True

    def action_tell_again(self):
        """Open the screen to tell in another way what did not arrive."""
        self.ensure_one()
        self.check_access("write")
        self.ticket_id._require_complaints()
        if self.state not in UNDELIVERED:
            raise UserError(self.env._("Only what did not arrive is told again."))
        return self.ticket_id._tell_action(
            default_kind=self.kind,
            default_again_id=self.id,
            default_channel="phone",
        )

    def action_open_case(self):
        """Open the complaint."""
        self.ensure_one()
        self.check_access("read")
        return self.ticket_id._complaint_form_action()

    # ------------------------------------------------------------------
    # checks
    # ------------------------------------------------------------------

    def _locked(self):
        """Return the rows, locked and read again, for who may handle their cases."""
        self.check_access("write")
        self.ticket_id._require_complaints()
        self.sudo().lock_for_update()
        self.invalidate_recordset()
        return self

    def _check_state(self, state):
        if self.state != state:
            states = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "This is possible only in the state “%(wanted)s”. The notice is "
                    "“%(state)s”.",
                    wanted=states[state],
                    state=states[self.state],
                )
            )

    def _check_may_approve(self):
        why = self._why_not_approve()
        if why:
            raise AccessError(why)

    def _check_text_argument(self, value):
        if value is not None and value is not False and not isinstance(value, str):
            raise ValidationError(self.env._("This is a text."))
        if value:
            self._check_raw({"review_note": value})

    def _checked_link(self, link):
        parts = urlsplit((link or "").strip())
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise UserError(
                self.env._("Enter the link to the reply, as https://example.com/…")
            )
        return parts.geturl()

    # ------------------------------------------------------------------
    # to-do of the supervisors
    # ------------------------------------------------------------------

    def _ask_supervisors(self):
        self.ensure_one()
        ticket = self.sudo().ticket_id
        users = ticket._survey_supervisors() - self.sudo().author_ids
        if not users:
            managers = ticket._survey_readers(
                ticket._complaint_managers(ticket.company_id)
            )
            users = managers - self.sudo().author_ids
        for user in users:
            ticket._as_robot(user).activity_schedule(
                TODO, user_id=user.id, note=self.sudo().subject
            )

    def _close_todo(self):
        """Take the to-do away when nothing of the case waits for approval."""
        for ticket in self.sudo().ticket_id:
            if "to_approve" not in ticket.notice_ids.mapped("state"):
                ticket.activity_unlink([TODO])
