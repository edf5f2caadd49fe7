from datetime import timedelta
from unittest.mock import patch

from odoo import fields, http
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from .common import GROUP, RelationsCommon


class ConsentCommon(RelationsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.marketing = cls.env.ref(
            "customer_relations_addon.customer_purpose_marketing"
        )
        cls.watches = cls.env.ref(
            "customer_relations_addon.customer_goods_class_watches"
        )
        cls.consents = cls.env["customer.consent"]

    @classmethod
    def _say(cls, state, channels=("email",), source="written", partner=None, **values):
        return cls.consents._record(
            partner or cls.vip, cls.marketing, channels, state, source, **values
        )

    def _may(self, partner=None, **values):
        return (partner or self.vip)._may_contact("email", self.marketing, **values)


@tagged("post_install", "-at_install")
class TestConsent(ConsentCommon):
    def test_rights(self):
        row = self._say("given")
        for user in (self.clerk, self.privacy, self.env.user):
            rows = row.with_user(user)
            with self.assertRaises(AccessError):
                rows.write({"state": "withdrawn"})
            with self.assertRaises(UserError):
                rows.unlink()
            with self.assertRaises(AccessError):
                rows.create(
                    {
                        "partner_id": self.vip.id,
                        "purpose_id": self.marketing.id,
                        "channel": "email",
                        "state": "given",
                        "at": fields.Datetime.now(),
                        "source": "other",
                    }
                )
        with self.assertRaises(UserError):
            row._trusted().write({"state": "withdrawn"})
        for user in (self.employee, self.portal_user):
            with self.assertRaises(AccessError):
                row.with_user(user).read(["state"])
            with self.assertRaises(AccessError):
                row.with_user(user).action_confirm_in_writing()
        with self.assertRaises(AccessError):
            self.marketing.with_user(self.clerk).write({"needs_consent": False})
        company = self.other_company
        foreign = self.consents.with_company(company)._record(
            self.vip, self.marketing, ["post"], "given", "written"
        )
        self.assertFalse(
            self.consents.with_user(self.clerk).search([("id", "=", foreign.id)])
        )

    def test_latest_word_counts(self):
        self.assertFalse(self._may(), "nobody agreed yet")
        given = self._say("given", ["email", "post"])
        self.assertEqual(len(given), 2)
        self.assertTrue(self._may())
        self.assertFalse(self._say("given"), "said already")
        gone = self._say("withdrawn")
        self.assertFalse(self._may())
        self.assertEqual(given.mapped("is_current"), [False, True])
        current = self.consents.search(
            [("partner_id", "=", self.vip.id), ("is_current", "=", True)]
        )
        self.assertEqual(current, given[1] + gone)
        old = self.consents.search(
            [("partner_id", "=", self.vip.id), ("is_current", "=", False)]
        )
        self.assertEqual(old, given[0])
        self._say("given", goods_class=self.watches)
        self.assertTrue(self._may(goods_class=self.watches))
        self.assertFalse(self._may())
        watches = self.consents.search(
            [("partner_id", "=", self.vip.id), ("goods_class_id", "!=", False)]
        )
        self.assertTrue(watches.is_current)
        self._say("withdrawn", evidence="Asked again.")
        self.assertFalse(self._may(goods_class=self.watches))
        watches.invalidate_recordset()
        self.assertFalse(watches.is_current, "what was said about everything counts")
        service = self.env.ref("customer_relations_addon.customer_purpose_service")
        self.assertTrue(self.vip._may_contact("email", service))
        self._say("given")
        self.assertTrue(self._may())
        elsewhere = self.vip.with_company(self.other_company)
        self.assertFalse(self._may(elsewhere), "said to another company")

    def test_oral_is_confirmed_in_writing(self):
        row = self._say("given", source="oral", store=self.store)
        today = fields.Date.context_today(row)
        self.assertEqual(row.confirm_by, today + timedelta(days=14))
        self.assertFalse(self._may())
        jobs = self.env["complaint.clock"]._clock_due_batches()
        job = next(job for job in jobs if job.records._name == "customer.consent")
        self.assertIn(row, job.records.search(job.domain))
        row._confirm_batch()
        self.assertNotIn(row, job.records.search(job.domain))
        self.assertIn(
            "Confirm consent", self.vip.activity_ids.activity_type_id.mapped("name")
        )
        row.with_user(self.clerk).action_confirm_in_writing()
        self.assertTrue(self._may())
        mail = self.env["mail.mail"].search([("model", "=", row._name)])
        self.assertIn("I agree", mail.body_html)
        self.assertIn(self.vip._consent_link(), mail.body_html)

    def test_words_and_wizard(self):
        wizard = (
            self.env["customer.consent.record"]
            .with_user(self.clerk)
            .create(
                {
                    "partner_id": self.vip.id,
                    "purpose_id": self.marketing.id,
                    "goods_class_ids": self.watches.ids,
                }
            )
        )
        self.assertEqual(wizard.store_id, self.store)
        with self.assertRaises(UserError):
            wizard.action_record()
        wizard.by_email = True
        wizard.action_record()
        row = self.vip.consent_ids
        self.assertEqual(row.statement, self.marketing.statement)
        version = self.marketing.version
        self.marketing.statement = "I agree to something else."
        self.assertEqual(self.marketing.version, version + 1)
        self.assertNotEqual(row.statement, self.marketing.statement)
        self.assertEqual(row.purpose_version, version)
        other = self.env["customer.goods.class"].create({"name": "Cars"})
        with self.assertRaises(ValidationError):
            self._say("given", goods_class=other)

    def test_mails_respect_it(self):
        one, two, three = self.env["res.partner"].create(
            [
                {"name": f"Reader {number}", "email": f"reader{number}@example.com"}
                for number in range(3)
            ]
        )
        self._say("given", partner=one)
        self._say("given", partner=two)
        self._say("withdrawn", partner=two)
        # same address as somebody who agreed: not written to either
        self.env["res.partner"].create({"name": "Other", "email": three.email})
        self._say("given", partner=three)
        mails = self._write_to(one | two | three)
        states = {mail.res_id: mail.state for mail in mails}
        self.assertEqual(
            states, {one.id: "outgoing", two.id: "cancel", three.id: "cancel"}
        )
        sent = mails.filtered(lambda mail: mail.res_id == one.id)
        self.assertIn(one._consent_link(), sent.body_html)
        self.assertIn("List-Unsubscribe", sent.headers)
        service = self.env.ref("customer_relations_addon.customer_purpose_service")
        mails = self._write_to(two, consent_purpose_id=service.id)
        self.assertEqual(mails.mapped("state"), ["outgoing"])
        self.assertNotIn("/privacy/consent", mails.body_html)

    def test_left_out_stays_left_out(self):
        """With the mail server away, Retry would send to who never agreed."""
        self._say("given")
        both = self.vip | self.customer
        server = self.registry["ir.mail_server"]
        with patch.object(server, "_connect__", side_effect=OSError("away")):
            mails = self._write_to(both, force_send=True)
        states = {mail.res_id: mail.state for mail in mails}
        self.assertEqual(states, {self.vip.id: "exception", self.customer.id: "cancel"})
        mails.action_retry()
        self.assertEqual(
            mails.filtered(lambda one: one.state == "outgoing").res_id, self.vip.id
        )

    def _write_to(self, partners, **values):
        composer = (
            self.env["mail.compose.message"]
            .with_context(active_ids=partners.ids, active_model="res.partner")
            .create(
                {
                    "composition_mode": "mass_mail",
                    "model": "res.partner",
                    "res_ids": str(partners.ids),
                    "subject": "New watches",
                    "body": "<p>Come and see.</p>",
                    "force_send": False,
                    "auto_delete": False,
                    **values,
                }
            )
        )
        before = self.env["mail.mail"].search([]).ids
        composer._action_send_mail()
        return self.env["mail.mail"].search([("id", "not in", before)])


@tagged("post_install", "-at_install")
class TestConsentPages(ConsentCommon, HttpCase):
    def test_pages(self):
        """The link in a mail and the portal; a wrong link shows nothing."""
        self._say("given", ["email", "post"])
        path = f"/privacy/consent/{self.vip.id}/{self.vip._consent_token()}"
        self.assertEqual(self.url_open(path[:-2] + "xx").status_code, 404)
        other = f"/privacy/consent/{self.customer.id}/{self.vip._consent_token()}"
        self.assertEqual(self.url_open(other).status_code, 404)
        page = self.url_open(path)
        self.assertEqual(page.status_code, 200)
        self.assertIn("News and offers", page.text)
        self.assertEqual(
            self.url_open(path[:-3] + "/unsubscribe", data={"a": "b"}).status_code, 404
        )
        answer = self.url_open(path + "/unsubscribe", data={"List-Unsubscribe": "x"})
        self.assertEqual(answer.status_code, 200)
        self.env.invalidate_all()
        self.assertFalse(self._may())
        states = self.vip._consent_lines().mapped("state")
        self.assertEqual(set(states), {"withdrawn"})
        notice = self.url_open("/privacy")
        self.assertIn("look into your complaint", notice.text)
        form = self.url_open("/complaint")
        self.assertIn("o_collection_notice", form.text)

    def test_portal(self):
        partner = self.portal_user.partner_id
        self._say("given", partner=partner)
        self.authenticate(self.portal_user.login, self.portal_user.login)
        page = self.url_open("/my/privacy")
        self.assertIn("News and offers", page.text)
        token = http.Request.csrf_token(self)
        self.url_open("/my/privacy/withdraw", data={"csrf_token": token})
        self.assertFalse(partner._may_contact("email", self.marketing))
        for _twice in range(2):
            answer = self.url_open(
                "/my/privacy/request",
                data={"csrf_token": token, "kind": "access", "details": "All of it."},
            )
            self.assertIn("We have your request", answer.text)
        requests = self.env["customer.privacy.request"].search(
            [("partner_id", "=", partner.id)]
        )
        self.assertEqual(requests.mapped("source"), ["portal"])
        answer = self.url_open(
            "/my/privacy/request", data={"csrf_token": token, "kind": "junk"}
        )
        self.assertEqual(answer.status_code, 422)


@tagged("post_install", "-at_install")
class TestPrivacyRequest(RelationsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.auditor2 = cls._user("t_rel_auditor", GROUP % "auditor")
        cls.requests = cls.env["customer.privacy.request"]
        cls.request = cls._request()

    @classmethod
    def _request(cls, user=None, **vals):
        model = cls.requests.with_user(user or cls.privacy)
        return model.create({"partner_id": cls.vip.id, "kind": "access", **vals})

    def test_rights(self):
        with self.assertRaises(AccessError):
            self.request.with_user(self.clerk).read(["state"])
        mine = self._request(self.clerk)
        self.assertEqual(mine.with_user(self.clerk).state, "new")
        with self.assertRaises(AccessError):
            mine.with_user(self.clerk).write({"details": "x"})
        for user in (self.clerk, self.auditor2, self.manager):
            request = mine.with_user(user)
            for method, words in (
                (request.action_identify, ["Known."]),
                (request.action_answer, ["Here."]),
                (request.action_refuse, ["other", "No."]),
                (request.action_close, []),
                (request.action_step, ["answer"]),
            ):
                with self.assertRaises(AccessError):
                    method(*words)
        self.assertTrue(mine.with_user(self.auditor2).name)
        for user in (self.employee, self.portal_user):
            with self.assertRaises(AccessError):
                mine.with_user(user).read(["name"])
        for vals in ({"state": "answered"}, {"refusal_reason": "fee"}):
            with self.assertRaises(AccessError):
                self.request.write(vals)
            with self.assertRaises(AccessError):
                self._request(**vals)
        foreign = self._request(company_id=self.company.id)
        officer2 = self._user("t_priv2", GROUP % "privacy", company=self.other_company)
        with self.assertRaises(AccessError):
            foreign.with_user(officer2).action_identify("Known.")

    def test_answer(self):
        request = self.request
        self.assertRegex(request.name, r"^P\d{4}-\d+")
        request.received_at = "2026-03-01 20:00:00"
        self.company.resource_calendar_id.tz = "Asia/Hong_Kong"
        request.received_at = "2026-03-01 20:30:00"
        # the second of March in Hong Kong, and 40 days
        self.assertEqual(fields.Date.to_string(request.due_date), "2026-04-11")
        self.assertTrue(request.is_late)
        self.assertIn(request, self.requests.search([("is_late", "=", True)]))
        self.assertNotIn(request, self.requests.search([("is_late", "=", False)]))
        with self.assertRaises(UserError):
            request.action_answer("Here.")
        with self.assertRaises(UserError):
            request.action_identify("  ")
        request.action_identify("Known in the shop.")
        request.fee = 50
        with self.assertRaises(UserError):
            request.action_answer("Here.")
        request.fee_paid_at = fields.Date.today()
        request.action_answer("Here it is.")
        with self.assertRaises(UserError):
            request.action_answer("Again.")
        with self.assertRaises(UserError):
            request.write({"kind": "erasure"})
        mail = self.env["mail.mail"].search([("model", "=", request._name)])
        self.assertIn("Here it is.", mail.body_html)
        self.assertIn(self.vip, mail.recipient_ids)
        self.assertFalse(request.activity_ids)
        request.action_close()
        with self.assertRaises(UserError):
            request.unlink()

    def test_objection_ends_advertising(self):
        marketing = self.env.ref("customer_relations_addon.customer_purpose_marketing")
        consents = self.env["customer.consent"]
        consents._record(self.vip, marketing, ["email", "sms"], "given", "written")
        self.assertTrue(self.vip._may_contact("email", marketing))
        for kind, may in (("correction", True), ("objection", False)):
            request = self._request(partner_id=self.vip.id, kind=kind)
            request.action_identify("Known in the shop.")
            action = request.action_step("answer")
            wizard = self.env["customer.privacy.step"].browse(action["res_id"])
            wizard.with_user(self.privacy).words = "Done."
            wizard.with_user(self.privacy).action_confirm()
            self.assertEqual(request.state, "answered")
            for channel in ("email", "sms"):
                allowed = self.vip._may_contact(channel, marketing)
                self.assertEqual(bool(allowed), may, kind)
        row = consents.search([("partner_id", "=", self.vip.id)], limit=1)
        self.assertEqual((row.state, row.evidence), ("withdrawn", request.name))

    def test_refusal_log(self):
        request = self.request
        with self.assertRaises(UserError):
            request.action_refuse("other", "")
        with self.assertRaises(UserError):
            request.action_refuse("junk", "Why.")
        request.action_refuse("identity", "Nothing was shown.")
        row = self.env["customer.privacy.refusal"].search([])
        self.assertEqual(row.words, "Nothing was shown.")
        with self.assertRaises(UserError):
            row.with_user(self.privacy).unlink()
        with self.assertRaises(UserError):
            row.sudo().unlink()
        with self.assertRaises(UserError):
            row._trusted().write({"words": "Other."})
        self.env.cr.execute(
            "UPDATE customer_privacy_refusal SET keep_until = '2020-01-01'"
        )
        row.invalidate_recordset()
        with self.assertRaises(AccessError):
            row.with_user(self.auditor2).unlink()
        row.with_user(self.privacy).unlink()

    def test_clock(self):
        jobs = self.env["complaint.clock"]._clock_due_batches()
        job = next(job for job in jobs if job.records._name == self.requests._name)
        request = self.request
        self.assertEqual(len(request.activity_ids), 1)
        self.assertEqual(request.activity_ids.user_id, self.privacy)
        self.assertNotIn(request, job.records.search(job.domain))
        request.received_at = fields.Datetime.now() - timedelta(days=38)
        self.assertIn(request, job.records.search(job.domain))
        request.sudo()._remind_batch()
        self.assertNotIn(request, job.records.search(job.domain))
        self.assertEqual(len(request.activity_ids), 2, "one reminder, not three")
        self.assertEqual(request.remind_at, request.due_date)
