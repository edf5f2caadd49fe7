from odoo.exceptions import AccessError
from odoo.tests import tagged

from .mail_common import DOMAIN, SERVER, MailCommon

PROVEN = f"{SERVER}; dmarc=pass header.from=%s"


@tagged("post_install", "-at_install")
class TestMailThreads(MailCommon):
    """G2, G3, G4: who may answer in a case, and under which name."""

    def setUp(self):
        super().setUp()
        self.customer.email = "only.one@customer.example.com"
        self.ticket = self._complaint(partner_email=self.customer.email)
        notice = self.ticket.sudo()._send_notice("progress", message="We look at it.")
        self.ref = notice.mail_message_id.message_id
        self.env.flush_all()

    def _answer(self, sender, **headers):
        headers = {"In_Reply_To": self.ref, "to": f"catchall@{DOMAIN}", **headers}
        mail = self._deliver(self._mail("My answer", sender=sender, **headers))
        return mail, self._last_message()

    def _last_message(self):
        return self.ticket.message_ids.filtered(lambda m: "My answer" in (m.body or ""))

    def test_the_customer_answers(self):
        self.ticket.sudo()._pause_clock("The customer")
        mail, message = self._answer("Test <ONLY.one@customer.example.com>")
        self.assertEqual((mail.state, mail.ticket_id), ("done", self.ticket))
        self.assertEqual(message.author_id, self.customer)
        self.assertFalse(message.subtype_id.internal)
        self.assertEqual(message.message_type, "email")
        self.assertFalse(self.ticket.clock_paused_at, "the clock runs again")

    def test_found_by_any_of_the_references(self):
        mail, _message = self._answer(
            self.customer.email,
            In_Reply_To=None,
            References=f"<a@b> {self.ref} <c@customer.example.com>",
        )
        self.assertEqual(mail.ticket_id, self.ticket)

    def test_an_answer_to_what_the_customer_wrote(self):
        first = self._deliver(self._mail(Message_ID="<one@customer.example.com>"))
        second = self._deliver(
            self._mail("And the bill", In_Reply_To="<one@customer.example.com>")
        )
        self.assertEqual(second.ticket_id, first.ticket_id)

    def test_a_stranger_waits_for_a_person(self):
        mail, message = self._answer("stranger@evil.example.com")
        self.assertEqual((mail.state, mail.reason), ("done", "unverified"))
        self.assertTrue(message.subtype_id.internal, "the customer does not see it")
        self.assertEqual(message.author_id, self.env.ref("base.partner_root"))
        self.assertIn("Unverified sender: stranger@evil.example.com", message.body)
        todo = self.ticket.activity_ids.filtered(lambda a: "unverified" in a.summary)
        self.assertEqual(todo.user_id, self.ticket.user_id)
        self.assertEqual(len(self.ticket.notice_ids), 1, "nothing is answered")

    def test_a_stranger_does_not_move_the_clock(self):
        self.ticket.sudo()._pause_clock("The customer")
        self._answer("stranger@evil.example.com")
        self.assertTrue(self.ticket.clock_paused_at)

    def test_a_supervisor_makes_a_case_of_a_strangers_answer(self):
        mail, _message = self._answer("stranger@evil.example.com")
        mail.with_user(self.supervisor).action_make_case()
        self.assertNotEqual(mail.ticket_id, self.ticket)
        self.assertEqual(mail.ticket_id.partner_email, "stranger@evil.example.com")

    def test_a_forged_colleague(self):
        """«APPROVED up to 99999», says a mail From: the manager."""
        for forged in (self.manager.email, f"Boss <{self.manager.email}>"):
            mail, _message = self._answer(forged)
            self.assertEqual(mail.reason, "unverified")
        for message in self._last_message():
            self.assertNotEqual(message.author_id, self.manager.partner_id)
            self.assertTrue(message.subtype_id.internal)
            self.assertNotIn(self.manager.email, message.email_from)

    def _trust(self):
        self.env["ir.config_parameter"].set_param(
            "retail_complaint_addon.mail_authserv_id", SERVER
        )

    def test_a_proven_colleague_writes_a_note(self):
        self._trust()
        _mail, message = self._answer(
            self.manager.email, Authentication_Results=PROVEN % "example.com"
        )
        self.assertEqual(message.author_id, self.manager.partner_id)
        self.assertTrue(message.subtype_id.internal)

    def test_a_proven_colleague_who_may_not_write_in_the_case(self):
        self._trust()
        mail, message = self._answer(
            self.clerk2.email, Authentication_Results=PROVEN % "example.com"
        )
        self.assertEqual(mail.reason, "unverified")
        self.assertNotEqual(message.author_id, self.clerk2.partner_id)

    def test_only_our_server_proves(self):
        self._trust()
        for results in (
            "evil.example.com; dmarc=pass header.from=example.com",
            f"{SERVER}; dmarc=pass header.from=evil.example.com",
            f"{SERVER}; dkim=pass header.d=evil.example.com",
            f"{SERVER}; dmarc=none (dmarc=pass header.from=example.com)",
        ):
            mail, _message = self._answer(
                self.manager.email, Authentication_Results=results
            )
            self.assertEqual(mail.reason, "unverified", results)

    def test_a_refuted_customer_is_a_stranger(self):
        self._trust()
        results = f"{SERVER}; dmarc=fail header.from=customer.example.com"
        mail, message = self._answer(
            self.customer.email, Authentication_Results=results
        )
        self.assertEqual((mail.authentication, mail.reason), ("failed", "unverified"))
        self.assertTrue(message.subtype_id.internal)

    def test_a_proven_new_sender_is_verified(self):
        self._trust()
        results = f"{SERVER}; dkim=pass header.d=customer.example.com"
        mail = self._deliver(self._mail(Authentication_Results=results))
        self.assertEqual(mail.authentication, "verified")
        self.assertFalse(mail.ticket_id.sender_unverified)

    def test_a_follower_from_outside_answers(self):
        lawyer = self.env["res.partner"].create(
            {"name": "Lawyer", "email": "lawyer@law.example.com"}
        )
        self.ticket.sudo().message_subscribe(lawyer.ids)
        self.env.flush_all()
        mail, message = self._answer("lawyer@law.example.com")
        self.assertFalse(mail.reason)
        self.assertEqual(message.author_id, lawyer)

    def test_two_senders_are_none(self):
        raw = self._mail("My answer", In_Reply_To=self.ref, to=f"catchall@{DOMAIN}")
        raw = raw.replace(
            b"From: ann@customer.example.com",
            b"From: only.one@customer.example.com, evil@evil.example.com",
        )
        mail = self._deliver(raw)
        self.assertEqual(mail.reason, "unverified")

    def test_the_name_is_no_address(self):
        mail, _message = self._answer(
            '"only.one@customer.example.com" <evil@evil.example.com>'
        )
        self.assertEqual(mail.reason, "unverified")

    def test_an_answer_to_a_notification_of_ours(self):
        """An approval has a thread, too: nobody posts there by mail."""
        message = self.store.message_post(body="Opening hours")
        self.env.flush_all()
        raw = self._mail(In_Reply_To=message.message_id, to=f"catchall@{DOMAIN}")
        mail = self._deliver(raw)
        self.assertEqual((mail.state, mail.reason), ("held", "not_a_case"))
        self.assertEqual(self.store.message_ids[0], message)

    def test_an_answer_in_a_plain_ticket_stays_there(self):
        plain = self._plain_ticket()
        message = plain.sudo().message_post(body="Dear customer")
        self.env.flush_all()
        raw = self._mail("Plain answer", In_Reply_To=message.message_id)
        self.assertFalse(self._deliver(raw))
        self.assertIn("Plain answer", plain.message_ids[0].body)

    def test_a_forward_to_another_model_is_theirs(self):
        self.env["mail.alias"].create(
            {
                "alias_name": "sales",
                "alias_model_id": self.env["ir.model"]._get_id("res.partner"),
                "alias_domain_id": self.alias_domain.id,
            }
        )
        raw = self._mail(In_Reply_To=self.ref, to=f"sales@{DOMAIN}", Subject="Forward")
        self.assertFalse(self._deliver(raw))
        self.assertTrue(self.env["res.partner"].search([("name", "=", "Forward")]))

    # ------------------------------------------------------------------
    # the gateway itself
    # ------------------------------------------------------------------

    def test_only_the_gateway_brings_mail(self):
        for user in (self.clerk, self.manager, self.helpdesk_user, self.employee):
            for kwargs in (
                {"raw": self._mail()},
                {"raw": self._mail(In_Reply_To=self.ref)},
                {
                    "raw": self._mail(to="nobody@x.example.com"),
                    "model": "helpdesk.ticket",
                    "thread_id": self.ticket.id,
                },
            ):
                with self.assertRaises(AccessError):
                    self._deliver(user=user, **kwargs)
        self.assertFalse(self.mails.search([("sender", "like", "ann@")]))

    def test_not_even_the_gateway_chooses_values(self):
        for model, values in (
            ("helpdesk.ticket", {"is_complaint": True}),
            ("helpdesk.ticket", {"category_id": self.category.id}),
            ("helpdesk.ticket", {"verdict": "justified"}),
            ("helpdesk.ticket", {"category_id": "x"}),
            ("complaint.approval", {"state": "approved"}),
        ):
            with self.assertRaises(AccessError):
                self._deliver(
                    self._mail(to="nobody@x.example.com"), model, custom_values=values
                )

    def test_no_record_of_ours_is_born_from_a_mail(self):
        for model in ("complaint.approval", "complaint.mail", "retail.store"):
            with self.assertRaises(AccessError):
                self._deliver(self._mail(to="nobody@x.example.com"), model)

    def test_a_thread_named_by_the_gateway(self):
        raw = self._mail("My answer", to="nobody@x.example.com")
        mail = self._deliver(raw, "helpdesk.ticket", thread_id=self.ticket.id)
        self.assertEqual((mail.ticket_id, mail.reason), (self.ticket, "unverified"))
