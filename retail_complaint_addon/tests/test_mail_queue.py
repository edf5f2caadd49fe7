from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .mail_common import MailCommon


@tagged("post_install", "-at_install")
class TestMailQueue(MailCommon):
    """G6, G7, G8: stored first, tried again, once, and never lost."""

    def setUp(self):
        super().setUp()
        self._note_tickets()

    def _broken(self, error):
        return patch.object(type(self.mails), "_new_case", side_effect=error)

    # ------------------------------------------------------------------
    # once
    # ------------------------------------------------------------------

    def test_the_same_mail_twice(self):
        raw = self._mail()
        first = self._deliver(raw)
        self.assertFalse(self._deliver(b"Received: another way\r\n" + raw))
        self.assertFalse(self._deliver(raw.replace(b"\n", b"\r\n")))
        self.assertEqual(first.deliveries, 3)
        self.assertEqual(self._new_tickets(), first.ticket_id)
        self.assertEqual(len(first.ticket_id.notice_ids), 1)

    def test_without_message_id(self):
        raw = self._mail(Message_ID=None)
        self.assertTrue(self._deliver(raw))
        self.assertFalse(self._deliver(raw))
        self.assertTrue(self._deliver(self._mail("Another", Message_ID=None)))

    def test_one_message_id_two_letters(self):
        """A writer that always uses one Message-ID loses nothing."""
        self._deliver(self._mail("One", Message_ID="<1@scanner.example.com>"))
        second = self._mail("Two", Message_ID="<1@scanner.example.com>")
        mail = self._deliver(second)
        self.assertEqual((mail.state, mail.reason), ("held", "same_id"))
        self.assertFalse(self._deliver(second))
        mail.with_user(self.supervisor).action_try_again()
        self.assertIn("Two", mail.ticket_id.description)
        self.assertEqual(len(self._new_tickets()), 2)

    # ------------------------------------------------------------------
    # again
    # ------------------------------------------------------------------

    def test_what_fails_waits_and_nothing_is_raised(self):
        with self._broken(ValueError("no such thing")):
            mail = self._deliver(self._mail())
        self.assertEqual((mail.state, mail.tries), ("failed", 1))
        self.assertIn("no such thing", mail.error)
        self.assertGreater(mail.next_try_at, mail.received_at)
        self.assertFalse(self._new_tickets())

    def test_the_cron_finishes_it_once(self):
        with self._broken(ValueError):
            mail = self._deliver(self._mail())
        self._run_cron()
        self.assertEqual(mail.state, "failed", "it is not its time")
        mail.next_try_at = mail.received_at
        self._run_cron()
        self._run_cron()
        self.assertEqual((mail.state, mail.tries), ("done", 2))
        self.assertEqual(self._new_tickets(), mail.ticket_id)

    def _run_cron(self):
        self.env.flush_all()
        with self.registry.cursor() as cr:
            self.mails.with_env(self.env(cr=cr))._cron_process()
        self.env.invalidate_all()

    def test_after_some_tries_a_person_is_called(self):
        with self._broken(ValueError("never")):
            mail = self._deliver(self._mail())
            for _try in range(6):
                mail.next_try_at = mail.received_at
                self._run_cron()
        self.assertEqual((mail.state, mail.reason), ("unreadable", "error"))
        self.assertEqual(mail.tries, 5)
        self.assertEqual(mail.activity_ids.user_id, mail._person())
        self.assertIn("never", mail.error)

    def test_a_mail_that_kills_the_server_stops_doing_so(self):
        """Every try is counted before it is made."""
        with patch.object(type(self.mails), "_run"):
            mail = self._deliver(self._mail())
            for tries in range(2, 6):
                mail.next_try_at = mail.received_at
                self._run_cron()
                self.assertEqual((mail.state, mail.tries), ("new", tries))
            mail.next_try_at = mail.received_at
            self._run_cron()
        self.assertEqual(mail.state, "unreadable")

    def test_conflicts_are_tried_again_at_once(self):
        calls = []
        real = type(self.mails)._new_case

        def busy(mail, *args):
            calls.append(mail)
            if len(calls) < 3:
                raise SerializationFailure("somebody else")
            return real(mail, *args)

        with patch.object(type(self.mails), "_new_case", busy):
            mail = self._deliver(self._mail())
        self.assertEqual((mail.state, len(calls)), ("done", 3))

    def test_conflicts_that_last_are_left_to_the_cron(self):
        with self._broken(SerializationFailure("somebody else")):
            mail = self._deliver(self._mail())
        self.assertEqual(mail.state, "new")
        self._run_cron()
        self.assertEqual(mail.state, "done")

    def test_what_cannot_be_stored_stays_on_the_server(self):
        """Odoo tells the mail server to delete a mail whose processing failed."""
        deleted = []

        class Connection:
            def handled_message(self, number):
                deleted.append(number)

        servers = self.env["fetchmail.server"]
        with patch.object(
            self.env.registry["fetchmail.server"].__bases__[1],
            "_connect__",
            lambda *args, **kwargs: Connection(),
        ):
            connection = servers._connect__()
        with patch.object(type(self.mails), "_keep", side_effect=OSError("full")):
            with self.assertRaises(OSError):
                self._deliver(self._mail())
        connection.handled_message(1)
        self.assertFalse(deleted)
        self._deliver(self._mail())
        connection.handled_message(2)
        self.assertEqual(deleted, [2])

    # ------------------------------------------------------------------
    # people
    # ------------------------------------------------------------------

    def test_nobody_to_answer(self):
        raw = self._raw(f"To: {self.address}", "Subject: Who am I", body=b"Help")
        mail = self._deliver(raw)
        self.assertEqual((mail.state, mail.reason), ("unreadable", "no_sender"))
        self.assertIn("Help", mail.with_user(self.manager).preview)
        mail.with_user(self.supervisor).action_make_case()
        self.assertEqual(mail.state, "done")
        self.assertIn("Help", mail.ticket_id.description)
        self.assertFalse(mail.ticket_id.notice_ids)
        note = mail.ticket_id.message_ids.filtered(
            lambda m: self.supervisor.name in m.body
        )
        self.assertTrue(note)

    def test_a_case_of_what_can_be_read(self):
        with self._broken(ValueError("no")):
            mail = self._deliver(self._mail("Half of it"))
            mail.with_user(self.supervisor).action_make_case()
        self.assertEqual(mail.state, "done")
        self.assertIn("Half of it", mail.ticket_id.description)
        self.assertEqual(
            mail.ticket_id.message_ids.attachment_ids.mapped("mimetype"),
            ["message/rfc822"],
        )

    def test_who_decides(self):
        with self._broken(ValueError("no")):
            mail = self._deliver(self._mail())
        for user in (self.clerk, self.auditor, self.employee, self.portal_user):
            for name in ("try_again", "make_case", "ignore"):
                with self.assertRaises(AccessError):
                    getattr(mail.with_user(user), f"action_{name}")()
        for vals in ({"state": "done"}, {"sender": "x"}, {"ticket_id": False}):
            with self.assertRaises(AccessError):
                mail.with_user(self.manager).write(vals)
        with self.assertRaises(AccessError):
            mail.with_user(self.manager).unlink()
        with self.assertRaises(AccessError):
            self.mails.with_user(self.manager).create({"dedup_key": "x"})
        self.assertEqual(mail.state, "failed")

    def test_who_sees_what(self):
        with self._broken(ValueError("no")):
            waiting = self._deliver(self._mail())
        done = self._deliver(self._mail())
        both = waiting | done
        for user, seen in (
            (self.manager, both),
            (self.auditor, both),
            (self.supervisor, both),
            (self.clerk, done),
            (self.clerk2, self.mails),
            (self.other_manager, self.mails),
        ):
            found = self.mails.with_user(user).with_context(
                allowed_company_ids=user.company_ids.ids
            )
            found = found.search([("id", "in", both.ids)]).with_env(self.env)
            self.assertEqual(found, seen.sorted("id", reverse=True), user.name)
        for user in (self.employee, self.portal_user, self.helpdesk_user):
            with self.assertRaises(AccessError):
                self.mails.with_user(user).search([])

    def test_the_original_is_for_those_who_see_the_mail(self):
        mail = self._deliver(self._mail())
        file = mail.attachment_id
        self.assertTrue(file.with_user(self.clerk).raw)
        action = mail.with_user(self.clerk).action_download()
        self.assertIn(str(file.id), action["url"])
        for user in (self.clerk2, self.employee, self.portal_user):
            with self.assertRaises(AccessError):
                file.with_user(user).read(["raw"])
        for user in (self.manager, self.clerk):
            with self.assertRaises(AccessError):
                file.with_user(user).write({"raw": b"forged"})
            with self.assertRaises(AccessError):
                file.with_user(user).unlink()

    def test_buttons_on_the_case(self):
        mail = self._deliver(self._mail())
        ticket = mail.ticket_id.with_user(self.clerk)
        self.assertEqual(ticket.mail_count, 1)
        action = ticket.action_view_mails()
        self.assertEqual(self.mails.search(action["domain"]), mail)
        self.assertEqual(
            mail.with_user(self.clerk).action_open_case()["res_id"], ticket.id
        )

    def test_a_mail_in_work_is_left_alone(self):
        mail = self._deliver(self._raw(f"To: {self.address}"))
        with patch.object(
            type(self.mails), "try_lock_for_update", lambda self, **kw: self.browse()
        ):
            with self.assertRaises(UserError):
                mail.with_user(self.supervisor).action_ignore()

    def test_no_store_takes_the_address_of_something_else(self):
        alias = self.env["mail.alias"].create(
            {
                "alias_name": "newsletter-desk",
                "alias_model_id": self.env["ir.model"]._get_id("res.partner"),
            }
        )
        store = self.store2.with_user(self.manager)
        with self.assertRaises(AccessError):
            store.write({"alias_id": alias.id})
        with self.assertRaises(AccessError):
            store.create({"name": "X", "code": "X", "alias_id": alias.id})
        store.alias_name = "complaints-cwb"
        self.assertEqual(self.store2.alias_id.alias_parent_thread_id, self.store2.id)
