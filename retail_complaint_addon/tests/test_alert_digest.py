from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .notice_common import NoticeCommon


@tagged("post_install", "-at_install")
class TestCriticalAlert(NoticeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.complaint_alert_user_ids = cls.manager | cls.director

    def _alerted(self, ticket):
        return self._todo(ticket, "critical").user_id

    def _mails(self, ticket):
        return (
            self.env["mail.message"]
            .sudo()
            .search(
                [
                    ("model", "=", "helpdesk.ticket"),
                    ("res_id", "=", ticket.id),
                    ("message_type", "=", "user_notification"),
                    ("subject", "like", ticket.number),
                ]
            )
        )

    def test_at_intake(self):
        ticket = self._complaint(severity="critical")
        self.assertEqual(self._alerted(ticket), self.manager | self.director)
        mail = self._mails(ticket)
        self.assertEqual(len(mail), 1)
        told = (self.manager | self.director).partner_id
        self.assertEqual(mail.notified_partner_ids, told)
        self.assertIn(ticket.number, mail.body)

    def test_without_its_kind_of_to_do(self):
        kind = "retail_complaint_addon.mail_activity_type_critical"
        module, name = kind.split(".")
        self.env["ir.model.data"].search(
            [("module", "=", module), ("name", "=", name)]
        ).unlink()
        ticket = self._complaint(severity="critical")
        todos = self.env["mail.activity"].sudo()
        asked = todos.search(
            [("res_model", "=", ticket._name), ("res_id", "=", ticket.id)]
        )
        self.assertEqual(asked.user_id & self.director, self.director)
        self.assertIn(self.manager, asked.user_id)

    def test_each_in_their_language_and_many_cases_at_once(self):
        self.env["res.lang"]._activate_lang("zh_HK")
        self.manager.lang = "zh_HK"
        values = [self._complaint_vals(severity="critical") for _number in range(6)]
        model = self.env["helpdesk.ticket"].with_user(self.clerk)
        model = model.with_context(allowed_company_ids=self.company.ids)
        tickets = model.create(values[:1])
        self.assertEqual(len(self._mails(tickets)), 2)
        self.env.flush_all()
        before = self.cr.sql_log_count
        tickets = model.create(values[1:])
        self.env.flush_all()
        self.assertLessEqual(self.cr.sql_log_count - before, 80 + 5 * 40)
        for ticket in tickets:
            self.assertEqual(self._alerted(ticket), self.manager | self.director)
            self.assertEqual(len(self._mails(ticket)), 2)

    def test_once_per_rise(self):
        ticket = self._complaint()
        self.assertFalse(self._alerted(ticket))
        ticket.with_user(self.supervisor).severity = "critical"
        self.assertEqual(len(self._mails(ticket)), 1)
        ticket.with_user(self.supervisor).severity = "critical"
        ticket.with_user(self.supervisor).name = "Other"
        self.assertEqual(len(self._mails(ticket)), 1)
        ticket.with_user(self.supervisor).severity = "minor"
        ticket.with_user(self.supervisor).severity = "critical"
        self.assertEqual(len(self._mails(ticket)), 2)

    def test_not_who_is_complained_about(self):
        employee = self.env["hr.employee"].create(
            {
                "name": "Boss",
                "user_id": self.manager.id,
                "company_id": self.company.id,
            }
        )
        ticket = self._complaint(
            severity="critical", staff_ids=[Command.set(employee.ids)]
        )
        self.assertEqual(self._alerted(ticket), self.director)
        self.assertNotIn(
            self.manager.partner_id, self._mails(ticket).notified_partner_ids
        )

    def test_managers_when_nobody_is_set(self):
        self.company.complaint_alert_user_ids = False
        ticket = self._complaint(severity="critical")
        self.assertEqual(self._alerted(ticket), self.manager | self.director)

    def test_plain_tickets_alert_nobody(self):
        ticket = self._plain_ticket()
        ticket.sudo().severity = "critical"
        self.assertFalse(self._alerted(ticket))


@tagged("post_install", "-at_install")
class TestDigest(NoticeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.company"].search([]).complaint_digest_enabled = False
        cls.company.complaint_digest_enabled = True
        cls.company.complaint_digest_user_ids = cls.director
        cls.digests = cls.env["complaint.digest"]

    def _run(self):
        with patch.object(
            type(self.env["ir.cron"]), "_commit_progress", return_value=60.0
        ):
            self.digests._cron_send_weekly()
        self.env.flush_all()

    def _mails(self):
        return (
            self.env["mail.mail"]
            .sudo()
            .search([("email_to", "like", self.director.email)])
        )

    def _of_company(self):
        return self.digests.search([("company_id", "=", self.company.id)])

    def test_once_a_week(self):
        with freeze_time("2026-03-04 02:00:00"):
            for _time in range(3):
                self._run()
            self.assertEqual(len(self._mails()), 1)
            row = self._of_company()
            self.assertEqual(str(row.week_start), "2026-02-23")
            self.assertEqual(row.sent_to, self.director.email)
        with freeze_time("2026-03-09 02:00:00"):
            self._run()
            self._run()
        self.assertEqual(len(self._mails()), 2)

    def test_one_bad_company_stops_no_other(self):
        self.other_company.write(
            {
                "complaint_digest_enabled": True,
                "complaint_digest_user_ids": [(4, self.other_manager.id)],
            }
        )
        model = type(self.digests)
        original = model._send_week
        bad = self.company | self.other_company
        bad = bad.sorted()[:1]

        def failing(self, company):
            if company == bad:
                raise ValueError("poisoned")
            return original(self, company)

        logger = "odoo.addons.retail_complaint_addon.models.complaint_digest"
        with freeze_time("2026-03-04 02:00:00"):
            with (
                patch.object(model, "_send_week", failing),
                self.assertLogs(logger, "WARNING") as seen,
            ):
                self._run()
            told = self.digests.search([("week_start", "=", "2026-02-23")]).company_id
            self.assertEqual(told, (self.company | self.other_company) - bad)
            (line,) = seen.output
            self.assertIn("poisoned", line)
            self._run()
            told = self.digests.search([("week_start", "=", "2026-02-23")]).company_id
            self.assertEqual(told, self.company | self.other_company)

    def test_figures(self):
        monday = fields.Datetime.to_datetime("2026-02-23 02:00:00")
        with freeze_time(monday + timedelta(days=1)):
            self._complaint(severity="critical")
            done = self._complaint()
            self._ready_to_close(done)
            done.action_close_complaint()
        with freeze_time(monday + timedelta(days=8)):
            self._complaint()
            digest = self.digests._send_week(self.company)
            figures = digest._figures(self.director)
        self.assertEqual(figures["intake"], 2)
        self.assertEqual(figures["closed"], 1)
        self.assertEqual(figures["open"], 2)
        self.assertEqual(figures["critical"], 1)
        body = self._mails().body_html
        self.assertIn("Critical and open", body)
        self.assertIn(self.company.name, self._mails().subject)

    def test_not_about_the_receiver(self):
        employee = self.env["hr.employee"].create(
            {
                "name": "Dir",
                "user_id": self.director.id,
                "company_id": self.company.id,
            }
        )
        with freeze_time("2026-02-24 02:00:00"):
            self._complaint(staff_ids=[Command.set(employee.ids)])
        with freeze_time("2026-03-04 02:00:00"):
            digest = self.digests._send_week(self.company)
            self.assertEqual(digest._figures(self.director)["open"], 0)
            self.assertEqual(digest._figures(self.manager)["open"], 1)

    def test_only_managers_receive_it(self):
        self.company.complaint_digest_user_ids = self.clerk | self.director
        self.assertEqual(self.digests._receivers(self.company), self.director)
        self.company.complaint_digest_user_ids = False
        self.env["complaint.authority"].create(
            {
                "name": "All",
                "company_id": self.company.id,
                "currency_id": self.hkd.id,
                "unlimited": True,
                "user_ids": [Command.set(self.director.ids)],
            }
        )
        self.assertEqual(self.digests._receivers(self.company), self.director)

    def test_switched_off(self):
        self.company.complaint_digest_enabled = False
        with freeze_time("2026-03-04 02:00:00"):
            self._run()
        self.assertFalse(self._mails())

    def test_nobody_forges_a_row(self):
        values = {"company_id": self.company.id, "week_start": "2026-03-02"}
        with self.assertRaises(AccessError):
            self.digests.with_user(self.manager).create(values)
        with self.assertRaises(AccessError):
            self.digests.sudo().create(values)
        self.assertFalse(self._as(self.digests, self.other_manager).search([]))
