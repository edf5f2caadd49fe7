"""Sending, reading and answering: each receiver for themselves."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import formataddr

from odoo.addons.retail_complaint_addon.models.survey_user_input_send import (
    MAIL_HEADERS,
)

LAYOUT = "jewellery_quality_addon.mail_report"


class JewelleryReport(models.Model):
    _inherit = "jewellery.report"

    # ------------------------------------------------------------------
    # buttons
    # ------------------------------------------------------------------

    def action_send(self):
        """Choose who gets it."""
        self.ensure_one()
        self._check_may_send()
        return self._screen("jewellery.report.send", self.env._("Send"))

    def action_answer(self):
        """Comment on it, or ask for something to be done."""
        self.ensure_one()
        self._own_row_read()
        return self._screen("jewellery.report.answer", self.env._("Comment"))

    def _screen(self, model, name):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"default_report_id": self.id},
        }

    def action_open_pdf(self):
        """Read the paper."""
        return self._open_file("pdf")

    def action_open_xlsx(self):
        """Download the figures."""
        return self._open_file("xlsx")

    def _open_file(self, kind):
        self.ensure_one()
        self._file(kind)
        return {
            "type": "ir.actions.act_url",
            "url": f"/jewellery/report/{self.id}/{kind}",
            "target": "new" if kind == "pdf" else "download",
        }

    # ------------------------------------------------------------------
    # sending
    # ------------------------------------------------------------------

    def _check_may_send(self):
        self.check_access("read")
        if not self._may_send():
            raise AccessError(
                self.env._("Who drew it up sends it, or the quality manager.")
            )
        if not self.drawn_at:
            raise UserError(self.env._("Draw up the report first."))

    def _receiver_domain(self):
        """Return the domain of those ``_check_receivers`` lets through (trusted)."""
        report = self.sudo()
        without = report.involved_user_ids | report.recipient_ids.user_id
        return (
            Domain("share", "=", False)
            & Domain("company_ids", "in", report.company_id.ids)
            & Domain("email", "!=", False)
            & Domain("id", "not in", without.ids)
        )

    def _check_receivers(self, users):
        """:raises UserError: naming who cannot get this report, and why"""
        involved = self.sudo().involved_user_ids
        for user in users.sudo():
            if user in involved:
                raise UserError(
                    self.env._(
                        "%(user)s is named in a complaint this is about, and never "
                        "reads it.",
                        user=user.name,
                    )
                )
            here = self.company_id in user.company_ids
            if user.share or not user.active or not here or not user.email:
                raise UserError(
                    self.env._(
                        "%(user)s cannot get it: it needs an active colleague of "
                        "%(company)s with an e-mail address.",
                        user=user.name,
                        company=self.company_id.name,
                    )
                )

    def _send_to(self, users):
        """Send it to these users; who has it already gets it once only."""
        self.ensure_one()
        self._check_may_send()
        if not self.sudo().try_lock_for_update():
            raise UserError(self.env._("Somebody else works on it right now."))
        self.invalidate_recordset(["recipient_ids", "state"])
        self._check_receivers(users)
        new = users - self.sudo().recipient_ids.user_id
        if not new:
            raise UserError(self.env._("Everybody chosen has the report already."))
        now = fields.Datetime.now()
        trusted = self.sudo()._trusted()
        trusted.env["jewellery.report.recipient"].create(
            [{"report_id": self.id, "user_id": user.id, "sent_at": now} for user in new]
        )
        trusted.write({"state": "sent", "sent_at": self.sent_at or now})
        for user in new:
            self._queue_mail(user.sudo())
        self._log_in_cases(new)

    def _log_in_cases(self, users):
        """A report about a case is a step of the case."""
        if self.kind != "case":
            return
        self.sudo().investigation_id._log_in_cases(
            self.env._(
                "%(report)s sent to %(count)s; paper %(checksum)s",
                report=self.name,
                count=len(users),
                checksum=self.pdf_sha256[:16],
            )
        )

    def _queue_mail(self, user, again=False):
        """The mail says that there is a report, and nothing of what is in it.

        :param bool again: it is the reminder of one that is still unread
        """
        lang = user.lang or "en_US"
        env = self.sudo()._untrusted().with_context(lang=lang).env
        report = self.with_env(env)
        base = self.company_id.get_base_url()
        values = {
            "report": report,
            "user": user,
            "author": self.sudo().drawn_by_id,
            "read_link": f"{base}/jewellery/report/{self.id}/pdf",
            "form_link": f"{base}/odoo/jewellery-reports/{self.id}",
            "html_lang": lang.replace("_", "-"),
        }
        body = env["ir.qweb"]._render(LAYOUT, values, minimal_qcontext=True, lang=lang)
        subject = env._("To read: %(report)s", report=report.display_name)
        if again:
            subject = env._("Still to read: %(report)s", report=report.display_name)
        sender = self.company_id.sudo().email_formatted or user.email_formatted
        env["mail.mail"].create(
            {
                "subject": subject,
                "body_html": body,
                "email_from": sender,
                "email_to": formataddr((user.name, user.email)),
                "headers": repr(MAIL_HEADERS),
                "auto_delete": True,
            }
        )

    # ------------------------------------------------------------------
    # reading and answering
    # ------------------------------------------------------------------

    def _record_reading(self):
        """Record that the current user opened it, if it was sent to them."""
        row = self._own_row()
        if row and not row.read_at:
            row._trusted().read_at = fields.Datetime.now()

    def _own_row_read(self):
        """Return the row of the current user, who has read the paper (sudo).

        :raises UserError: for everybody else
        """
        self.ensure_one()
        self.check_access("read")
        row = self._own_row()
        if not row:
            raise AccessError(self.env._("It was not sent to you."))
        if not row.read_at:
            raise UserError(self.env._("Open the report first."))
        return row

    def _answer(self, comment, action_vals=None):
        """Record what the current user says, and what they want done.

        :param str comment: added to what they said before
        :param dict action_vals: name, owner and due date of an action
        """
        row = self._own_row_read()
        text = (comment or "").strip()
        if not text and not action_vals:
            raise UserError(self.env._("Write a comment, or ask for an action."))
        values = {"commented_at": fields.Datetime.now()}
        if text:
            values["comment"] = "\n\n".join(filter(None, [row.comment, text]))
        if action_vals:
            if row.action_id:
                raise UserError(
                    self.env._(
                        "You have asked for %(action)s already.",
                        action=row.action_id.name,
                    )
                )
            values["action_id"] = self._make_action(action_vals).id
        row._trusted().write(values)

    def _make_action(self, vals):
        """Make the action a receiver asks for; they need no right for actions."""
        about = self.sudo().investigation_id
        action = (
            self.env["complaint.action"]
            .sudo()
            .create(
                {
                    **vals,
                    "company_id": self.company_id.id,
                    "cause_id": about.cause_id.id,
                    "ticket_ids": [(6, 0, about.ticket_ids.ids)],
                    "description": self.env._(
                        "Asked for by %(user)s after reading %(report)s.",
                        user=self.env.user.name,
                        report=self.display_name,
                    ),
                }
            )
        )
        if about:
            about._trusted().write({"action_ids": [(4, action.id)]})
        return action
