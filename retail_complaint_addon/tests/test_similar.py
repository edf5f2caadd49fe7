import math
import random

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models import complaint_fingerprint
from ..rules import similar, tokens
from .common import ComplaintCommon


@tagged("post_install", "-at_install")
class TestSimilar(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.crown = cls._complaint(
            name="The crown came off",
            description="<p>I pulled the crown and it came off with its stem.</p>",
            product_id=cls.product.id,
        )
        cls.stopped = cls._complaint(
            name="手錶停了",
            description="<p>新買的手錶戴了九天,秒針停了不動。</p>",
        )
        cls.rude = cls._complaint(
            name="Rude at the counter",
            description="<p>The salesman laughed at me.</p>",
        )
        cls.elsewhere = cls._complaint(
            user=cls.clerk2,
            store_id=cls.store2.id,
            name="Crown broken off",
            description="<p>The crown of the watch came off.</p>",
        )

    def _ids(self, case, user):
        found = case.with_user(user).similar_cases()
        return [row["id"] for row in found]

    def _new(self, **vals):
        return self._complaint(
            name="Crown fell off", description="<p>The crown came off.</p>", **vals
        )

    # who may not

    def test_clerk_does_not_see_cases_of_other_stores(self):
        case = self._new()
        ids = self._ids(case, self.clerk)
        self.assertIn(self.crown.id, ids)
        self.assertNotIn(self.elsewhere.id, ids)
        self.assertIn(self.elsewhere.id, self._ids(case, self.manager))

    def test_no_look_from_a_case_one_cannot_read(self):
        with self.assertRaises(AccessError):
            self.elsewhere.with_user(self.clerk).similar_cases()

    def test_customer_and_plain_employee_look_into_nothing(self):
        case = self._new(partner_id=self.portal_user.partner_id.id)
        for user in (self.portal_user, self.employee, self.helpdesk_user):
            with self.assertRaises(AccessError):
                case.with_user(user).similar_cases()

    def test_person_complained_about_does_not_find_the_case(self):
        self.rude.staff_ids = self.staff
        self.store.member_ids |= self.staff_user
        case = self._complaint(
            user=self.staff_user,
            name="Rude again",
            description="<p>The salesman laughed at the counter.</p>",
        )
        self.assertNotIn(self.rude.id, self._ids(case, self.staff_user))
        self.assertIn(self.rude.id, self._ids(case, self.clerk))

    def test_other_company_finds_nothing_here(self):
        other = self._complaint(
            user=self.other_manager,
            company_id=self.other_company.id,
            store_id=self.other_store.id,
            name="Crown came off",
            description="<p>The crown came off.</p>",
        )
        self.assertEqual(self._ids(other, self.other_manager), [])

    def test_nobody_reads_the_index(self):
        for user in (self.clerk, self.manager, self.auditor):
            with self.assertRaises(AccessError):
                self.env["complaint.fingerprint"].with_user(user).search([])

    # what is found

    def test_best_first_with_reasons(self):
        case = self._new(product_id=self.product.id)
        rows = case.with_user(self.clerk).similar_cases()
        self.assertEqual(rows[0]["id"], self.crown.id)
        self.assertIn("crown", rows[0]["reasons"]["words"])
        self.assertIn("Product", rows[0]["reasons"]["facts"])
        self.assertNotIn(self.rude.id, [row["id"] for row in rows[:1]])

    def test_simplified_finds_traditional(self):
        case = self._complaint(name="手表停了", description="<p>秒针不动</p>")
        self.assertEqual(self._ids(case, self.clerk)[0], self.stopped.id)

    def test_what_was_decided(self):
        self.crown.claimed_amount = 100
        apology = self.env.ref("retail_complaint_addon.solution_type_apology")
        self.env["complaint.authority"].create(
            {
                "name": "Clerks",
                "user_ids": [(6, 0, self.clerk.ids)],
                "amount_limit": 500,
                "currency_id": self.hkd.id,
                "company_id": self.company.id,
            }
        )
        self.crown.with_user(self.clerk).action_settle_on_site(
            {
                "line_ids": [(0, 0, {"type_id": apology.id})],
                "reason": "Our fault",
                "evidence": "Said",
                "verdict": "justified",
                "cause_id": self.cause.id,
                "customer_outcome": "satisfied",
            }
        )
        row = self._new().with_user(self.clerk).similar_cases()[0]
        self.assertEqual(row["decided"], [apology.name])
        self.assertEqual(row["outcome"], "Satisfied")
        self.assertEqual(row["verdict"], "Justified")
        self.assertTrue(row["closed"])

    def test_follows_the_text_and_leaves_duplicates_out(self):
        case = self._new()
        self.rude.write({"description": "<p>The crown came off, crown, stem.</p>"})
        self.assertIn(self.rude.id, self._ids(case, self.clerk))
        self.crown.with_user(self.manager).duplicate_id = case
        self.assertNotIn(self.crown.id, self._ids(case, self.clerk))

    def test_plain_tickets_are_not_indexed(self):
        plain = self._plain_ticket(name="The crown came off")
        self.assertNotIn(plain.id, self._ids(self._new(), self.manager))
        self.env.cr.execute(
            "SELECT count(*) FROM complaint_fingerprint WHERE ticket_id = %s",
            [plain.id],
        )
        self.assertEqual(self.env.cr.fetchone()[0], 0)

    def test_queries_do_not_grow(self):
        case = self._new()
        case.with_user(self.clerk).similar_cases()
        self.env.invalidate_all()
        with self.assertQueryCount(25):
            case.with_user(self.clerk).similar_cases()

    # arithmetic

    def test_found_through_the_index_as_by_comparing_with_all(self):
        case = self._new(product_id=self.product.id)
        compared = case.with_user(self.manager)._similar()
        self.env.cr.execute("ANALYZE complaint_fingerprint")
        self.patch(complaint_fingerprint, "FEW_ROWS", 0)
        searched = case.with_user(self.manager)._similar()
        ids = [id_ for id_, _score, _common in compared]
        self.assertEqual(ids[:2], [self.crown.id, self.elsewhere.id])
        self.assertEqual([id_ for id_, _score, _common in searched][:2], ids[:2])

    def test_a_probe_asks_for_several_common_things_at_once(self):
        words = list(range(1, 13))
        often = {one: 0.02 if one % 2 else 0.05 for one in words}
        probes = similar.probes(words, {"product": 99}, often, 1e6, 1e-4)
        self.assertEqual(probes[0], [[99]])
        self.assertGreater(len(probes), 1)
        for probe in probes[1:]:
            expected = math.prod(often[token] for [token] in probe) * 1e6
            self.assertLessEqual(expected, similar.PROBE_ROWS)

    def test_words_that_come_together_are_asked_for_once(self):
        words = [1, 2, 3, 4, 5, 6]
        often = {1: 0.01, 2: 0.011, 3: 0.0105, 4: 0.03, 5: 0.029, 6: 0.1}
        probes = similar.probes(words, {}, often, 1e6, 1e-4)
        asked = {token for probe in probes[1:] for [token] in probe}
        self.assertFalse(asked & {2, 3, 4})

    def test_nearly_all_of_the_best_are_found(self):
        """Cases that say common things at random, and what probes miss of the best."""
        chance = random.Random(3)
        shares = [0.3, 0.2, 0.1, 0.08, 0.06, 0.05, 0.05, 0.04, 0.03, 0.03, 0.02, 0.02]
        often = dict(enumerate(shares * 4))
        cases = [
            {one for one, share in often.items() if chance.random() < share}
            for _case in range(20_000)
        ]
        recalls = []
        for asked in cases[:15]:
            words = sorted(asked)
            query = similar.wanted(words, {}, often, len(cases), 1e-4)
            rows = [(at, asked & case, 5) for at, case in enumerate(cases)]
            best = similar.best(query, rows, 10)
            probes = similar.probes(words, {}, often, len(cases), 1e-4)
            found = [
                row
                for row in rows
                if any(all(not row[1].isdisjoint(g) for g in probe) for probe in probes)
            ]
            self.assertLess(len(found), len(cases) / 4)
            least = best[-1][1] - 1e-9
            same = [one for one in similar.best(query, found, 10) if one[1] >= least]
            recalls.append(len(same) / len(best))
        self.assertGreater(sum(recalls) / len(recalls), 0.9)

    def test_words_of_hostile_text(self):
        self.assertEqual(tokens.words("\x00\ud800  <> —"), [])
        self.assertLessEqual(len(tokens.words("錶停" * 9000 + "a1 b2 " * 9000)), 400)


@tagged("post_install", "-at_install")
class TestRepeat(ComplaintCommon):
    def _at(self, days, **vals):
        moment = fields.Datetime.subtract(fields.Datetime.now(), days=days)
        return self._complaint(user=self.manager, received_at=moment, **vals)

    def test_staff_repeats_are_for_supervisors(self):
        case = self._complaint()
        with self.assertRaises(AccessError):
            case.with_user(self.clerk).read(["repeat_staff"])
        with self.assertRaises(AccessError):
            self.env["helpdesk.ticket"].with_user(self.clerk).search(
                [("repeat_staff", "=", True)]
            )
        case.with_user(self.supervisor).read(["repeat_staff"])

    def test_nobody_sets_the_badge(self):
        case = self._complaint()
        for user in (self.clerk, self.manager):
            with self.assertRaises(AccessError):
                case.with_user(user).write({"repeat_customer": True})
        with self.assertRaises(AccessError):
            self._complaint(repeat_customer=True)

    def test_customer_and_serial(self):
        first = self._at(30, lot_id=self.lot.id)
        second = self._at(0, lot_id=self.lot.id)
        self.assertFalse(first.repeat_customer or first.repeat_serial)
        self.assertTrue(second.repeat_customer and second.repeat_serial)
        other = self.env["res.partner"].create({"name": "Somebody"})
        third = self._at(0, partner_id=other.id, lot_id=self.lot.id)
        self.assertFalse(third.repeat_customer)
        self.assertTrue(third.repeat_serial)

    def test_window_of_the_company(self):
        self.company.complaint_repeat_days = 10
        self._at(30)
        self.assertFalse(self._at(0).repeat_customer)
        self.company.complaint_repeat_days = 0
        self.assertFalse(self._at(0).repeat_customer)

    def test_product_and_cause_when_the_cause_is_found(self):
        other = self.env["res.partner"].create({"name": "Somebody"})
        first = self._at(20, product_id=self.product.id)
        second = self._at(5, product_id=self.product.id, partner_id=other.id)
        second.cause_id = self.cause
        self.assertFalse(second.repeat_product_cause)
        # the earlier case changes the later one
        first.cause_id = self.cause
        self.assertTrue(second.repeat_product_cause)
        self.assertFalse(first.repeat_product_cause)
        first.cause_id = False
        self.assertFalse(second.repeat_product_cause)

    def test_case_that_comes_in_late(self):
        second = self._at(1)
        self.assertFalse(second.repeat_customer)
        self._at(9)
        self.assertTrue(second.repeat_customer)

    def test_store_and_staff(self):
        other = self.env["res.partner"].create({"name": "Somebody"})
        self._at(20, staff_ids=[(6, 0, self.staff.ids)])
        second = self._at(2, staff_ids=[(6, 0, self.staff.ids)], partner_id=other.id)
        self.assertTrue(second.repeat_staff)
        elsewhere = self._at(
            1,
            staff_ids=[(6, 0, self.staff.ids)],
            partner_id=other.id,
            store_id=self.store2.id,
        )
        self.assertFalse(elsewhere.repeat_staff)

    def test_a_duplicate_is_no_repeat(self):
        first = self._at(3)
        second = self._at(1)
        self.assertTrue(second.repeat_customer)
        second.duplicate_id = first
        self.assertFalse(second.repeat_customer)

    def test_filter(self):
        self._at(30)
        second = self._at(0)
        found = self.env["helpdesk.ticket"].with_user(self.clerk)
        found = found.search([("repeat_customer", "=", True)])
        self.assertIn(second, found)
