import logging
from datetime import datetime, time, timedelta

import psycopg2
import pytz

from odoo import api, fields, models
from odoo.tools import SQL, formataddr
from odoo.tools.misc import format_amount, format_date

from .survey_user_input_send import MAIL_HEADERS

_logger = logging.getLogger(__name__)
LAYOUT = "retail_complaint_addon.mail_complaint_digest"
WEEK = timedelta(days=7)
QUEUE = "mail.ir_cron_mail_scheduler_action"


class ComplaintDigest(models.Model):
    """The week in figures, once a week and company.

    The row and its mails are written in one transaction, and the row is unique: killed
    anywhere, no week is told twice and none is left out.
    """

    _name = "complaint.digest"
    _description = "Weekly Complaint Digest"
    _inherit = ["complaint.protected.mixin", "complaint.export.mixin"]
    _order = "week_start desc, company_id"
    _rec_name = "week_start"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    week_start = fields.Date(string="Week From", required=True, readonly=True)
    sent_to = fields.Char(readonly=True)

    _week_uniq = models.UniqueIndex("(company_id, week_start)")

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_trusted():
            self._refuse()
        return super().create(vals_list)

    def write(self, vals):
        if not self._is_trusted():
            self._refuse()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._refuse()

    def _refuse(self):
        return self.env["complaint.notice"]._refuse()

    # ------------------------------------------------------------------
    # scheduled action
    # ------------------------------------------------------------------

    @api.model
    def _cron_send_weekly(self):
        """Send the last full week of each company that has not been told yet."""
        companies = (
            self.env["res.company"]
            .sudo()
            .search([("complaint_digest_enabled", "=", True)])
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(companies))
        for company in companies:
            try:
                with self.env.cr.savepoint():
                    self._send_week(company)
            except psycopg2.OperationalError:
                _logger.info("Digest of %s is busy, left for the next run", company.id)
            except Exception:  # noqa: BLE001
                # On purpose: one company must not keep the digest of the others back.
                # It is seen: a warning with the traceback, at every run.
                _logger.warning("Digest of %s failed", company.id, exc_info=True)
            if not cron._commit_progress(1):
                return

    @api.model
    def _send_week(self, company):
        """Queue the mails of the last full week, once."""
        monday = self._last_monday(company)
        receivers = self._receivers(company)
        if not receivers:
            return self.browse()
        digest = self._claim(company, monday)
        if not digest:
            return digest
        for user in receivers:
            digest._queue_mail(user)
        sent_to = ", ".join(receivers.mapped("email"))
        digest._trusted().write({"sent_to": sent_to})
        self.env.ref(QUEUE).sudo()._trigger()
        return digest

    @api.model
    def _claim(self, company, monday):
        """Return the new row of this week, or none when the week has been told."""
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO complaint_digest
                    (company_id, week_start, create_uid, create_date, write_uid,
                     write_date)
                VALUES (%(company)s, %(monday)s, %(uid)s, now() AT TIME ZONE 'UTC',
                        %(uid)s, now() AT TIME ZONE 'UTC')
                ON CONFLICT DO NOTHING RETURNING id
                """,
                company=company.id,
                monday=monday,
                uid=self.env.uid,
            )
        )
        return self.sudo().browse(row[0] for row in rows)

    @api.model
    def _zone(self, company):
        return pytz.timezone(
            company.resource_calendar_id.tz or company.partner_id.tz or "UTC"
        )

    @api.model
    def _last_monday(self, company):
        """Return the Monday of the last full week where the company is."""
        now = pytz.utc.localize(fields.Datetime.now())
        today = now.astimezone(self._zone(company)).date()
        return today - timedelta(days=today.weekday()) - WEEK

    @api.model
    def _receivers(self, company):
        """Return who gets the digest: as set up, else who decides without limit."""
        users = company.complaint_digest_user_ids
        if not users:
            unlimited = self.env["complaint.authority"].sudo()
            unlimited = unlimited.search(
                [("company_id", "=", company.id), ("unlimited", "=", True)]
            )
            managers = self.env["helpdesk.ticket"]._complaint_managers(company)
            holders = unlimited.user_ids | unlimited.group_ids.all_user_ids
            users = holders & managers
        return users.filtered(
            lambda user: (
                user.active
                and user.email
                and company in user.company_ids
                and user.has_group("retail_complaint_addon.group_complaint_manager")
            )
        )

    # ------------------------------------------------------------------
    # figures
    # ------------------------------------------------------------------

    def _figures(self, user):
        """Return the figures as this user may see them.

        A case in which the receiver is complained about is not in them.
        """
        company = self.company_id
        zone = self._zone(company)
        begin, end = (
            zone.localize(datetime.combine(day, time.min))
            .astimezone(pytz.utc)
            .replace(tzinfo=None)
            for day in (self.week_start, self.week_start + WEEK)
        )
        cases = (
            self.env["helpdesk.ticket"]
            .with_user(user)
            .with_context(allowed_company_ids=company.ids, lang=user.lang)
        )
        ours = [("is_complaint", "=", True), ("company_id", "=", company.id)]
        running = [*ours, ("resolved_at", "=", False)]
        done = cases.env["complaint.solution"].search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "done"),
                ("completed_at", ">=", begin),
                ("completed_at", "<", end),
            ]
        )
        answered = [
            *ours,
            ("survey_answered_at", ">=", begin),
            ("survey_answered_at", "<", end),
        ]
        [(score, answers)] = cases._read_group(answered, [], ["csat:avg", "__count"])
        return {
            "intake": cases.search_count(
                [*ours, ("received_at", ">=", begin), ("received_at", "<", end)]
            ),
            "closed": cases.search_count(
                [*ours, ("resolved_at", ">=", begin), ("resolved_at", "<", end)]
            ),
            "open": cases.search_count(running),
            "overdue": cases.search_count([*running, ("target_state", "=", "overdue")]),
            "critical": cases.search_count([*running, ("severity", "=", "critical")]),
            "cost": self._cost(done.sudo(), company),
            "score": round(score, 1) if answers and score else False,
            "answers": answers,
        }

    def _cost(self, packages, company):
        """Return what the packages cost, in the company's currency."""
        return sum(
            package.currency_id._convert(
                package.company_cost,
                company.currency_id,
                company,
                package.completed_at.date(),
            )
            for package in packages
        )

    # ------------------------------------------------------------------
    # mail
    # ------------------------------------------------------------------

    def _queue_mail(self, user):
        lang = user.lang or "en_US"
        company = self.company_id
        figures = self._figures(user)
        last = self.week_start + WEEK - timedelta(days=1)
        env = self.with_context(lang=lang).env
        subject = env._(
            "Complaints of %(company)s, %(begin)s to %(end)s",
            company=company.name,
            begin=format_date(env, self.week_start),
            end=format_date(env, last),
        )
        values = {
            **figures,
            "subject": subject,
            "html_lang": lang.replace("_", "-"),
            "cost": format_amount(env, figures["cost"], company.currency_id),
            "link": f"{company.get_base_url()}/odoo",
        }
        body = env["ir.qweb"]._render(LAYOUT, values, minimal_qcontext=True, lang=lang)
        sender = company.email_formatted or company.catchall_formatted
        self.env["mail.mail"].sudo().create(
            {
                "subject": subject,
                "body_html": body,
                "email_from": sender or user.email_formatted,
                "email_to": formataddr((user.name, user.email)),
                "headers": repr(MAIL_HEADERS),
                "auto_delete": True,
            }
        )
