from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .flow_common import FlowCommon


@tagged("post_install", "-at_install")
class TestCustody(FlowCommon):
    """Where the customer's article is, and who signed for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._complaint(lot_id=cls.lot.id)

    # ------------------------------------------------------------------
    # who cannot
    # ------------------------------------------------------------------

    def test_who_takes_nothing_in(self):
        for user in (self.clerk2, self.auditor, self.watchmaker, self.employee):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._take_in(self.ticket, user=user)
        with self.assertRaises(AccessError):
            self._take_in(self.ticket, store_id=self.store2.id)
        self.assertFalse(self.ticket.custody_ids)

    def test_who_sees_it(self):
        custody = self._take_in(self.ticket)
        for user in (self.clerk2, self.watchmaker, self.employee, self.other_manager):
            with self.subTest(user=user.login):
                self.assertFalse(self._as(custody, user).has_access("read"))
        for user in (self.clerk, self.supervisor, self.manager, self.auditor):
            with self.subTest(user=user.login):
                self.assertTrue(self._as(custody, user).has_access("read"))
        with self.assertRaises(AccessError):
            self._as(custody, self.portal_user).read(["name"])

    def test_the_person_complained_about(self):
        ticket = self._complaint(staff_ids=[Command.set(self.staff.ids)])
        custody = self._take_in(ticket)
        self.workshop.member_ids |= self.staff_user
        with self.assertRaises(ValidationError):
            self._hand_over(
                custody,
                self.clerk,
                to_store_id=self.workshop.id,
                to_user_id=self.staff_user.id,
            )
        move = self._hand_over(custody, self.clerk)
        self.assertFalse(self._as(custody, self.staff_user).has_access("read"))
        with self.assertRaises(AccessError):
            self._receive(move, self.staff_user)
        self._receive(move, self.watchmaker)
        self.assertFalse(self._as(custody, self.staff_user).has_access("read"))
        with self.assertRaises(AccessError):
            self._hand_over(
                custody, self.staff_user, "internal", to_store_id=self.store.id
            )

    def test_nobody_writes_or_deletes(self):
        custody = self._take_in(self.ticket)
        move = custody.move_ids
        for user in (self.clerk, self.manager, self.watchmaker):
            for record, state, vals in (
                (custody, "returned", {"ticket_id": self.ticket.id}),
                (move, "refused", {"custody_id": custody.id}),
            ):
                mine = self._as(record, user)
                with self.subTest(user=user.login, model=record._name):
                    with self.assertRaises(AccessError):
                        mine.write({"state": state})
                    with self.assertRaises(AccessError):
                        mine.unlink()
                    with self.assertRaises(AccessError):
                        mine.create(vals)
        for record in (custody, move):
            with self.assertRaises(AccessError):
                record.sudo().write({"state": "accepted"})
            with self.assertRaises(UserError):
                record.sudo()._trusted().write({"weight": 1})
            with self.assertRaises(UserError):
                record.sudo().unlink()
            with self.assertRaises(UserError):
                record.copy()

    def test_what_was_signed_stays(self):
        custody = self._take_in(self.ticket)
        move = self._hand_over(custody, self.clerk)
        self._receive(move, self.watchmaker)
        for vals in ({"to_signature": self.SIGN}, {"state": "refused"}, {"note": "x"}):
            with self.subTest(vals), self.assertRaises(UserError):
                move._trusted().write(vals)
        signatures = self.env["ir.attachment"].search(
            [("res_model", "=", move._name), ("res_field", "!=", False)]
        )
        self.assertTrue(signatures)
        for user in (self.clerk, self.manager, self.watchmaker):
            with self.assertRaises(AccessError):
                self._as(signatures, user).write({"raw": b"x"})
            with self.assertRaises(AccessError):
                self._as(signatures, user).unlink()
        with self.assertRaises(UserError):
            self.ticket.sudo().unlink()

    def test_photos_stay(self):
        files = self.env["ir.attachment"].with_user(self.clerk)
        photo = files.create({"name": "a.png", "datas": self.SIGN})
        text = files.create({"name": "a.txt", "raw": b"no picture"})
        with self.assertRaises(ValidationError):
            self._take_in(self.ticket, photo_ids=[Command.set(text.ids)])
        custody = self._take_in(self.ticket, photo_ids=[Command.set(photo.ids)])
        self.assertEqual(custody.photo_ids, photo)
        for user in (self.clerk, self.supervisor, self.manager):
            with self.assertRaises(AccessError):
                self._as(photo, user).unlink()
            with self.assertRaises(AccessError):
                self._as(photo, user).write({"res_id": False})

    def test_only_who_has_it_hands_it_on(self):
        custody = self._take_in(self.ticket)
        self._receive(self._hand_over(custody, self.clerk), self.watchmaker)
        self.assertEqual(custody.holder_id, self.watchmaker)
        # the clerk of the case sees it, and does not have it
        for user in (self.clerk, self.manager, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._hand_over(custody, user, to_store_id=self.store.id)
        move = self._hand_over(custody, self.polisher, to_store_id=self.store.id)
        for user in (self.polisher, self.watchmaker, self.clerk2):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._receive(move, user)
        self._receive(move, self.supervisor)
        self.assertEqual(custody.place_store_id, self.store)
        self.assertFalse(self._as(custody, self.watchmaker).has_access("read"))

    def test_receiver_named(self):
        custody = self._take_in(self.ticket)
        move = self._hand_over(custody, self.clerk, to_user_id=self.watchmaker.id)
        with self.assertRaises(AccessError):
            self._receive(move, self.polisher)
        self.assertTrue(self._as(custody, self.watchmaker).can_accept)
        self._receive(move, self.watchmaker)

    def test_who_collects_it(self):
        """Who brought it in is suggested, for the signature on the screen."""
        custody = self._take_in(self.ticket, signed_by="Chan Siu Ming")
        screen = self.env["complaint.custody.hand.over"].with_user(self.clerk)
        with Form(screen.with_context(default_custody_id=custody.id)) as form:
            form.kind = "return"
            self.assertEqual(form.other_name, "Chan Siu Ming")
            form.kind = "outside"
            self.assertFalse(form.other_name)
            form.kind = "check"
        screen = screen.with_user(self.watchmaker)
        screen = screen.new({"custody_id": custody.id, "kind": "return"})
        screen._onchange_kind()
        self.assertFalse(screen.other_name)

    def test_wrong_values(self):
        wrong = [
            ({"own_signature": False}, "Please sign"),
            ({"customer_signature": False}, "customer signs"),
            ({"condition": False}, "write down"),
            ({"description": " "}, "write down"),
            ({"weight": -1}, "between 0"),
            ({"store_id": False}, "in which store"),
            ({"product_id": self.product2.id, "lot_id": self.lot.id}, "serial number"),
        ]
        for vals, message in wrong:
            with self.subTest(vals), self.assertRaisesRegex(ValidationError, message):
                self._take_in(self.ticket, **vals)
        custody = self._take_in(
            self.ticket,
            customer_signature=False,
            no_signature_reason="Parcel SF 1",
        )
        wrong = [
            ("internal", {"to_store_id": False}),
            ("internal", {"to_store_id": self.other_store.id}),
            ("internal", {"to_store_id": self.online.id}),
            ("internal", {"own_signature": False}),
            ("outside", {"to_partner_id": False}),
            ("outside", {"to_partner_id": self.supplier.id, "other_signature": False}),
            ("return", {"other_name": False}),
            ("return", {"other_signature": False}),
            ("back", {"to_store_id": self.store.id}),
            ("dispose", {"note": "Sold"}),
            ("check", {"weight": -3}),
        ]
        for kind, vals in wrong:
            with self.subTest(kind=kind, vals=vals), self.assertRaises(UserError):
                self._hand_over(custody, self.clerk, kind, **vals)
        self.assertEqual(len(custody.move_ids), 1)

    # ------------------------------------------------------------------
    # the way of an article
    # ------------------------------------------------------------------

    def test_the_whole_way(self):
        custody = self._take_in(self.ticket)
        self.assertTrue(custody.name.startswith("R"))
        self.assertEqual(custody.place, self.store.with_context(lang=None).display_name)
        self.assertEqual(custody.holder_id, self.clerk)
        move = self._hand_over(custody, self.clerk)
        # not there before it is accepted
        self.assertEqual(custody.place_store_id, self.store)
        self.assertEqual(custody.pending_move_id, move)
        self.assertEqual(
            custody.sudo().activity_ids.user_id, self.watchmaker | self.polisher
        )
        with self.assertRaisesRegex(UserError, "on its way"):
            self._hand_over(custody, self.supervisor, to_store_id=self.store2.id)
        self.assertTrue(self._as(custody, self.watchmaker).can_accept)
        self._receive(move, self.watchmaker, condition_received="Seal unbroken")
        self.assertEqual(custody.place_store_id, self.workshop)
        self.assertEqual(custody.condition_now, "Seal unbroken")
        self.assertFalse(custody.sudo().activity_ids)
        seen = self._as(custody, self.watchmaker)
        for name in ("ticket_id", "customer_id", "declared_value", "signed_by"):
            with self.assertRaises(AccessError):
                seen.read([name])
        self._hand_over(
            custody, self.watchmaker, "outside", to_partner_id=self.supplier.id
        )
        self.assertEqual(custody.state, "outside")
        self.assertEqual(custody.place, self.supplier.display_name)
        self.assertFalse(custody.holder_id)
        self._hand_over(
            custody, self.polisher, "back", to_store_id=self.workshop.id,
            bag_number="B-2002",
        )  # fmt: skip
        self.assertEqual(custody.state, "in_custody")
        self.assertEqual(custody.bag_number, "B-2002")
        self.assertEqual(custody.first_bag_number, "B-1001")
        move = self._hand_over(custody, self.polisher, to_store_id=self.store.id)
        self._receive(move, self.clerk)
        custody.action_ready()
        self._hand_over(custody, self.clerk, "return")
        self.assertEqual(custody.state, "returned")
        self.assertFalse(custody.place)
        self.assertTrue(custody.ended_at)
        self.assertEqual(
            custody.move_ids.mapped("kind"),
            ["intake", "internal", "outside", "back", "internal", "return"],
        )
        for kind in ("internal", "return", "check"):
            with self.assertRaises(UserError):
                self._hand_over(custody, self.clerk, kind)

    def test_refused_and_taken_back(self):
        custody = self._take_in(self.ticket)
        move = self._hand_over(custody, self.clerk)
        with self.assertRaises(AccessError):
            self._as(move, self.clerk).action_refuse("Not mine to refuse")
        self._as(move, self.watchmaker).action_refuse("The seal is broken")
        self.assertEqual(custody.holder_id, self.clerk)
        self.assertFalse(custody.sudo().activity_ids)
        move = self._hand_over(custody, self.clerk)
        with self.assertRaises(AccessError):
            self._as(move, self.watchmaker).action_cancel()
        custody.action_cancel()
        self.assertEqual(move.state, "cancelled")
        with self.assertRaises(AccessError):
            self._receive(move, self.watchmaker)

    def test_weight_differs(self):
        custody = self._take_in(self.ticket)
        move = self._hand_over(custody, self.clerk)
        self._receive(move, self.watchmaker, weight_received=120.485)
        self.assertFalse(custody.has_discrepancy)
        move = self._hand_over(
            custody, self.watchmaker, to_store_id=self.store.id, weight=120.0
        )
        self._receive(move, self.clerk, weight_received=120.0)
        self.assertTrue(custody.has_discrepancy)
        self.assertTrue(move.is_discrepant)
        self.assertAlmostEqual(move.weight_difference, -0.485, 3)
        todo = custody.sudo().activity_ids
        self.assertEqual(todo.user_id, self.clerk | self.supervisor)

    def test_weight_tolerance_of_the_company(self):
        self.company.complaint_custody_tolerance = 1
        custody = self._take_in(self.ticket)
        self._hand_over(custody, self.clerk, "check", weight=119.6)
        self.assertFalse(custody.has_discrepancy)
        with self.assertRaises(ValidationError):
            self.company.complaint_custody_tolerance = -1

    # ------------------------------------------------------------------
    # nobody collects it
    # ------------------------------------------------------------------

    def _follow_up(self, days=0):
        later = fields.Datetime.now() + timedelta(days=days)
        cron = self.env.ref("retail_complaint_addon.ir_cron_complaint_clock")
        now = patch.object(fields.Datetime, "now", lambda *args: later)
        with self.enter_registry_test_mode(), now:
            cron.method_direct_trigger()

    def test_unclaimed(self):
        custody = self._take_in(self.ticket)
        with self.assertRaises(UserError):
            self._as(custody, self.supervisor).action_unclaimed()
        custody.action_ready()
        for _run in range(2):
            self._follow_up(15)
        self.assertEqual(custody.sudo().activity_ids.user_id, self.clerk)
        self.assertEqual(len(custody.sudo().activity_ids), 1)
        for _run in range(2):
            self._follow_up(91)
        todo = custody.sudo().activity_ids
        self.assertEqual(todo.user_id, self.clerk | self.supervisor)
        with self.assertRaises(UserError):
            self._as(custody, self.supervisor).action_unclaimed()
        past = fields.Datetime.now() - timedelta(days=91)
        custody.sudo()._trusted().write({"ready_at": past})
        with self.assertRaises(AccessError):
            custody.action_unclaimed()
        self._as(custody, self.supervisor).action_unclaimed()
        self.assertEqual(custody.state, "unclaimed")
        with self.assertRaises(AccessError):
            self._hand_over(custody, self.supervisor, "dispose", note="Sold")
        with self.assertRaises(ValidationError):
            self._hand_over(custody, self.manager, "dispose")
        self._hand_over(custody, self.manager, "dispose", note="Sold after notice")
        self.assertEqual(custody.state, "disposed")

    def test_unclaimed_comes_after_all(self):
        custody = self._take_in(self.ticket)
        past = fields.Datetime.now() - timedelta(days=91)
        custody.action_ready()
        custody.sudo()._trusted().write({"ready_at": past})
        self._as(custody, self.supervisor).action_unclaimed()
        self._hand_over(custody, self.clerk, "return")
        self.assertEqual(custody.state, "returned")

    def test_nobody_accepts(self):
        custody = self._take_in(self.ticket)
        move = self._hand_over(custody, self.clerk)
        domain = [("model", "=", custody._name), ("res_id", "=", custody.id)]
        for _run in range(2):
            self._follow_up(2)
        self.assertTrue(move.reminded_at)
        told = self.env["mail.message"].sudo().search(domain)
        told = told.filtered(lambda one: (one.subject or "")[:3] == "Not")
        self.assertEqual(len(told), 1)
        self.assertIn(self.watchmaker.partner_id, told.partner_ids)
        self.assertIn(self.clerk.partner_id, told.partner_ids)

    # ------------------------------------------------------------------
    # closing
    # ------------------------------------------------------------------

    def test_closing_with_the_article_here(self):
        custody = self._take_in(self.ticket)
        self._ready_to_close(self.ticket)
        with self.assertRaisesRegex(ValidationError, "still with us"):
            self.ticket.action_close_complaint()
        self._hand_over(custody, self.clerk, "return")
        self.ticket.action_close_complaint()
        self.assertTrue(self.ticket.closed)

    def test_what_nobody_collects_keeps_no_case_open(self):
        custody = self._take_in(self.ticket)
        custody.action_ready()
        past = fields.Datetime.subtract(fields.Datetime.now(), days=91)
        custody.sudo()._trusted().write({"ready_at": past})
        self._ready_to_close(self.ticket)
        with self.assertRaisesRegex(ValidationError, "still with us"):
            self.ticket.action_close_complaint()
        self._as(custody, self.supervisor).action_unclaimed()
        self.ticket.action_close_complaint()
        self.assertTrue(self.ticket.closed)
        self.assertEqual(custody.state, "unclaimed")
        self.assertTrue(custody.sudo().activity_ids, "somebody still has to decide")

    def test_closing_with_a_to_do(self):
        self.company.complaint_custody_closing = "warn"
        custody = self._take_in(self.ticket)
        self._ready_to_close(self.ticket)
        self.ticket.action_close_complaint()
        self.assertEqual(custody.sudo().activity_ids.user_id, self.clerk)
        self._hand_over(custody, self.clerk, "return")
        self.assertEqual(custody.state, "returned")

    # ------------------------------------------------------------------
    # screens
    # ------------------------------------------------------------------

    def test_found_by_bag_serial_and_receipt(self):
        custody = self._take_in(self.ticket)
        model = self._as(self.env["complaint.custody"], self.clerk)
        for text in ("B-1001", self.lot.name, custody.name, self.ticket.number):
            with self.subTest(text):
                found = [row[0] for row in model.name_search(text)]
                self.assertIn(custody.id, found)
        accept = self._as(model, self.watchmaker).search([("can_accept", "=", True)])
        self.assertFalse(accept)
        self._hand_over(custody, self.clerk)
        accept = self._as(model, self.watchmaker).search([("can_accept", "=", True)])
        self.assertEqual(accept, self._as(custody, self.watchmaker))

    def test_queries_of_the_board(self):
        for number in range(5):
            custody = self._take_in(self.ticket, bag_number=f"B-{number}")
        self._hand_over(custody, self.clerk)
        board = self._as(self.env["complaint.custody"], self.clerk)
        names = {
            "name": {},
            "place": {},
            "state": {},
            "holder_id": {"fields": {"display_name": {}}},
            "pending_move_id": {"fields": {"display_name": {}}},
        }
        board.web_search_read([], names)
        self.env.invalidate_all()
        with self.assertQueryCount(9):
            board.web_search_read([], names)

    def test_receipt_in_both_languages(self):
        custody = self._take_in(self.ticket, declared_value=12000)
        report = self.env["ir.actions.report"].with_user(self.clerk)
        name = "retail_complaint_addon.complaint_custody_receipt_report"
        html = report._render_qweb_html(name, custody.ids)[0].decode()
        for text in ("Receipt for an article", "物品收據", custody.name, "120.500 g"):
            self.assertIn(text, html)
        self._hand_over(custody, self.clerk, "return")
        html = report._render_qweb_html(name, custody.ids)[0].decode()
        self.assertIn("物品取回記錄", html)
        self.assertIn("Mr Au", html)
        # who works on it, what is noted inside: not for the customer
        self.assertNotIn(self.clerk.name, html)
