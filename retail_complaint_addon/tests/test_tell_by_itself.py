"""Customers hear of a referral and of an article to collect, without a person."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .flow_common import FlowCommon
from .notice_common import NoticeCommon


@tagged("post_install", "-at_install")
class TestTellByItself(FlowCommon, NoticeCommon):
    def setUp(self):
        super().setUp()
        self.ticket = self._complaint()

    def _told(self, kind):
        return self.ticket.sudo().notice_ids.filtered(lambda one: one.kind == kind)

    def _hand(self, user, **vals):
        return self._refer(self.ticket, kind="handover", user_id=user.id, **vals)

    # ------------------------------------------------------------------
    # the case leaves the store
    # ------------------------------------------------------------------

    def test_taken_over_elsewhere(self):
        referral = self._hand(self.manager)
        self.assertFalse(self._told("referred"), "it may still be returned")
        self._as(referral, self.manager).action_accept()
        notice = self._told("referred")
        self.assertEqual(len(notice), 1)
        self.assertEqual(notice.state, "queued")
        self.assertFalse(notice.user_id, "the desk itself")
        self.assertIn(self.customer.email, self._mail(notice).email_to)
        self.assertNotIn(self.manager.name, notice.body)
        self.assertEqual(self.ticket.next_notice_by, notice.next_notice_by)
        self._as(referral, self.manager).action_accept()
        self.assertEqual(len(self._told("referred")), 1, "once")

    def test_within_the_store(self):
        self._as(self._hand(self.supervisor), self.supervisor).action_accept()
        self.assertFalse(self._told("referred"))

    def test_a_question_leaves_the_case_where_it_is(self):
        referral = self._refer(self.ticket, user_id=self.clerk2.id)
        self._as(referral, self.clerk2).action_accept()
        self.assertFalse(self._told("referred"))

    def test_switched_off(self):
        self.company.complaint_tell_referred = False
        self._as(self._hand(self.manager), self.manager).action_accept()
        self.assertFalse(self._told("referred"))

    def test_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("zh_HK")
        template = self.env.ref("retail_complaint_addon.mail_template_notice_referred")
        template.with_context(lang="zh_HK").subject = "已轉介 {{ case_number }}"
        self.customer.lang = "zh_HK"
        self._as(self._hand(self.manager), self.manager).action_accept()
        notice = self._told("referred")
        self.assertEqual(notice.lang, "zh_HK")
        self.assertEqual(notice.subject, f"已轉介 {self.ticket.number}")

    def test_nobody_is_written_to_who_only_claims_to_be_the_customer(self):
        self.ticket.sudo().write(
            {"sender_unverified": True, "partner_email": False, "partner_name": "Ada"}
        )
        self._as(self._hand(self.manager), self.manager).action_accept()
        self.assertFalse(self._told("referred"))
        self.assertEqual(self.ticket.user_id, self.manager)

    def test_without_a_sender_the_referral_counts_all_the_same(self):
        self.company.write({"email": False, "alias_domain_id": False})
        self._as(self._hand(self.manager), self.manager).action_accept()
        self.assertFalse(self._told("referred"))
        self.assertEqual(self.ticket.user_id, self.manager)

    # ------------------------------------------------------------------
    # ready for collection
    # ------------------------------------------------------------------

    def test_ready(self):
        place = self.env["res.partner"].create(
            {"name": "Shop", "street": "88 Canton Road", "city": "Kowloon"}
        )
        self.store.partner_id = place
        custody = self._take_in(self.ticket)
        custody.action_ready()
        notice = self._told("ready")
        self.assertEqual(notice.state, "queued")
        for text in (custody.name, "Steel watch", self.store.name, "88 Canton Road"):
            self.assertIn(text, notice.body)
        self.assertNotIn("B-1001", notice.body, "the seal is ours")
        self.assertFalse(custody.sudo().activity_ids)
        custody.action_ready()
        self.assertEqual(len(self._told("ready")), 1, "once")

    def test_ready_at_a_closed_case(self):
        self.company.complaint_custody_closing = "warn"
        custody = self._take_in(self.ticket)
        self._ready_to_close(self.ticket).action_close_complaint()
        custody.action_ready()
        self.assertTrue(self._told("ready"))

    def test_without_an_address_somebody_calls(self):
        self.customer.email = False
        self.ticket.partner_email = False
        custody = self._take_in(self.ticket)
        custody.action_ready()
        self.assertFalse(self._told("ready"))
        todo = custody.sudo().activity_ids
        self.assertEqual(todo.user_id, self.clerk)
        self.assertIn(custody.name, todo.summary)
        past = fields.Datetime.now() - timedelta(days=1)
        custody.sudo()._trusted().write({"remind_at": past})
        custody.sudo()._remind_batch()
        self.assertEqual(custody.sudo().activity_ids, todo, "no second one")

    def test_ready_switched_off(self):
        self.company.complaint_tell_ready = False
        custody = self._take_in(self.ticket)
        custody.action_ready()
        self.assertFalse(self._told("ready"))
        self.assertFalse(custody.sudo().activity_ids)

    def test_a_stranger_tells_nobody(self):
        custody = self._take_in(self.ticket)
        with self.assertRaises(AccessError):
            self._as(custody, self.clerk2).action_ready()
        self.assertFalse(self._told("ready"))
