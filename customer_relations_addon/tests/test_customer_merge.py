import logging
import time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.retail_complaint_addon.tests.settlement_common import SettlementCommon

from .common import GROUP

_logger = logging.getLogger(__name__)
QUIET = ("odoo.addons.base.partner.merge", "odoo.models.unlink", "odoo.models")


@tagged("post_install", "-at_install")
class TestCustomerMerge(SettlementCommon):
    @classmethod
    def setUpClass(cls):  # pylint: disable=invalid-name
        super().setUpClass()
        cls.shop = cls._user("t_shop_merge", GROUP % "user")
        cls.store.member_ids |= cls.shop
        cls.kept, cls.double = cls.env["res.partner"].create(
            [
                {
                    "name": "Ada Wong",
                    "email": "ada.wong@example.com",
                    "phone": "+852 9123 4567",
                    "company_id": cls.company.id,
                },
                {
                    "name": "Wong Ada",
                    "email": "Ada.Wong@example.com",
                    "phone": "9123 4567",
                    "street": "1 Nathan Road",
                    "function": "Architect",
                    "comment": "Likes tea",
                    "company_id": cls.company.id,
                },
            ]
        )

    def _screen(self, user=None, **vals):
        screens = self.env["customer.merge"].with_user(user or self.supervisor)
        values = {"partner_id": self.kept.id, "other_id": self.double.id, **vals}
        return screens.create(values)

    def _pair(self):
        return self.env["customer.duplicate"]._pair(self.kept, self.double)

    # ------------------------------------------------------------------
    # the list
    # ------------------------------------------------------------------

    def test_found_by_address_and_number(self):
        family = {"phone": "2811 0000", "company_id": self.company.id}
        self.env["res.partner"].create(
            [{"name": f"Guest {index}", **family} for index in range(7)]
        )
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        people = self.env["res.partner"].create(
            [
                {"name": name, "parent_id": firm.id, "email": "office@example.com"}
                for name in ("One", "Two")
            ]
        )
        duplicates = self.env["customer.duplicate"].with_user(self.supervisor)
        duplicates.action_find()
        pair = self._pair()
        self.assertEqual((pair.partner_id, pair.other_id), (self.kept, self.double))
        self.assertTrue(pair.same_email and pair.same_phone)
        self.assertFalse(pair.same_name)
        found = duplicates.sudo().search([("state", "=", "open")])
        listed = found.partner_id | found.other_id
        self.assertFalse(listed & people)
        self.assertNotIn("2811 0000", listed.mapped("phone"))
        self.assertFalse(listed & self.env.companies.partner_id)
        self.assertFalse(listed & self.clerk.partner_id)
        number = len(found)
        duplicates.action_find()
        self.assertEqual(
            len(duplicates.sudo().search([("state", "=", "open")])), number
        )
        pair.with_user(self.supervisor).action_dismiss()
        duplicates._find()
        self.assertEqual(self._pair().state, "dismissed")
        pair.with_user(self.supervisor).action_list_again()
        self.double.write({"email": False, "phone": False})
        duplicates._find()
        self.assertFalse(self._pair())

    def test_shop_staff_propose_only(self):
        screen = self._screen(self.shop, note="Same face")
        self.assertFalse(screen.may_merge)
        self.assertNotIn("Messages", str(screen.preview))
        screen.action_propose()
        pair = self._pair()
        self.assertEqual((pair.state, pair.proposed_by_id), ("proposed", self.shop))
        with self.assertRaises(UserError):
            screen.action_propose()
        self.shop.group_ids |= self.env.ref("base.group_partner_manager")
        base = self.env["base.partner.merge.automatic.wizard"].with_user(self.shop)
        for attempt in (
            screen.action_merge,
            pair.with_user(self.shop).action_dismiss,
            pair.with_user(self.shop).action_find,
            lambda: base._merge((self.kept | self.double).ids, self.kept),
            lambda: pair.with_user(self.shop).write({"state": "merged"}),
            lambda: pair.with_user(self.supervisor).write({"state": "merged"}),
            lambda: pair.with_user(self.supervisor).create(
                {"partner_id": self.kept.id, "other_id": self.double.id}
            ),
            pair.with_user(self.supervisor).unlink,
        ):
            with self.assertRaises(AccessError):
                attempt()
        self.assertTrue(self.double.exists())
        for user in (self.employee, self.portal_user, self.auditor):
            with self.assertRaises(AccessError):
                self._screen(user)
        self.assertTrue(pair.with_user(self.auditor).read(["state"]))
        strange = pair.with_user(self.other_manager).with_context(
            allowed_company_ids=self.other_company.ids
        )
        self.assertFalse(strange.has_access("read"))

    # ------------------------------------------------------------------
    # what stands in the way
    # ------------------------------------------------------------------

    @mute_logger(*QUIET)
    def test_obstacles(self):
        base = self.env["base.partner.merge.automatic.wizard"]

        def refused(words, seen=None):
            screen = self._screen()
            self.assertIn(seen or words, screen.obstacle)
            with self.assertRaisesRegex(UserError, seen or words):
                screen.action_merge()
            with self.assertRaisesRegex(UserError, words):
                base._merge((self.kept | self.double).ids, self.kept)

        held = self._complaint(partner_id=self.double.id, legal_hold=True)
        refused("legal hold")
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET legal_hold = FALSE WHERE id = %s", [held.id]
        )
        held.invalidate_recordset(["legal_hold"])
        request = self.env["customer.privacy.request"].create(
            {"partner_id": self.double.id, "kind": "access"}
        )
        # whether somebody asked about their data is for privacy officers
        refused("Privacy request", "may not open")
        request.unlink()
        self.double.company_id = False
        refused("different companies")
        self.double.company_id = self.company
        staff = self._user("t_double", partner_id=self.double.id)
        staff.active = False
        refused("login of a colleague")

    def test_records_of_another_company(self):
        (self.kept | self.double).company_id = False
        self.env["customer.fact"].create(
            {
                "partner_id": self.double.id,
                "value": "Tea",
                "company_id": self.other_company.id,
            }
        )
        screen = self._screen()
        self.assertIn("do not work for", screen.obstacle)
        with self.assertRaises(UserError):
            screen.action_merge()

    # ------------------------------------------------------------------
    # the merge
    # ------------------------------------------------------------------

    def _give_everything(self):
        """Give the double one of each, and return {model: records}."""
        own = {"partner_id": self.double.id, "company_id": self.company.id}
        purpose = self.env["customer.purpose"].search([], limit=1)
        self.env["customer.consent"]._record(
            self.double, purpose, ["email"], "given", "written", evidence="Signed"
        )
        ticket = self._complaint(partner_id=self.double.id)
        lead = self.env["crm.lead"].create({"name": "Blue", **own})
        exchange = self.env["customer.exchange"].create(
            {"subject": "Asked", "store_id": self.store.id, **own}
        )
        promise = self.env["customer.promise"].create(
            {"name": "Call", "within": 1, "store_id": self.store.id, **own}
        )
        handover = self.env["customer.handover"].create(
            {"name": "Strap", "target": "sales", "user_id": self.shop.id, **own}
        )
        made = [ticket, lead, exchange, promise, handover]
        made += [
            self.env["customer.fact"].create({"value": "Nickel", **own}),
            self.env["customer.wish"].create({"name": "Steel", **own}),
            self.env["customer.ownership"].create(
                {"product_id": self.product.id, "lot_id": self.lot.id, **own}
            ),
            self.env["sale.order"].create(own),
            self.env["customer.consent"].search([("partner_id", "=", self.double.id)]),
        ]
        return {records._name: records for records in made}

    @mute_logger(*QUIET)
    def test_every_link_and_every_log(self):
        made = self._give_everything()
        ticket = made["helpdesk.ticket"]
        package = self._package(ticket, 500)
        package.action_submit()
        chain = self.env["complaint.chain"].search([("ticket_id", "=", ticket.id)])
        self.assertTrue(chain.decision_ids)
        old = self._complaint(partner_id=self.kept.id)
        message = self.double.message_post(body="Called in May")
        paper = self.env["ir.attachment"].create(
            {"name": "form.txt", "raw": b"x", "res_model": "res.partner"}
        )
        paper.res_id = self.double.id
        # one place both follow, one only the double
        for record, people in (
            (ticket, self.double),
            (made["crm.lead"], self.kept | self.double),
        ):
            record.sudo().message_subscribe(people.ids)
        self.env.flush_all()

        screen = self._screen(note="Same person")
        self.assertFalse(screen.obstacle)
        self.assertIn("1 Nathan Road", str(screen.preview))
        action = screen.action_merge()
        self.assertEqual(action["res_id"], self.kept.id)
        self.env.invalidate_all()
        self.assertFalse(self.double.exists())
        for model, records in made.items():
            self.assertEqual(records.sudo().partner_id, self.kept, model)
        self.assertEqual(message.res_id, self.kept.id)
        self.assertEqual(paper.res_id, self.kept.id)
        for record in (ticket, made["crm.lead"]):
            self.assertIn(self.kept, record.sudo().message_partner_ids)
        self.assertEqual(chain._verify(), [])
        self.assertTrue(self.kept.last_contact_at)
        self.assertEqual(self.kept.street, "1 Nathan Road")
        self.assertEqual(self.kept.name, "Ada Wong")
        self.assertTrue((ticket | old).sudo().filtered("repeat_customer"))
        log = "\n".join(str(body) for body in self.kept.message_ids.mapped("body"))
        for words in ("Wong Ada", "9123 4567", "Called in May"):
            self.assertIn(words, log)
        row = self.env["customer.duplicate"].search([("state", "=", "merged")])
        self.assertEqual((row.partner_id, row.merged_name), (self.kept, "Wong Ada"))
        self.assertEqual(row.settled_by_id, self.supervisor)
        self.assertIn("Promise to a Customer", row.moved)
        self.env["customer.duplicate"]._find()
        self.assertTrue(row.exists())

    @mute_logger(*QUIET)
    def test_a_chain_of_three(self):
        third = self.double.copy({"name": "Ada W."})
        duplicates = self.env["customer.duplicate"]
        duplicates._find()
        self._screen().action_merge()
        duplicates._find()
        pair = duplicates._pair(self.kept, third)
        context = pair.with_user(self.supervisor).action_compare()["context"]
        screen = self.env["customer.merge"].with_user(self.supervisor)
        screen.with_context(**context).create({}).action_merge()
        self.assertEqual(duplicates.search_count([("state", "=", "merged")]), 2)
        self.assertFalse(third.exists())

    def test_chosen_in_the_list(self):
        screens = self.env["customer.merge"].with_user(self.supervisor)
        chosen = {"active_model": "res.partner"}
        both = (self.double | self.kept).ids
        screen = screens.with_context(**chosen, active_ids=both).create({})
        self.assertEqual((screen.partner_id, screen.other_id), (self.kept, self.double))
        screen.action_swap()
        self.assertEqual(screen.partner_id, self.double)
        for ids in ([], self.kept.ids, ["x"], [*both, self.customer.id]):
            with self.assertRaises(UserError):
                screens.with_context(**chosen, active_ids=ids).default_get(
                    ["partner_id"]
                )
        with self.assertRaises(UserError):
            self._screen(other_id=self.kept.id).action_merge()

    def test_a_hundred_thousand_contacts(self):
        self.env.cr.execute(
            """INSERT INTO res_partner (name, complete_name, email, email_normalized,
                           phone, active, type, company_id, is_company, create_date,
                           autopost_bills)
               SELECT 'P' || n, 'P' || n, 'p' || n %% 97000 || '@example.com',
                      'p' || n %% 97000 || '@example.com',
                      '+852 ' || 50000000 + n %% 98000, TRUE, 'contact', %s, FALSE,
                      now(), 'ask'
                 FROM generate_series(1, 100000) n""",
            [self.company.id],
        )
        start = time.perf_counter()
        with self.assertQueryCount(12):
            self.env["customer.duplicate"]._find()
        took = time.perf_counter() - start
        found = self.env["customer.duplicate"].search_count([("state", "=", "open")])
        self.assertGreaterEqual(found, 5000)
        self.assertLess(took, 15)
        _logger.info("100,000 contacts: %s pairs in %.1f s", found, took)
