from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import BaseCase, Form, tagged

from ..rules import repair_cover, warranty
from .workshop_common import WorkshopCommon

DAY = date(2026, 3, 14)


@tagged("post_install", "-at_install")
class TestWarrantyRule(BaseCase):
    def _rule(self, **facts):
        facts = {"reported_on": DAY, "end": DAY, "proof": True, **facts}
        ruling = warranty.rule(warranty.Facts(**facts))
        return ("in" if ruling.covered else "out"), ruling.reason

    def test_table(self):
        before, after = DAY - timedelta(1), DAY + timedelta(1)
        for facts, expected in (
            ({}, ("in", "manufacturer")),
            ({"end": before}, ("out", "expired")),
            ({"end": after}, ("in", "manufacturer")),
            ({"end": None}, ("out", "no_dates")),
            ({"proof": False}, ("out", "no_proof")),
            ({"part": "battery"}, ("out", "battery")),
            ({"part": "strap"}, ("out", "strap")),
            ({"part": "crystal"}, ("out", "crystal")),
            ({"part": "appearance"}, ("out", "appearance")),
            ({"part": "crown"}, ("in", "manufacturer")),
            ({"part": "case"}, ("in", "manufacturer")),
            ({"part": "chronograph"}, ("in", "manufacturer")),
            ({"misuse": True}, ("out", "misuse")),
            ({"water_misuse": True}, ("out", "water")),
            ({"opened_by_others": True}, ("out", "opened")),
            ({"end": None, "repair_until": DAY}, ("in", "repair_warranty")),
            ({"end": before, "repair_until": before}, ("out", "expired")),
            (
                {"end": before, "repair_until": DAY, "part": "battery", "proof": False},
                ("in", "repair_warranty"),
            ),
            ({"repair_until": DAY, "misuse": True}, ("out", "misuse")),
            ({"repair_until": DAY, "opened_by_others": True}, ("out", "opened")),
        ):
            with self.subTest(facts=facts):
                self.assertEqual(self._rule(**facts), expected)

    def test_relief_is_exact(self):
        for value, charged, expected in (
            (0.3, 0.1, 0.2),
            (380, 379.99, 0.01),
            (10, 20, 0),
        ):
            self.assertEqual(repair_cover.relief(value, charged), expected)


@tagged("post_install", "-at_install")
class TestWarrantyDecision(WorkshopCommon):
    def test_in_warranty_by_the_purchase(self):
        ticket = self._case()
        decision = self._decide(ticket)
        self.assertEqual(
            (decision.result, decision.reason, decision.is_override),
            ("in", "manufacturer", False),
        )
        self.assertEqual(ticket.warranty_result, "in")
        self.assertEqual(decision.end, self._end(ticket.purchase_date))
        self.assertIn("warranty", self._kinds(ticket))
        self.assert_chain_holds(ticket)

    def _end(self, start):
        return warranty.last_day(start, 24)

    def test_dates_of_the_serial_come_first(self):
        self.lot.warranty_start = fields.Date.today() - timedelta(days=800)
        ticket = self._case(days=9)
        decision = self._decide(ticket)
        self.assertEqual((decision.result, decision.reason), ("out", "expired"))

    def test_reported_within_decided_after(self):
        """What counts is the day the fault was reported."""
        self.lot.warranty_start = fields.Date.today() - timedelta(days=740)
        ticket = self._case(
            received_at=fields.Datetime.subtract(fields.Datetime.now(), days=20)
        )
        self.assertEqual(self._decide(ticket).result, "in")

    def test_clerk_is_told_who_decides_against_the_rule(self):
        ticket = self._case()
        with self.assertRaisesRegex(AccessError, self.supervisor.name):
            self._decide(ticket, self.clerk, "in", "Nice customer", part="battery")
        self.assertFalse(ticket.sudo().warranty_decision_ids)

    def test_override_is_logged_with_its_reason(self):
        ticket = self._case()
        decision = self._decide(
            ticket, self.supervisor, "in", "Sold without a battery test", part="battery"
        )
        self.assertTrue(decision.is_override)
        self.assertEqual(
            (decision.rule_result, decision.rule_reason, decision.reason),
            ("out", "battery", "override"),
        )
        log = self.env["complaint.decision"].search(
            [("ticket_id", "=", ticket.id), ("kind", "=", "warranty")]
        )
        self.assertEqual(log.note, "Sold without a battery test")
        self.assertIn("rule: out, battery", log.detail)
        self.assertEqual(log.user_id, self.supervisor)
        self.assert_chain_holds(ticket)

    def test_screen_shows_rule_and_rights(self):
        ticket = self._case(customer_mood="hostile")
        screen = self.env["watch.warranty.decide"].with_user(self.clerk)
        with Form(screen.with_context(default_ticket_id=ticket.id)) as form:
            self.assertEqual(form.rule_result, "out")
            self.assertEqual(form.rule_reason, "no_proof")
            form.proof = True
            self.assertEqual(form.result, "in")
            form.part = "battery"
            self.assertEqual((form.result, form.rule_reason), ("out", "battery"))
        record = form.save()
        record.action_decide()
        self.assertEqual(ticket.warranty_result, "out")

    def test_screen_shows_cards_that_decide(self):
        pages = self.env["document.page"]
        card = {
            "is_guideline": True,
            "guideline_topic": "law",
            "content": "<p>Law</p>",
            "type": "content",
        }
        ticket = self._case()
        kind = ticket.sudo().category_id
        pages.create(
            [
                {**card, "name": "Of sales", "guideline_category_ids": [(4, kind.id)]},
                {**card, "name": "Of apologies", "guideline_for_all": True},
            ]
        )
        names = [row["name"] for row in ticket._rights_cards()]
        self.assertIn("Of sales", names)
        self.assertNotIn("Of apologies", names)

    def test_deciding_again_begins_with_what_was_found(self):
        ticket = self._case()
        screen = self.env["watch.warranty.decide"].with_user(self.clerk)
        screen = screen.with_context(default_ticket_id=ticket.id)
        self.assertFalse(Form(screen).earlier_id)
        decision = self._decide(ticket, part="crystal", misuse=True)
        form = Form(screen)
        self.assertEqual(form.earlier_id.id, decision.id)
        self.assertEqual((form.part, form.misuse), ("crystal", True))
        hidden = self.env["watch.warranty.decide"].with_user(self.clerk2)
        with self.assertRaises(AccessError):
            hidden.with_context(default_ticket_id=ticket.id).default_get(["part"])

    def test_serial_of_another_product(self):
        with self.assertRaisesRegex(
            ValidationError, "is a serial number of Test watch"
        ):
            self._case(product_id=self.product2.id)

    def test_watch_of_another_customer(self):
        self.lot.owner_id = self.supplier
        ticket = self._case()
        for call in (self._decide, self._repair):
            with self.assertRaisesRegex(ValidationError, "another customer"):
                call(ticket)
        self.lot.owner_id = self.customer
        self.assertEqual(self._decide(ticket).result, "in")

    def test_no_watch(self):
        ticket = self._case(lot_id=False, product_id=False)
        with self.assertRaisesRegex(UserError, "serial number or the product"):
            self._decide(ticket)
        ticket = self._case(lot_id=False)
        with self.assertRaisesRegex(UserError, "has serial numbers"):
            self._repair(ticket)

    def test_who_decides(self):
        ticket = self._case()
        for user in (self.auditor, self.clerk2, self.watchmaker, self.employee):
            with self.assertRaises(AccessError):
                self._decide(ticket, user)

    def test_one_who_entered_the_dates_does_not_decide(self):
        """Dates of a serial number that came in after the complaint: four eyes."""
        ticket = self._case(days=900)
        keeper = self.env.ref("watch_complaint_addon.group_watch_workshop_manager")
        self.clerk.group_ids |= keeper
        lot = self._as(self.lot, self.clerk)
        lot.write({"warranty_end": fields.Date.today() + timedelta(days=30)})
        with self.assertRaisesRegex(UserError, "Somebody else"):
            self._decide(ticket)
        self.assertEqual(self._decide(ticket, self.supervisor).result, "in")
