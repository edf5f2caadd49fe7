from pathlib import Path

import polib

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.complaint_notice import KINDS
from .common import ADDON
from .notice_common import NoticeCommon

POISON = "POISON"
I18N = Path(__file__).parents[1] / "i18n"


@tagged("post_install", "-at_install")
class TestNoticeContent(NoticeCommon):
    """Nothing internal can get into what a customer is told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk.name = f"{POISON} clerk"
        cls.supervisor.name = f"{POISON} supervisor"
        staff = cls.env["hr.employee"].create(
            {"name": f"{POISON} staff", "company_id": cls.company.id}
        )
        cls.ticket = cls._complaint(
            name=f"{POISON} internal title",
            description=f"<p>{POISON} description</p>",
            incident_place=f"{POISON} place",
            handling_reason=f"{POISON} handling",
            claimed_amount=98765.43,
        )
        cls.ticket.sudo()._trusted().write(
            {
                "staff_ids": [Command.set(staff.ids)],
                "cause_note": f"{POISON} cause",
                "recourse_named": f"{POISON} recourse",
                "remedy_sought": f"{POISON} remedy",
                "verdict": "partly",
                "external_handle": f"{POISON} handle",
            }
        )
        cls.ticket.message_post(body=f"{POISON} note")
        cls.env["complaint.authority"].create(
            {
                "name": f"{POISON} limit",
                "company_id": cls.company.id,
                "amount_limit": 31415.92,
                "currency_id": cls.hkd.id,
                "user_ids": [Command.set(cls.clerk.ids)],
            }
        )
        cls._packages(cls.ticket)

    @classmethod
    def _packages(cls, ticket):
        packages = cls.env["complaint.solution"].sudo()._trusted()
        for state in ("offered", "offered", "accepted"):
            packages.create(
                {
                    "ticket_id": ticket.id,
                    "state": state,
                    "reason": f"{POISON} reason",
                    "answer_note": f"{POISON} answer",
                    "line_ids": [
                        Command.create(
                            {
                                "type_id": cls.env.ref(
                                    f"{ADDON}.solution_type_{kind}"
                                ).id,
                                "name": "nice measure",
                                "customer_value": 500,
                                "cost": 27182.81,
                                "amount": 27182.81,
                            }
                        )
                        for kind in ("refund", "repair")
                    ],
                }
            )

    def assert_clean(self, text, why):
        text = str(text or "")
        self.assertNotIn(POISON, text, why)
        for amount in ("27,182", "27182", "31,415", "31415", "98,765", "98765"):
            self.assertNotIn(amount, text, why)
        self.assertNotIn("t-out", text, why)

    def _kinds(self):
        return [kind for kind, _label in KINDS if kind != "public_reply"]

    def test_mail_chatter_and_page(self):
        for kind in self._kinds():
            notice = self.ticket._send_notice(kind, message="Plain words.")
            mail = self._mail(notice)
            for text in (mail.body_html, mail.subject, mail.email_from, mail.headers):
                self.assert_clean(text, kind)
            self.assert_clean(notice.body, kind)
            self.assert_clean(mail.mail_message_id.body, kind)
            self.assert_clean(mail.mail_message_id.author_id.name, kind)
            self.assert_clean(mail.mail_message_id.reply_to, kind)
        for channel in ("phone", "visit", "message"):
            self._record(self.ticket, channel=channel, text=f"{POISON} said")
        for told in self.ticket.sudo().notice_ids._as_told():
            self.assert_clean(told, told["kind"])

    def test_letter(self):
        report = self.env["ir.actions.report"]
        for kind in self._kinds():
            notice = self.ticket._send_notice(kind, message="Plain words.")
            content = report._render_qweb_html(
                f"{ADDON}.complaint_notice_report", notice.ids
            )[0].decode()
            self.assertIn(self.company.name, content)
            self.assertIn(self.ticket.number, content)
            self.assert_clean(content, kind)
            self.assertNotIn("complaint/track", content)
            self.assertEqual("Signature of the customer" in content, kind == "settled")

    def test_public_reply(self):
        body = self.ticket._notice_texts("public_reply", "public", {}, None)["body"]
        self.assert_clean(body, "public_reply")
        for secret in (self.ticket.number, "Test Customer", self.product.name):
            self.assertNotIn(secret, body)

    def test_values_are_plain(self):
        """No value leads back to a record."""

        def check(value, name):
            if isinstance(value, list):
                for item in value:
                    check(item, name)
            elif isinstance(value, dict):
                for key, item in value.items():
                    check(item, f"{name}.{key}")
            else:
                self.assertIsInstance(value, str | bool, name)

        for kind, _label in KINDS:
            values = self.ticket._customer_values(kind, "en_US")
            check(values, kind)
            self.assert_clean(values, kind)

    def test_an_offer_says_what_it_is_worth_to_the_customer(self):
        notice = self.ticket._send_notice("offer")
        self.assertIn("nice measure", notice.body)
        self.assertIn("500.00", notice.body)
        self.assertIn("Choice 2", notice.body)
        self.assertEqual(notice.body.count("500.00"), 2, "of the refunds only")

    def test_a_decision_names_the_ways_outside(self):
        notice = self.ticket._send_notice("decision")
        for way in ("Consumer Council", "Small Claims Tribunal", "75,000", "Customs"):
            self.assertIn(way, notice.body)
        self.company.complaint_recourse = "<p>Go to the ombudsman.</p>"
        notice = self.ticket._send_notice("decision")
        self.assertIn("Go to the ombudsman.", notice.body)
        self.assertNotIn("Consumer Council", notice.body)
        self.ticket.sudo()._trusted().write({"verdict": "justified"})
        notice = self.ticket._send_notice("decision")
        self.assertNotIn("ombudsman", notice.body)

    def test_missing_facts_are_asked(self):
        question = self.env["complaint.fact"].create(
            {
                "name": "Colour",
                "question": "Which colour was it?",
                "required_at": "close",
                "category_ids": [Command.set(self.category.ids)],
            }
        )
        notice = self.ticket._send_notice("needs_info")
        self.assertIn(question.question, notice.body)
        self.assertTrue(self.ticket.clock_paused_at)

    def test_a_template_reaches_nothing_else(self):
        template = self.env.ref(f"{ADDON}.mail_template_notice_progress").sudo()
        for expression in (
            "object.user_id.name",
            "env['res.users']",
            "user.name",
            "case_number.__class__",
        ):
            body = f'<p><t t-out="{expression}">x</t></p>'
            with mute_logger("odoo.addons.mail.models.mail_template"):
                with self.assertRaises(UserError, msg=expression):
                    template.write({"body_html": body})
                    template._render_notice(
                        self.ticket._customer_values("progress", "en_US"), "en_US"
                    )
        values = self.ticket._customer_values("progress", "en_US")
        for name in ("ctx", "request", "self", "object", "env"):
            template.body_html = f'<p><t t-out="{name}"/></p>'
            self.assertNotIn(POISON, template._render_notice(values, "en_US")[1])
            self.assertIn("<p></p>", template._render_notice(values, "en_US")[1])
        for body in (
            '<t t-call="web.layout"/>',
            '<span t-field="object.name"/>',
            '<t t-call-assets="web.assets_common"/>',
        ):
            template.flush_recordset()
            template.env.cr.execute(
                "UPDATE mail_template SET body_html = jsonb_build_object('en_US', "
                "%s::text) WHERE id = %s",
                [body, template.id],
            )
            template.invalidate_recordset()
            with self.assertRaises(UserError, msg=body):
                self.ticket._send_notice("progress")

    def test_customer_text_is_no_template(self):
        self.ticket.sudo().partner_name = "{{ 7*7 }}<t t-out='1'/>"
        notice = self.ticket._send_notice("progress", message="{{ 8*8 }}<b>x</b>")
        self.assertIn("{{ 7*7 }}&lt;t", notice.body)
        self.assertIn("{{ 8*8 }}&lt;b&gt;", notice.body)

    def test_a_template_of_the_company(self):
        shared = self.env.ref(f"{ADDON}.mail_template_notice_progress")
        own = shared.copy({"complaint_company_id": self.company.id})
        own.body_html = "<p>Own words</p>"
        self.assertIn("Own words", self.ticket._send_notice("progress").body)
        foreign = shared.copy({"complaint_company_id": self.other_company.id})
        foreign.body_html = "<p>Foreign words</p>"
        self.assertIn("Own words", self.ticket._send_notice("progress").body)

    def test_the_link_is_only_in_the_mail(self):
        notice = self.ticket._send_notice("acknowledged")
        mail = self._mail(notice)
        link = self.ticket.sudo()._complaint_link()
        self.assertIn(link, mail.body_html)
        token = link.rsplit("/", 1)[-1]
        self.assertNotIn(token, notice.body)
        self.assertNotIn(token, mail.mail_message_id.body)
        self.assertNotIn("where your case stands", mail.mail_message_id.body)

    def test_unverified_sender_learns_no_name(self):
        self.ticket.sudo()._trusted().write(
            {
                "sender_unverified": True,
                "partner_name": False,
                "partner_email": "stranger@example.com",
            }
        )
        notice = self.ticket._send_notice("acknowledged")
        self.assertEqual(notice.recipient, "stranger@example.com")
        self.assertNotIn("Test Customer", self._mail(notice).body_html)
        self.ticket.sudo()._trusted().write({"partner_email": False})
        self.assertFalse(self.ticket._send_notice("progress"))

    def test_upstream_screens_use_the_same_plain_values(self):
        template = self.env.ref(f"{ADDON}.mail_template_notice_progress")
        body = template.with_user(self.clerk)._render_field(
            "body_html", self.ticket.ids
        )
        self.assert_clean(body[self.ticket.id], "composer")
        with self.assertRaises(AccessError):
            template.with_user(self.clerk2)._render_field("subject", self.ticket.ids)

    def test_chinese(self):
        """The translations fit the shipped templates, and render."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["res.lang"]._activate_lang("zh_TW")
        for lang, word in (("zh_CN", "投诉"), ("zh_TW", "投訴")):
            entries = {
                entry.msgid: entry.msgstr for entry in polib.pofile(I18N / f"{lang}.po")
            }
            for kind, _label in KINDS:
                template = self.env.ref(f"{ADDON}.mail_template_notice_{kind}")
                for name in ("subject", "body_html"):
                    source = str(template[name])
                    self.assertIn(source, entries, f"{lang} {kind} {name}")
                    template.with_context(lang=lang)[name] = entries[source]
                texts = self.ticket._notice_texts(kind, "email", {"lang": lang}, None)
                self.assert_clean(texts, f"{lang} {kind}")
                if kind not in ("public_reply", "apology", "other"):
                    self.assertIn(word, texts["subject"] + texts["body"])
                    self.assertNotIn("Dear", texts["body"])
