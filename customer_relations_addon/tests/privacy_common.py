import re

from odoo.tests import new_test_user
from odoo.tools import SQL

from odoo.addons.retail_complaint_addon.tests.mail_common import MailCommon
from odoo.addons.retail_complaint_addon.tests.settlement_common import SettlementCommon

from .common import GROUP, RelationsCommon

EMAIL = "ysolde.quaxley@customer.example.com"
NAME = "Ysolde Quaxley"
PHONE = "+852 9707 3391"
# These say that somebody was erased, or hold what goes out last.
LEFT = ("mail_mail",)


class PrivacyCommon(SettlementCommon, MailCommon, RelationsCommon):
    """A customer who is known to the shop in every way there is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls._user("t_second", GROUP % "manager")
        cls.auditor2 = cls._user("t_rel_auditor", GROUP % "auditor")
        cls.ella = cls.env["res.partner"].create(
            {
                "name": NAME,
                "email": EMAIL,
                "phone": PHONE,
                "street": "7 Quarrybank Lane",
                "comment": "Likes tea.",
                "vat": "A1234567",
            }
        )
        cls.login = new_test_user(
            cls.env, "t_ella", "base.group_portal", partner_id=cls.ella.id
        )
        cls.login.partner_id.write({"name": NAME, "email": EMAIL, "phone": PHONE})

    def _known_everywhere(self):
        """Make what a shop knows of a customer after a year."""
        self.case = self._settled_case()
        # only an address on the case: how mail comes in
        self._deliver(
            self._mail(
                "My watch stopped. Ysolde Quaxley, 9123-4567, HKID A123456(7)",
                sender=f"{NAME} <{EMAIL}>",
            )
        )
        self.mailed = self.env["helpdesk.ticket"].search(
            [("partner_email", "=", EMAIL)], order="id desc", limit=1
        )
        self.mailed.partner_id = False
        self._close(self.mailed)
        self.lead = self.env["crm.lead"].create(
            {
                "name": "Ysolde Quaxley looks for a diver",
                "partner_id": self.ella.id,
                "contact_name": NAME,
                "email_from": EMAIL,
                "phone": PHONE,
                "description": "<p>Ring Ms Quaxley at 97073391.</p>",
            }
        )
        self.lead.message_post(body="Ms Quaxley rang from 9707 3391.")
        self.order = self.env["sale.order"].create(
            {"partner_id": self.ella.id, "signed_by": NAME, "client_order_ref": "X1"}
        )
        survey = self.env["survey.survey"].create({"title": "Are you well?"})
        self.answers = self.env["survey.user_input"].create(
            {"survey_id": survey.id, "email": EMAIL, "nickname": NAME}
        )
        self.fact = self.env["customer.fact"].create(
            {
                "partner_id": self.ella.id,
                "kind": "allergy",
                "value": "Nickel",
                "sensitive": True,
                "company_id": self.company.id,
            }
        )
        self.exchange = self.env["customer.exchange"].create(
            {
                "partner_id": self.ella.id,
                "kind": "visit",
                "subject": "Ysolde Quaxley asked for a diver",
                "note": "Ms Quaxley comes again.",
                "company_id": self.company.id,
                "store_id": self.store.id,
            }
        )
        self.promise = self.env["customer.promise"].create(
            {
                "partner_id": self.ella.id,
                "name": "Ring Ysolde on 9707 3391",
                "user_id": self.clerk.id,
                "due_at": "2030-01-01 10:00:00",
                "company_id": self.company.id,
            }
        )
        marketing = self.env.ref("customer_relations_addon.customer_purpose_marketing")
        self.env["customer.consent"]._record(
            self.ella, marketing, ["email"], "given", "oral", evidence="Ysolde said so."
        )
        # somebody else's record that mentions her
        self.other = self.env["res.partner"].create(
            {"name": "Her Husband", "comment": f"Husband of {EMAIL} (Ysolde Quaxley)"}
        )
        self.env["mail.blacklist"].sudo().create({"email": EMAIL})
        self.request = (
            self.env["customer.privacy.request"]
            .with_user(self.privacy)
            .create(
                {
                    "partner_id": self.ella.id,
                    "kind": "erasure",
                    "details": "Please forget me. Ysolde",
                }
            )
        )
        self.env.flush_all()

    def _settled_case(self):
        case = self._complaint(
            partner_id=self.ella.id,
            partner_name=NAME,
            partner_email=EMAIL,
            name="Watch of Ysolde Quaxley stopped",
            description="<p>Ysolde Quaxley, HKID A123456(7), 9707 3391: stopped.</p>",
            claimed_amount=500,
        )
        case.message_post(body=f"Rang Ms Quaxley ({EMAIL}).")
        case.sudo()._send_notice("acknowledged")
        case.sudo().message_post(
            body="I am not happy. Ysolde",
            author_id=self.ella.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=[("receipt ella.txt", b"Ysolde Quaxley paid 9,000")],
        )
        case.sudo()._log_decision("case_changed", note=f"Asked {NAME} at {PHONE}")
        case.action_settle_on_site(
            {
                "type_id": self.type["refund"].id,
                "amount": 500,
                "evidence": "Till 4711, taken by Ysolde Quaxley",
                "cause_id": self.cause.id,
                "customer_outcome": "satisfied",
                "verdict": "justified",
            }
        )
        self.assertTrue(case.closed)
        return case

    def _close(self, case):
        stage = self.env["helpdesk.ticket.stage"].search(
            [("closed", "=", True)], limit=1
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET stage_id = %s WHERE id = %s",
            (stage.id, case.id),
        )
        self.env.invalidate_all()

    def _erasure(self):
        """Return an erasure that waits for the second person."""
        self.request.action_identify("Known in the shop.")
        action = self.request.action_erase()
        erasure = self.env["customer.erasure"].browse(action["res_id"])
        erasure.with_user(self.privacy).action_ask()
        return erasure

    def _everywhere(self, *patterns):
        """Return {table.column: rows} in which one of the patterns stands."""
        self.env.flush_all()
        columns = self.env.execute_query(
            SQL(
                """
                SELECT c.table_name, c.column_name FROM information_schema.columns c
                JOIN information_schema.tables t USING (table_schema, table_name)
                WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
                AND c.data_type IN ('character varying', 'text', 'jsonb')
                """
            )
        )
        tables = {}
        for table, column in columns:
            tables.setdefault(table, []).append(column)
        hits = {}
        pattern = "|".join(patterns)
        for table, names in tables.items():
            row = SQL(", ").join(
                SQL("%s::text", SQL.identifier(name)) for name in names
            )
            found = self.env.execute_query(
                SQL(
                    "SELECT concat_ws(' ¦ ', %s) FROM %s t "
                    "WHERE concat_ws(' ¦ ', %s) ~ %s LIMIT 3",
                    row,
                    SQL.identifier(table),
                    row,
                    pattern,
                )
            )
            if found and table not in LEFT:
                hits[table] = [
                    [
                        name
                        for name, part in zip(names, text.split(" ¦ "), strict=False)
                        if re.search(pattern, part)
                    ]
                    or text[:300]
                    for (text,) in found
                ]
        return hits
