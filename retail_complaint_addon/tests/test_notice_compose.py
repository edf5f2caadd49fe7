from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .notice_common import NoticeCommon


@tagged("post_install", "-at_install")
class TestNoticeCompose(NoticeCommon):
    def _screen(self, ticket, user=None, **defaults):
        action = ticket.with_user(user or self.clerk).action_tell_customer()
        model = self.env["complaint.notice.compose"].with_user(user or self.clerk)
        return Form(
            model.with_context(
                **action["context"],
                **{f"default_{name}": value for name, value in defaults.items()},
            )
        )

    def test_it_is_filled_in(self):
        ticket = self._complaint()
        form = self._screen(ticket)
        self.assertEqual(form.kind, "acknowledged")
        self.assertEqual(form.channel, "email")
        self.assertEqual(form.recipient, "complainant@example.com")
        self.assertIn(ticket.number, form.subject)
        self.assertIn("Dear Test Customer", form.body)
        self.assertIn(ticket.number, form.preview)
        self.assertFalse(form.check_text)
        form.save().action_tell()
        notice = ticket.sudo().notice_ids
        self.assertEqual(notice.state, "queued")
        self.assertEqual(notice.user_id, self.clerk)
        self.assertTrue(ticket.acknowledged_at)
        self.assertEqual(self._screen(ticket).kind, "progress")

    def test_without_a_screen(self):
        """A client that gives case and kind gets the rest filled in."""
        ticket = self._complaint()
        screens = self.env["complaint.notice.compose"].with_user(self.clerk)
        only_case = screens.create({"ticket_id": ticket.id})
        self.assertEqual((only_case.kind, only_case.channel), ("acknowledged", "email"))
        foreign = self._complaint(user=self.clerk2, store_id=self.store2.id)
        with self.assertRaises(AccessError):
            screens.create({"ticket_id": foreign.id})
        for kind in ("public_reply", "acknowledged"):
            screens.create({"ticket_id": ticket.id, "kind": kind}).action_tell()
        self.assertEqual(
            set(ticket.sudo().notice_ids.mapped("state")), {"to_approve", "queued"}
        )

    def test_incomplete_values_are_refused_before_the_database_does(self):
        screens = self.env["complaint.notice.compose"].with_user(self.clerk)
        case = {"ticket_id": self._complaint().id}
        for values in (
            {},
            {"kind": "progress"},
            {**case, "kind": False},
            {**case, "kind": "progress", "channel": False},
        ):
            with self.assertRaises(ValidationError):
                screens.create(values)
        with self.assertRaises(ValidationError):
            self.env["complaint.notice.return"].with_user(self.clerk).create({})

    def test_words_are_warned_of_and_nothing_is_stopped(self):
        ticket = self._complaint()
        form = self._screen(ticket, kind="progress")
        form.body = f"<p>It is our fault, says {self.clerk.name}.</p>"
        self.assertIn("our fault", form.check_text)
        self.assertIn(self.clerk.name, form.check_text)
        form.save().action_tell()
        notice = ticket.sudo().notice_ids
        self.assertIn("our fault", notice.body)
        self.assertIn("our fault", notice.warnings)

    def test_a_call_in_two_clicks(self):
        ticket = self._complaint()
        action = ticket.action_record_call()
        model = self.env["complaint.notice.compose"].with_user(self.clerk)
        form = Form(model.with_context(**action["context"]))
        self.assertEqual(form.channel, "phone")
        self.assertEqual(form.recipient, "+852 5555 0101")
        form.save().action_tell()
        self.assertEqual(ticket.sudo().notice_ids.state, "recorded")

    def test_blanks_are_filled_in_first(self):
        ticket = self._complaint()
        form = self._screen(ticket, kind="decision")
        self.assertIn("[…]", form.body)
        screen = form.save()
        with self.assertRaisesRegex(UserError, "Fill in"):
            screen.action_tell()
        screen.body = False
        with self.assertRaisesRegex(UserError, "Write down"):
            screen.action_tell()

    def test_without_an_address(self):
        ticket = self._complaint(partner_id=False, partner_email=False)
        form = self._screen(ticket)
        self.assertEqual(form.channel, "phone")
        screen = form.save()
        screen.channel = "email"
        screen.recipient = "nobody"
        with self.assertRaisesRegex(UserError, "address"):
            screen.action_tell()

    def test_a_letter_is_recorded_and_printed(self):
        ticket = self._complaint()
        form = self._screen(ticket, kind="progress", channel="letter")
        action = form.save().action_tell()
        self.assertEqual(action["type"], "ir.actions.report")
        notice = ticket.sudo().notice_ids
        self.assertEqual((notice.state, notice.channel), ("recorded", "letter"))

    def test_files_of_the_screen_only(self):
        ticket = self._complaint()
        files = self.env["ir.attachment"].with_user(self.clerk)
        own = files.create(
            {
                "name": "own.txt",
                "raw": b"x",
                "res_model": "complaint.notice.compose",
                "res_id": 0,
            }
        )
        foreign = files.create({"name": "a.txt", "raw": b"x"})
        screen = self._screen(ticket, kind="progress").save()
        screen.attachment_ids = [Command.set(foreign.ids)]
        with self.assertRaises(AccessError):
            screen.action_tell()
        screen.attachment_ids = [Command.set(own.ids)]
        screen.action_tell()
        notice = ticket.sudo().notice_ids
        self.assertEqual(notice.attachment_ids, own)
        self.assertEqual((own.res_model, own.res_id), ("helpdesk.ticket", ticket.id))
        self.assertEqual(self._mail(notice).attachment_ids, own)

    def test_a_closed_case_may_still_be_told(self):
        ticket = self._complaint()
        self._ready_to_close(ticket)
        ticket.action_close_complaint()
        form = self._screen(ticket, kind="progress")
        form.save().action_tell()
        self.assertEqual(ticket.sudo().notice_ids.state, "queued")

    def test_instead_of_what_came_back(self):
        ticket = self._complaint()
        notice = ticket._send_notice("progress")
        with self.assertRaises(UserError):
            notice.with_user(self.clerk).action_tell_again()
        self._refuse(self._mail(notice))
        action = notice.with_user(self.clerk).action_tell_again()
        self.assertEqual(action["context"]["default_channel"], "phone")

    def test_strangers(self):
        ticket = self._complaint()
        compose = self.env["complaint.notice.compose"]
        context = {"default_ticket_id": ticket.id, "default_kind": "progress"}
        for user in (self.clerk2, self.other_manager, self.employee, self.portal_user):
            with self.assertRaises(AccessError):
                self._as(compose, user).with_context(**context).default_get(
                    ["ticket_id", "subject"]
                )
            with self.assertRaises(AccessError):
                self._as(compose, user).create(
                    {
                        "ticket_id": ticket.id,
                        "kind": "progress",
                        "channel": "phone",
                        "told_at": fields.Datetime.now(),
                    }
                )
            with self.assertRaises(AccessError):
                self._as(ticket, user).action_tell_customer()
        with self.assertRaises(AccessError):
            ticket.with_user(self.auditor).action_tell_customer()

    def test_a_screen_belongs_to_one_person(self):
        screen = self._screen(self._complaint(), kind="progress").save()
        with self.assertRaises(AccessError):
            screen.with_user(self.supervisor).action_tell()
