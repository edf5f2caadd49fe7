from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from .common import RelationsCommon

LAST_CONTACT = "last_contact_at"


@tagged("post_install", "-at_install")
class TestCollect(RelationsCommon):
    """What becomes an exchange or a promise without anybody typing it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cron = cls.env["ir.cron"]
        patcher = patch.object(type(cron), "_commit_progress", lambda *a, **k: 9)
        patcher.start()
        cls.addClassCleanup(patcher.stop)
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "A blue dial",
                "partner_id": cls.vip.id,
                "company_id": cls.company.id,
                "user_id": cls.supervisor.id,
            }
        )
        cls.env["customer.collect"]._cron_collect()

    def _collect(self, **kwargs):
        self.env.flush_all()
        before = self.env["customer.exchange"].search([])
        self.env["customer.collect"]._cron_collect(**kwargs)
        return self.env["customer.exchange"].search([]) - before

    def _post(self, record, user, **kwargs):
        record = record.with_user(user).sudo()
        return record.message_post(
            body="Words", subtype_xmlid="mail.mt_comment", **kwargs
        )

    def test_mails_in_threads(self):
        incoming = self._post(
            self.lead,
            self.env.user,
            message_type="email",
            author_id=self.vip.id,
            subject="Still available?",
        )
        outgoing = self._post(
            self.lead, self.supervisor, message_type="comment", partner_ids=self.vip.ids
        )
        self._post(self.lead, self.supervisor, message_type="comment")
        self.lead.message_post(body="note", subtype_xmlid="mail.mt_note")
        found = self._collect()
        self.assertEqual(found.message_id, incoming | outgoing)
        mail = found.filtered(lambda one: one.message_id == incoming)
        self.assertEqual(
            (mail.kind, mail.direction, mail.subject, mail.source, mail.lead_id),
            ("email", "in", "Still available?", "mail", self.lead),
        )
        answer = found - mail
        self.assertEqual(
            (answer.direction, answer.user_id, answer.partner_id),
            ("out", self.supervisor, self.vip),
        )
        self.assertEqual(self.vip[LAST_CONTACT], max(found.mapped("date")))
        self.assertFalse(self._collect())
        self.assertFalse(self._collect(days=30))
        self.assertEqual(mail.store_id, self.store)
        found[0].unlink()
        self.assertEqual(len(self._collect(days=7)), 1)

    def test_the_mail_of_a_stage_is_no_talk(self):
        done = self.env["helpdesk.ticket.stage"].create(
            {
                "name": "Answered",
                "mail_template_id": self.env["mail.template"]
                .create(
                    {
                        "name": "Answered",
                        "model_id": self.env.ref(
                            "helpdesk_mgmt.model_helpdesk_ticket"
                        ).id,
                        "partner_to": "{{ object.partner_id.id }}",
                        "subject": "Your ticket is answered",
                        "body_html": "<p>Answered</p>",
                        "auto_delete": False,
                    }
                )
                .id,
            }
        )
        plain = self.env["helpdesk.ticket"].create(
            {"name": "Opening hours", "description": "?", "partner_id": self.vip.id}
        )
        self.env.cr.flush()
        plain.stage_id = done
        self.env.cr.flush()
        sent = plain.message_ids.filtered(lambda one: "answered" in (one.subject or ""))
        self.assertEqual(sent.message_type, "email_outgoing")
        answer = self._post(
            plain, self.supervisor, message_type="comment", partner_ids=self.vip.ids
        )
        self.assertEqual(self._collect().message_id, answer)

    def test_a_done_call_is_an_exchange(self):
        self.lead.activity_schedule(
            "mail.mail_activity_data_call",
            user_id=self.supervisor.id,
            summary="Call about the price",
        )
        self.lead.activity_ids.with_user(self.supervisor).sudo().action_feedback(
            feedback="She comes on Friday"
        )
        call = self._collect()
        self.assertEqual(
            (call.kind, call.direction, call.source, call.user_id),
            ("call", "out", "call", self.supervisor),
        )
        self.assertEqual(call.subject, "Call about the price")
        collect = self.env["customer.collect"]
        for body, title in (
            ("<p>Call done</p>", "Call done"),
            ("<p>Call done: She asks: why?</p><div>No</div>", "She asks: why?"),
            (False, ""),
        ):
            self.assertEqual(collect._call_title(body), title)

    def test_a_finished_meeting_is_an_exchange(self):
        now = fields.Datetime.now()
        events = self.env["calendar.event"].with_user(self.supervisor)
        events = events.with_context(no_mail_to_attendees=True)
        people = [(6, 0, (self.vip | self.supervisor.partner_id).ids)]
        vals = {"name": "Viewing", "partner_ids": people}
        over = events.create(
            {
                **vals,
                "start": now - timedelta(hours=2),
                "stop": now - timedelta(hours=1),
            }
        )
        events.create(
            {
                **vals,
                "start": now + timedelta(hours=1),
                "stop": now + timedelta(hours=2),
            }
        )
        events.create(
            {
                **vals,
                "start": now - timedelta(hours=2),
                "stop": now - timedelta(hours=1),
                "privacy": "private",
            }
        )
        meeting = self._collect()
        self.assertEqual(
            (meeting.event_id, meeting.partner_id, meeting.duration, meeting.kind),
            (over, self.vip, 60, "visit"),
        )
        self.assertFalse(self._collect(days=7))

    def test_notices_are_exchanges_and_promises(self):
        ticket = self._complaint()
        told = fields.Datetime.now() - timedelta(minutes=1)
        ticket.sudo()._trusted().received_at = told - timedelta(hours=1)
        ticket.with_user(self.clerk)._record_notice(
            "progress", "phone", told, "We look into it"
        )
        ticket.invalidate_recordset()
        call = self._collect().filtered(lambda one: one.ticket_id == ticket)
        self.assertEqual((call.kind, call.source), ("call", "notice"))
        promises = self.env["customer.promise"].search([("ticket_id", "=", ticket.id)])
        following = promises.filtered("notice_id")
        answer = promises - following
        self.assertEqual(following.due_at, call.ticket_id.sudo().next_notice_by)
        self.assertEqual(answer.due_at, ticket.sudo().resolve_by)
        self.assertEqual(promises.mapped("by_itself"), [True, True])
        ticket.with_user(self.clerk)._record_notice(
            "progress", "phone", False, "It is found"
        )
        self._collect()
        self.assertIn(following.outcome, ("kept", "late"))
        self.assertEqual(answer.state, "open")
        self._ready_to_close(ticket.with_user(self.clerk))
        ticket.with_user(self.clerk).action_close_complaint()
        self._collect()
        self.assertEqual(answer.state, "kept")
        self.assertFalse(
            self.env["customer.promise"].search_count(
                [("ticket_id", "=", ticket.id), ("state", "=", "open")]
            )
        )

    def test_nobody_else_reads_the_mail(self):
        self._post(
            self.lead, self.env.user, message_type="email", author_id=self.vip.id
        )
        mail = self._collect()
        self.assertIn("Words", mail.with_user(self.env.user).message_body)
        self.assertFalse(mail.with_user(self.clerk).message_body)

    def test_a_page_of_mails_costs_few_queries(self):
        for _number in range(40):
            self._post(
                self.lead, self.env.user, message_type="email", author_id=self.vip.id
            )
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(150):
            self.env["customer.collect"]._cron_collect()
            self.env.flush_all()

    def test_a_repair_s_day_is_a_promise(self):
        """Only where repairs tell the customer a day: other addons know of it."""
        promises = self.env["customer.promise"].sudo()
        if not promises._repairs_promise():
            self.assertNotIn(
                "_moved_repairs", [f.__name__ for f in promises._followers()]
            )
            return
        ticket = self._complaint(partner_id=self.vip.id)
        repair = self.env["repair.order"].create(
            {
                "partner_id": self.vip.id,
                "product_id": self.product.id,
                "company_id": self.company.id,
            }
        )
        self.env.flush_all()
        day = fields.Datetime.now().replace(microsecond=0) + timedelta(days=5)

        def set_repair(name, value):
            query = SQL(
                "UPDATE repair_order SET %s = %s WHERE id = %s",
                SQL.identifier(name),
                value,
                repair.id,
            )
            self.env.cr.execute(query)
            repair.invalidate_recordset()
            promises._cron_follow_cases()

        set_repair("ticket_id", ticket.id)
        set_repair("promised_at", day)
        promise = promises.search([("source_ref", "=", f"repair:{repair.id}")])
        self.assertEqual(
            (promise.origin, promise.due_at, promise.ticket_id, promise.store_id),
            ("repair", day, ticket, self.store),
        )
        later = day + timedelta(days=2)
        set_repair("promised_at", later)
        self.assertEqual((promise.due_at, promise.first_due_at), (later, day))
        set_repair("finished_at", later + timedelta(hours=1))
        self.assertEqual((promise.state, promise.outcome), ("kept", "late"))

    def test_merged_contacts_keep_their_exchanges(self):
        double = self.env["res.partner"].create({"name": "Vip Customer"})
        exchanges = self.env["customer.exchange"].create(
            [
                {"partner_id": partner.id, "subject": "x", "date": date}
                for partner, date in (
                    (self.vip, "2026-01-05 02:00:00"),
                    (double, "2026-02-05 02:00:00"),
                )
            ]
        )
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.vip | double).ids, self.vip)
        exchanges.invalidate_recordset()
        self.assertEqual(exchanges.partner_id, self.vip)
        self.assertEqual(str(self.vip.last_contact_at), "2026-02-05 02:00:00")
