from datetime import date, timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, MissingError, ValidationError
from odoo.tests import tagged

from .common import ComplaintCommon


@tagged("post_install", "-at_install")
class TestChecks(ComplaintCommon):
    """What must not get into a complaint, whatever the door."""

    def _refused(self, label, **vals):
        with self.assertRaisesRegex(ValidationError, label):
            self._complaint(**vals)

    # raw values

    def test_amounts(self):
        bad = [
            float("nan"),
            float("inf"),
            float("-inf"),
            -1,
            1e13,
            1e308,
            "abc",
            True,
            [1],
            {"a": 1},
        ]
        for value in bad:
            with self.subTest(value=value):
                self._refused("Amount Claimed", claimed_amount=value)
        ticket = self._complaint(claimed_amount=38000)
        for value in bad:
            with (
                self.subTest(value=value),
                self.assertRaisesRegex(ValidationError, "Amount Claimed"),
            ):
                ticket.write({"claimed_amount": value})
        self.assertEqual(ticket.claimed_amount, 38000)

    def test_amount_by_context_and_by_commands(self):
        model = self.env["helpdesk.ticket"].with_user(self.clerk)
        with self.assertRaisesRegex(ValidationError, "Amount Claimed"):
            model.with_context(default_claimed_amount=float("nan")).create(
                self._complaint_vals()
            )
        ticket = self._complaint()
        with self.assertRaisesRegex(ValidationError, "Amount Claimed"):
            ticket.write(
                {
                    "duplicate_ids": [
                        Command.create(self._complaint_vals(claimed_amount="many"))
                    ]
                }
            )

    def test_values_of_the_wrong_kind(self):
        for name, value, label in [
            ("incident_at", "yesterday", "Happened At"),
            ("purchase_date", "1/2", "Purchase Date"),
            ("severity", "terrible", "Severity"),
            ("store_id", "TST", "Store"),
            ("store_id", 2**40, "Store"),
            ("category_id", "quality", "Category"),
            ("lot_id", [1], "Serial Number"),
        ]:
            with self.subTest(name=name, value=value):
                self._refused(label, **{name: value})

    def test_what_is_required_and_empty(self):
        """Python says so, before PostgreSQL would write an error into the log."""
        for model, label in [
            ("complaint.referral.step", "Referral"),
            ("complaint.custody.receive", "Hand-over"),
            ("complaint.custody.hand.over", "Article"),
            ("complaint.settle.on.site", "Complaint"),
            ("complaint.solution", "Complaint"),
        ]:
            with self.subTest(model=model), self.assertNoLogs("odoo.sql_db", "ERROR"):
                with self.assertRaisesRegex(ValidationError, f"{label}.* is missing"):
                    self.env[model].with_user(self.clerk).create({})
        cause = self.cause.with_user(self.manager)
        with self.assertRaisesRegex(ValidationError, "is missing"):
            cause.write({"name": False})

    def test_a_record_that_does_not_exist(self):
        ticket = self._complaint()
        screens = self.env["complaint.settle.on.site"].with_user(self.clerk)
        with self.assertRaisesRegex(MissingError, "does not exist"):
            screens.create({"ticket_id": ticket.id, "type_id": 99999999})
        screen = screens.create({"ticket_id": ticket.id})
        with self.assertRaisesRegex(MissingError, "does not exist"):
            screen.write({"cause_id": 99999999})

    def test_nothing_happened(self):
        self._refused("Description", name="", description="<p><br></p>")
        self._refused("Description", name=" ", description=False)
        ticket = self._complaint(description=False)
        self.assertIn("The watch stopped", ticket.description)
        ticket = self._complaint(
            name=False, description="<p>It fell apart.</p><p>b</p>"
        )
        self.assertEqual(ticket.name, "It fell apart.")
        for vals in ({"name": " "}, {"description": "<p></p>"}):
            with self.assertRaises(ValidationError):
                ticket.write(vals)

    # dates and companies

    def test_dates(self):
        now = fields.Datetime.now()
        self._refused("Happened At", incident_at=now + timedelta(hours=1))
        self._refused("Received At", received_at=now + timedelta(days=1))
        self._refused("Purchase Date", purchase_date=date.today() + timedelta(days=2))
        self._refused(
            "Purchase Date",
            incident_at=now - timedelta(days=10),
            purchase_date=date.today() - timedelta(days=8),
        )
        ticket = self._complaint(
            incident_at=now - timedelta(days=1),
            purchase_date=date.today() - timedelta(days=10),
        )
        with self.assertRaisesRegex(ValidationError, "Happened At"):
            ticket.incident_at = now + timedelta(days=1)

    def test_store_of_another_company(self):
        self._refused("Store", store_id=self.other_store.id)
        ticket = self._complaint()
        with self.assertRaisesRegex(ValidationError, "Store"):
            ticket.write({"store_id": self.other_store.id})

    def test_records_of_another_company(self):
        other = self.other_company.id
        env = self.env
        team = env["helpdesk.ticket.team"].create({"name": "O", "company_id": other})
        category = env["helpdesk.ticket.category"].create(
            {"name": "O", "company_id": other, "is_complaint": True}
        )
        cause = env["complaint.cause"].create({"name": "O", "company_id": other})
        employee = env["hr.employee"].create({"name": "O", "company_id": other})
        lot = env["stock.lot"].create(
            {"name": "O", "product_id": self.product.id, "company_id": other}
        )
        self._refused("Team", team_id=team.id)
        self._refused("Category", category_id=category.id)
        self._refused("Cause", cause_id=cause.id)
        self._refused("Staff Involved", staff_ids=[Command.set(employee.ids)])
        self._refused("Serial Number", lot_id=lot.id, product_id=self.product.id)

    def test_lot_of_another_product(self):
        self._refused("Serial Number", product_id=self.product2.id, lot_id=self.lot.id)
        ticket = self._complaint(lot_id=self.lot.id)
        self.assertEqual(ticket.product_id, self.product)

    def test_currency_without_rate(self):
        sek = self.env.ref("base.SEK")
        sek.active = True
        self.env["res.currency.rate"].search([("currency_id", "=", sek.id)]).unlink()
        self._refused("Currency", currency_id=sek.id, claimed_amount=10)
        ticket = self._complaint(currency_id=self.usd.id, claimed_amount=10)
        self.assertEqual(ticket.currency_id, self.usd)
        self.assertEqual(self._complaint().currency_id, self.hkd)

    # required facts

    def _require(self, name, moment="intake", **vals):
        return self.env["complaint.fact"].create(
            {
                "name": name or "Promise",
                "field_name": name,
                "question": "What exactly?",
                "required_at": moment,
                "category_ids": [Command.set(self.category.ids)],
                **vals,
            }
        )

    def test_required_facts(self):
        self._require("purchase_date")
        self._refused("Purchase Date: What exactly")
        ticket = self._complaint(purchase_date="2026-01-05")
        self.assertFalse(ticket.missing_fact_text)

    def test_required_fact_with_alternative(self):
        self._require("staff_ids", alternative_field_name="incident_place")
        self._refused("Staff Involved")
        self.assertTrue(self._complaint(incident_place="Counter 3"))
        self.assertTrue(self._complaint(staff_ids=[Command.set(self.staff.ids)]))

    def test_required_free_fact(self):
        fact = self._require(False)
        self._refused("Promise: What exactly")
        self._refused(
            "Promise",
            fact_answer_ids=[Command.create({"fact_id": fact.id, "answer": " "})],
        )
        answer = [Command.create({"fact_id": fact.id, "answer": "Monday"})]
        self.assertTrue(self._complaint(fact_answer_ids=answer))

    def test_free_question_can_be_answered_whatever_the_door(self):
        """Where the answer belongs is said, and that block is on the form."""
        self._require(False)
        ticket = self.env["helpdesk.ticket"].create(self._complaint_vals())
        self.assertTrue(ticket.asks_free_facts)
        with self.assertRaisesRegex(ValidationError, "Answers to the questions"):
            ticket._check_facts("close")

    def test_question_with_a_field_names_no_other_block(self):
        self._require("purchase_date")
        ticket = self.env["helpdesk.ticket"].create(self._complaint_vals())
        self.assertFalse(ticket.asks_free_facts)
        with self.assertRaises(ValidationError) as caught:
            ticket._check_facts("close")
        self.assertIn("Purchase Date", str(caught.exception))
        self.assertNotIn("Answers to the questions", str(caught.exception))

    def test_fact_for_closing_does_not_stop_intake(self):
        self._require("purchase_ref", moment="close")
        ticket = self._complaint()
        self.assertIn("Receipt or Order", ticket.missing_fact_text)
        self._ready_to_close(ticket)
        with self.assertRaisesRegex(ValidationError, "Receipt or Order"):
            ticket.action_close_complaint()
        ticket.purchase_ref = "R-1"
        ticket.action_close_complaint()

    def test_mail_is_not_refused_for_a_missing_fact(self):
        self._require("purchase_date")
        ticket = self.env["helpdesk.ticket"].create(self._complaint_vals())
        self.assertTrue(ticket.missing_fact_text)

    def test_facts_of_the_branch(self):
        self._require("purchase_date")
        child = self.category.copy({"parent_id": self.category.id, "fact_ids": False})
        self._refused("Purchase Date", category_id=child.id)

    # links (D1)

    def test_links_do_not_leak(self):
        secret = self._complaint(user=self.clerk2, store_id=self.store2.id)
        own = self._complaint()
        self.assertFalse(secret.with_user(self.clerk).has_access("read"))
        with self.assertRaises(AccessError):
            own.write({"duplicate_id": secret.id})
        with self.assertRaises(AccessError):
            self._complaint(duplicate_id=secret.id)
        with self.assertRaises(AccessError):
            own.write({"duplicate_ids": [Command.link(secret.id)]})
        plain = self._plain_ticket()
        wizard = self.env["helpdesk.ticket.duplicate.wizard"]
        with self.assertRaises(AccessError):
            wizard.with_user(self.helpdesk_user).create(
                {"ticket_id": plain.id, "duplicate_of_id": secret.id}
            )
        own.write({"duplicate_id": self._complaint().id})
