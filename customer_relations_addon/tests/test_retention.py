from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import RelationsCommon

PREFIX = "customer_relations_addon.data_recycle_%s"


@tagged("post_install", "-at_install")
class TestRetention(RelationsCommon):
    """What is old loses the person and keeps the figures; a hold wins."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.held = cls.env["res.partner"].create({"name": "Held Person"})
        case = cls._complaint(partner_id=cls.held.id, legal_hold=True)
        cls.case = case.with_env(cls.env)
        cls.logs = cls.env["customer.retention.log"]

    def _run(self, name, records):
        rule = self.env.ref(PREFIX % name)
        self.assertFalse(rule.active, "the company decides first")
        rows = self.env["data_recycle.record"].create(
            [{"res_id": id_, "recycle_model_id": rule.id} for id_ in records.ids]
        )
        with self.assertRaises(AccessError):
            rows.with_user(self.privacy).action_validate()
        before = self.logs.search([])
        rows.action_validate()
        self.env.invalidate_all()
        kept = rows.exists()
        self.assertTrue(all(kept.mapped("kept_because")))
        log = self.logs.search([]) - before
        self.assertEqual((log.rule, log.user_id), (rule.name, self.env.user))
        counts = (log.done_count, log.kept_count)
        self.assertEqual(counts, (len(rows) - len(kept), len(kept)))
        return kept.mapped("res_id")

    def _exchange(self, partner, **values):
        return self.env["customer.exchange"].create(
            {
                "partner_id": partner.id,
                "subject": "Vip Customer asked for a diver",
                "note": "Call 2345 6789",
                "date": "2020-03-01 10:00:00",
                "user_id": self.clerk.id,
                "store_id": self.store.id,
                "company_id": self.company.id,
                **values,
            }
        )

    def test_exchanges(self):
        old = self._exchange(self.vip)
        old.message_post(body="Vip Customer was nice")
        held = self._exchange(self.held)
        running = self._complaint(partner_id=self.vip.id)
        of_case = self._exchange(self.vip, ticket_id=running.id)
        promise = self.env["customer.promise"].create(
            {
                "partner_id": self.vip.id,
                "name": "Show the diver",
                "user_id": self.clerk.id,
                "due_at": "2030-01-01 10:00:00",
                "company_id": self.company.id,
                "exchange_id": old.id,
            }
        )
        kept = self._run("visits", old | held | of_case)
        self.assertEqual(kept, (held | of_case).ids)
        self.assertFalse(promise.exchange_id, "by it the customer was known again")
        self.assertEqual((old.subject, old.note), ("[erased]", False))
        self.assertNotEqual(old.partner_id, self.vip)
        self.assertEqual(old.partner_id.last_contact_at, old.date)
        self.assertFalse(old.message_ids)
        self.assertEqual((old.store_id, old.user_id), (self.store, self.clerk))
        self.assertEqual(str(old.date), "2020-03-01 10:00:00", "the figures stay")
        self.assertEqual(held.partner_id, self.held, "a legal hold wins")
        self.assertEqual(of_case.partner_id, self.vip, "so does an open complaint")
        # nobody empties what somebody asks to see
        asked = self._exchange(self.vip)
        self.env["customer.privacy.request"].create(
            {"partner_id": self.vip.id, "kind": "access"}
        )
        self.assertEqual(self._run("visits", asked), asked.ids)
        self.assertEqual(asked.partner_id, self.vip)

    def test_found_by_the_rule_once(self):
        rule = self.env.ref(PREFIX % "visits")
        old = self._exchange(self.vip)
        new = self._exchange(self.vip, date="2026-11-01 10:00:00")
        call = self._exchange(self.vip, kind="call")
        rule.recycle_mode = "automatic"
        rule._recycle_records()
        self.env.invalidate_all()
        self.assertEqual(old.subject, "[erased]")
        self.assertEqual((new | call).partner_id, self.vip)
        held = self._exchange(self.held)
        rule._recycle_records()
        self.assertEqual(held.partner_id, self.held)
        self.assertFalse(rule.recycle_record_ids, "found again the next time")

    def test_customers_heard_of_stay(self):
        """An exchange does not change the date of the contact, and counts."""
        rule = self.env.ref(PREFIX % "customers")
        lost, seen, gone = self.env["res.partner"].create(
            [{"name": name} for name in ("Lost One", "Seen Again", "Gone One")]
        )
        self._exchange(seen, date="2026-03-01 10:00:00")
        self._exchange(lost, date="2016-03-01 10:00:00")
        gone.erased_at = "2020-01-01"
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET write_date = '2015-01-01' WHERE id IN %s",
            [tuple((lost | seen | gone | self.held).ids)],
        )
        self.env.invalidate_all()
        rule._recycle_records()
        found = rule.recycle_record_ids.mapped("res_id")
        self.assertIn(lost.id, found)
        self.assertNotIn(seen.id, found)
        self.assertNotIn(gone.id, found)
        kept = self._run("customers", lost | seen)
        self.assertEqual(kept, seen.ids)
        self.assertIn("Erased customer", lost.name)
        self.assertEqual(seen.name, "Seen Again")

    def test_log_is_read_not_written(self):
        self._run("visits", self._exchange(self.vip))
        log = self.logs.search([], limit=1)
        self.assertEqual(log.with_user(self.privacy).done_count, 1)
        for user in (self.clerk, self.manager, self.employee):
            with self.assertRaises(AccessError):
                log.with_user(user).read(["rule"])
        for user in (self.privacy, self.env.user):
            for vals in ({"done_count": 0}, {"rule": "x"}):
                with self.assertRaises(AccessError):
                    log.with_user(user).write(vals)
            refused = AccessError if user == self.privacy else UserError
            with self.assertRaises(refused):
                log.with_user(user).unlink()

    def test_enquiries_and_answers(self):
        lead = self.env["crm.lead"].create(
            {
                "name": "Vip Customer wants a ring",
                "type": "opportunity",
                "partner_id": self.vip.id,
                "email_from": "vip.customer@example.com",
                "phone": "+852 2345 6789",
                "description": "<p>Ring Vip</p>",
                "store_id": self.store.id,
                "company_id": self.company.id,
                "enquiry_kind": "product",
            }
        )
        exchange = self._exchange(self.vip, lead_id=lead.id)
        self._run("leads", lead)
        self.assertFalse(exchange.lead_id, "by it the enquiry was known again")
        self.assertEqual(lead.name, "[erased]")
        for name in ("partner_id", "email_from", "email_normalized", "phone"):
            self.assertFalse(lead[name], name)
        self.assertEqual((lead.store_id, lead.enquiry_kind), (self.store, "product"))
        survey = self.env["survey.survey"].create({"title": "Are you well?"})
        question = self.env["survey.question"].create(
            {"title": "Why?", "survey_id": survey.id, "question_type": "text_box"}
        )
        answers = self.env["survey.user_input"].create(
            {"survey_id": survey.id, "partner_id": self.vip.id, "email": "a@x.hk"}
        )
        line = self.env["survey.user_input.line"].create(
            {
                "user_input_id": answers.id,
                "question_id": question.id,
                "answer_type": "text_box",
                "value_text_box": "Ask my wife Ada",
            }
        )
        self._run("surveys", answers)
        self.assertFalse(answers.partner_id or answers.email or line.value_text_box)

    def test_logs(self):
        log = self.env["customer.access.log"]
        facts = self.env["customer.fact"].create(
            [
                {
                    "partner_id": partner.id,
                    "kind": "other",
                    "value": "x",
                    "company_id": self.company.id,
                }
                for partner in (self.vip, self.held)
            ]
        )
        log._write_down(facts)
        rows = log.search([("model", "=", facts._name), ("res_id", "in", facts.ids)])
        self._run("access_log", rows)
        self.assertEqual(len(rows.exists()), 2, "not before a year is over")
        self.env.cr.execute(
            "UPDATE customer_access_log SET at = '2020-01-01' WHERE id IN %s",
            [tuple(rows.ids)],
        )
        self.env.invalidate_all()
        self._run("access_log", rows)
        self.assertEqual(rows.exists().partner_id, self.held)
        self.assertEqual(self.env.ref(PREFIX % "refusals").recycle_action, "unlink")
        for name in ("complaint.decision", "customer.erasure"):
            with self.assertRaisesRegex(UserError, "no rule"):
                self.env["data_recycle.model"].create(
                    {"name": name, "res_model_id": self.env["ir.model"]._get_id(name)}
                )
        with self.assertRaisesRegex(UserError, "contacts, exchanges"):
            self.env["data_recycle.model"].create(
                {
                    "name": "Orders",
                    "res_model_id": self.env["ir.model"]._get_id("sale.order"),
                    "recycle_action": "anonymise",
                }
            )
