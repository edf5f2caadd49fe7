from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .notice_common import NoticeCommon

LINK = "https://reviews.example.com/1"


@tagged("post_install", "-at_install")
class TestPublicReply(NoticeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._complaint(external_handle="@chan", purchase_ref="R-4711")

    def _draft(self, text="<p>Thank you for your review.</p>", user=None):
        ticket = self.ticket.with_user(user or self.clerk)
        return ticket._draft_public_reply(text, subject="Reply")

    def test_written_approved_posted(self):
        form = Form(
            self.env["complaint.notice.compose"]
            .with_user(self.clerk)
            .with_context(default_ticket_id=self.ticket.id, default_kind="public_reply")
        )
        self.assertEqual(form.channel, "public")
        form.save().action_tell()
        notice = self.ticket.notice_ids
        self.assertEqual(notice.state, "to_approve")
        self.assertFalse(notice.told_at)
        self.assertEqual(
            self._todo(self.ticket, "public_reply").user_id, self.supervisor
        )
        notice.with_user(self.supervisor).action_approve()
        self.assertEqual(notice.approved_by_id, self.supervisor)
        self.assertFalse(self._todo(self.ticket, "public_reply"))
        with self.assertRaisesRegex(UserError, "link"):
            notice.with_user(self.clerk).action_post()
        notice.with_user(self.clerk).action_post(LINK)
        self.assertEqual((notice.state, notice.link), ("recorded", LINK))
        self.assertTrue(notice.told_at)
        self.assertIn("Thank you for your review", self.ticket.message_ids[0].body)

    def test_twice_is_once(self):
        notice = self._draft()
        notice.action_ask_approval()
        notice.action_ask_approval()
        self.assertEqual(len(self._todo(self.ticket, "public_reply")), 1)
        for _time in range(2):
            notice.with_user(self.supervisor).action_approve()
        for _time in range(2):
            notice.action_post(LINK)
        self.assertEqual(notice.state, "recorded")

    def test_nobody_approves_their_own_words(self):
        notice = self._draft(user=self.supervisor)
        notice.action_ask_approval()
        self.assertFalse(notice.with_user(self.supervisor).can_approve)
        with self.assertRaisesRegex(AccessError, "you wrote"):
            notice.with_user(self.supervisor).action_approve()
        notice.with_user(self.manager).action_approve()
        # and whoever changes it has written it
        notice = self._draft()
        notice.with_user(self.supervisor).write({"body": "<p>Better.</p>"})
        notice.action_ask_approval()
        with self.assertRaises(AccessError):
            notice.with_user(self.supervisor).action_approve()

    def test_clerks_do_not_approve(self):
        notice = self._draft(user=self.supervisor)
        notice.action_ask_approval()
        with self.assertRaisesRegex(AccessError, "supervisors"):
            notice.with_user(self.clerk).action_approve()

    def test_nothing_is_posted_unapproved(self):
        notice = self._draft()
        with self.assertRaises(UserError):
            notice.action_post(LINK)
        notice.action_ask_approval()
        with self.assertRaises(UserError):
            notice.action_post(LINK)
        for kind, channel in (("public_reply", "public"), ("progress", "public")):
            with self.assertRaises(UserError):
                self._record(self.ticket, kind=kind, channel=channel)
        with self.assertRaises(UserError):
            self.ticket._send_notice("public_reply")

    def test_the_text_stands_once_it_was_asked_for(self):
        notice = self._draft()
        notice.action_ask_approval()
        with self.assertRaises(UserError):
            notice.write({"body": "<p>Something else</p>"})
        notice.with_user(self.supervisor).action_approve()
        with self.assertRaises(UserError):
            notice.write({"body": "<p>Something else</p>"})
        for values in ({"state": "approved"}, {"approved_by_id": self.clerk.id}):
            with self.assertRaises(AccessError):
                notice.write(values)
        notice.write({"link": LINK})
        notice.action_send_back("Shorter, please")
        self.assertEqual((notice.state, notice.approved_by_id.id), ("draft", False))
        notice.write({"body": "<p>Short.</p>"})
        with self.assertRaises(UserError):
            notice.action_post(LINK)

    def test_links_are_addresses(self):
        notice = self._draft()
        notice.action_ask_approval()
        notice.with_user(self.supervisor).action_approve()
        for link in ("javascript:alert(1)", "x", "", "http://"):
            with self.assertRaises(UserError):
                notice.action_post(link)
        for junk in (1, ["x"], {"a": 1}):
            with self.assertRaises(ValidationError):
                notice.action_post(junk)
            with self.assertRaises(ValidationError):
                notice.action_send_back(junk)

    def test_personal_data_are_shown_to_who_approves(self):
        notice = self._draft(
            "<p>Dear Mr Customer, your receipt R-4711, phone 5555 0101 …</p>"
        )
        notice.action_ask_approval()
        seen = notice.with_user(self.supervisor)
        for fact in ("customer", "R-4711", "5555 0101"):
            self.assertIn(fact, seen.check_text)
        seen.action_approve()
        self.assertIn("R-4711", notice.warnings)

    def test_dropped(self):
        notice = self._draft()
        notice.action_ask_approval()
        notice.action_cancel()
        self.assertEqual(notice.state, "cancelled")
        self.assertFalse(self._todo(self.ticket, "public_reply"))
        with self.assertRaises(UserError):
            notice.action_ask_approval()

    def test_the_screen_to_send_back(self):
        notice = self._draft()
        notice.action_ask_approval()
        model = self.env["complaint.notice.return"].with_user(self.supervisor)
        context = {"active_model": "complaint.notice", "active_id": notice.id}
        form = Form(model.with_context(**context))
        form.reason = "Shorter"
        form.save().action_send_back()
        self.assertEqual((notice.state, notice.review_note), ("draft", "Shorter"))
        with self.assertRaises(AccessError):
            Form(model.with_user(self.clerk2).with_context(**context))
