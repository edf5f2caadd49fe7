from odoo.tests import tagged

from .common import RelationsCommon


@tagged("post_install", "-at_install")
class TestConsentMarketing(RelationsCommon):
    """Mass mailing and text messages, where these addons are installed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.refusing = cls.env["res.partner"].create(
            {
                "name": "Said No",
                "email": "said.no@example.com",
                "phone": "+852 2345 6780",
            }
        )
        marketing = cls.env.ref("customer_relations_addon.customer_purpose_marketing")
        cls.env["customer.consent"].with_company(cls.company)._record(
            cls.vip, marketing, ["email", "sms"], "given", "written"
        )
        cls.both = cls.vip | cls.refusing

    def test_mass_mailing(self):
        if "mailing.mailing" not in self.env:
            self.assertNotIn("mass_mailing_id", self.env["mail.compose.message"])
            return
        mailing = self.env["mailing.mailing"].create(
            {
                "name": "Preview",
                "subject": "Preview of the watches",
                "body_html": "<p>Come.</p>",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "mailing_domain": [("id", "in", self.both.ids)],
                "keep_archives": True,
            }
        )
        mailing.with_company(self.company).action_send_mail()
        traces = mailing.mailing_trace_ids
        status = {trace.email: trace.trace_status for trace in traces}
        self.assertEqual(status["said.no@example.com"], "cancel")
        self.assertNotEqual(status["vip.customer@example.com"], "cancel")
        mails = self.env["mail.mail"].search([("mailing_id", "=", mailing.id)])
        live = mails.filtered(lambda one: one.state != "cancel")
        self.assertIn(self.vip._consent_link(), live.body_html)

    def _composer(self, mode, records):
        return (
            self.env["sms.composer"]
            .with_company(self.company)
            .create(
                {
                    "composition_mode": mode,
                    "res_model": records._name,
                    "res_ids": str(records.ids),
                    "body": "Come to the preview",
                    "mass_force_send": False,
                }
            )
        )

    def test_text_messages(self):
        consents = self.env["customer.consent"]
        if "sms.composer" not in self.env:
            self.assertNotIn("sms.composer", consents.env.registry)
            return
        composer = self._composer("mass", self.both)
        composer._action_send_sms()
        sent = self.env["sms.sms"].search([("partner_id", "in", self.both.ids)])
        states = {one.partner_id: one.state for one in sent}
        self.assertEqual(states[self.refusing], "canceled")
        self.assertEqual(states[self.vip], "outgoing")
        # what is written to one customer about something is service
        info = self.refusing._sms_get_recipients_info()
        single = self._composer("comment", self.refusing)
        self.assertFalse(consents._sms_refused(single, self.refusing, info))
