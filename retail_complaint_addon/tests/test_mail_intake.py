from odoo.tests import tagged

from .mail_common import DOMAIN, MailCommon


@tagged("post_install", "-at_install")
class TestMailIntake(MailCommon):
    def test_a_mail_becomes_a_case(self):
        mail = self._deliver(self._mail("It stopped.\n\nAnn"))
        self.assertEqual((mail.state, mail.reason), ("done", False))
        ticket = mail.ticket_id
        self.assertTrue(ticket.is_complaint)
        self.assertEqual(ticket.name, "My watch")
        self.assertIn("It stopped.", ticket.description)
        self.assertEqual(ticket.store_id, self.store)
        self.assertEqual(ticket.team_id, self.team)
        self.assertEqual(ticket.company_id, self.company)
        self.assertEqual(
            ticket.channel_id, self.env.ref("retail_complaint_addon.channel_email")
        )
        self.assertEqual(ticket.partner_email, "ann@customer.example.com")
        self.assertEqual(ticket.user_id, self.supervisor)
        self.assertTrue(ticket.sender_unverified)

    def test_the_original_is_kept(self):
        raw = self._mail("Kept as it came")
        mail = self._deliver(raw)
        self.assertEqual(mail.attachment_id.raw, raw)
        self.assertEqual(mail.size, len(raw))
        self.assertEqual(mail.sender, "ann@customer.example.com")
        self.assertEqual(len(mail.digest), 64)

    def test_the_acknowledgement_goes_out_at_once(self):
        ticket = self._deliver(self._mail()).ticket_id
        notice = ticket.notice_ids
        self.assertEqual(notice.kind, "acknowledged")
        self.assertEqual(notice.recipient, "ann@customer.example.com")
        self.assertIn(ticket.number, notice.body + notice.subject)
        self.assertTrue(ticket.acknowledged_at)

    def test_answers_come_back_to_the_store(self):
        ticket = self._deliver(self._mail()).ticket_id
        self.assertIn(self.address, ticket.notice_ids.mail_message_id.reply_to)

    def test_a_store_without_address_answers_from_its_team(self):
        self.team.alias_name = "team"
        ticket = self._complaint(store_id=self.store2.id, team_id=self.team.id)
        reply_to = ticket._notify_get_reply_to()[ticket.id]
        self.assertIn(f"team@{DOMAIN}", reply_to)

    def test_the_alias_of_a_team(self):
        self.team.write({"alias_name": "team", "complaint_mail": True})
        ticket = self._deliver(self._mail(to=f"team@{DOMAIN}")).ticket_id
        self.assertTrue(ticket.is_complaint)
        self.assertEqual(ticket.team_id, self.team)
        self.assertEqual(ticket.store_id, self.store, "the only store of the team")

    def test_the_alias_of_a_plain_team_makes_plain_tickets(self):
        self._note_tickets()
        self.team.alias_name = "team"
        self.assertFalse(self._deliver(self._mail(to=f"team@{DOMAIN}")))
        ticket = self._new_tickets()
        self.assertEqual(len(ticket), 1)
        self.assertFalse(ticket.is_complaint)
        self.team.complaint_mail = True
        self.team.complaint_mail = False
        self.assertFalse(self._deliver(self._mail(to=f"team@{DOMAIN}")))

    def test_mail_for_other_models_is_untouched(self):
        partner = self.env["res.partner"].create({"name": "Pen pal"})
        mail = self._mail(to="nobody@elsewhere.example.com")
        self.assertFalse(self._deliver(mail, "res.partner", thread_id=partner.id))
        self.assertIn("It stopped.", partner.message_ids[0].body)

    def test_no_address_of_ours_is_an_error_as_before(self):
        with self.assertRaisesRegex(ValueError, "No possible route"):
            self._deliver(self._mail(to=f"nobody@{DOMAIN}"))

    def test_a_mail_to_a_complaint_alias_and_to_others(self):
        self.env["mail.alias"].create(
            {
                "alias_name": "sales",
                "alias_model_id": self.env["ir.model"]._get_id("res.partner"),
                "alias_domain_id": self.alias_domain.id,
            }
        )
        both = f"sales@{DOMAIN}, {self.address}"
        mail = self._deliver(self._mail(to=both, Subject="For both"))
        self.assertEqual(mail.ticket_id.store_id, self.store)
        self.assertEqual(
            self.env["res.partner"].search_count([("name", "=", "For both")]), 1
        )

    def test_two_stores_in_one_mail_are_one_case(self):
        self.store2.alias_name = "complaints-cwb"
        self._note_tickets()
        both = f"complaints-cwb@{DOMAIN}, {self.address}"
        mail = self._deliver(self._mail(to=both))
        self.assertEqual(self._new_tickets(), mail.ticket_id)
        self.assertEqual(mail.ticket_id.store_id, self.store2)

    def test_recognised_by_the_envelope(self):
        raw = self._raw(
            "Received: from a by b for <" + self.address + ">; today",
            "From: ann@customer.example.com",
            "Subject: No To at all",
            body=b"Hello",
        )
        self.assertEqual(self._deliver(raw).ticket_id.name, "No To at all")
        raw = self._raw(
            "X-Original-To: " + self.address, "From: bob@customer.example.com"
        )
        ticket = self._deliver(raw).ticket_id
        self.assertEqual(ticket.partner_email, "bob@customer.example.com")

    def test_a_domain_that_is_not_ours(self):
        """alias_incoming_local and its list of domains mean what they meant."""
        self.store.alias_id.alias_incoming_local = True
        other = "complaints-tst@other.example.com"
        self.assertTrue(self._deliver(self._mail(to=other)).ticket_id)
        self.env["ir.config_parameter"].set_param(
            "mail.catchall.domain.allowed", "some.example.com"
        )
        with self.assertRaises(ValueError):
            self._deliver(self._mail(to=other))

    def test_the_customer_is_recognised_but_not_proven(self):
        self.customer.email = "only.one@customer.example.com"
        mail = self._mail(sender="Somebody <only.one@customer.example.com>")
        ticket = self._deliver(mail).ticket_id
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertTrue(ticket.sender_unverified)
        self.assertEqual(self.customer.name, "Test Customer")
        older = self._complaint()
        self.assertNotIn(older.number, ticket.notice_ids.body)

    def test_a_chinese_sender_is_answered_in_chinese(self):
        for code in ("zh_HK", "zh_CN"):
            self.env["res.lang"]._activate_lang(code)
        mail = self._mail("我買的手錶壞了，請退款。謝謝！", Subject="手錶")
        ticket = self._deliver(mail).ticket_id
        self.assertEqual(ticket.partner_id.lang, "zh_HK")
        mail = self._mail("我买的手表坏了，请退款。谢谢！", sender="mei@x.example.com")
        self.assertEqual(self._deliver(mail).ticket_id.partner_id.lang, "zh_CN")

    def test_a_colleague_is_no_customer(self):
        mail = self._mail(sender=self.clerk.email)
        ticket = self._deliver(mail).ticket_id
        self.assertNotEqual(ticket.partner_id, self.clerk.partner_id)
        message = ticket.message_ids.filtered(lambda m: m.message_type == "email")
        self.assertNotEqual(message.author_id, self.clerk.partner_id)
        self.assertIn("Unverified sender", message.body)
        self.assertTrue(message.is_internal or message.subtype_id.internal)
