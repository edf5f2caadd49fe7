from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .test_customer_facts import CustomerCommon


@tagged("post_install", "-at_install")
class TestCustomerCollection(CustomerCommon):
    def _piece(self, **vals):
        vals = {"partner_id": self.vip.id, "lot_id": self.lot.id, **vals}
        return self.env["customer.ownership"].create(vals)

    def _deliver(self, partner, lot):
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        place = self.env.ref("stock.stock_location_customers")
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": warehouse.out_type_id.id,
                "partner_id": partner.id,
                "location_id": warehouse.lot_stock_id.id,
                "location_dest_id": place.id,
            }
        )
        move = self.env["stock.move"].create(
            {
                "product_id": lot.product_id.id,
                "product_uom_qty": 1,
                "picking_id": picking.id,
                "location_id": warehouse.lot_stock_id.id,
                "location_dest_id": place.id,
                "company_id": self.company.id,
            }
        )
        move._action_confirm()
        move.move_line_ids.unlink()
        self.env["stock.move.line"].create(
            {
                "move_id": move.id,
                "picking_id": picking.id,
                "product_id": lot.product_id.id,
                "lot_id": lot.id,
                "quantity": 1,
                "location_id": warehouse.lot_stock_id.id,
                "location_dest_id": place.id,
            }
        )
        move.picked = True
        move._action_done()
        return picking

    def test_who_may_not(self):
        piece = self._piece()
        wish = self.env["customer.wish"].create(
            {"partner_id": self.vip.id, "name": "A blue dial", "budget": 90000}
        )
        for record in (piece, wish):
            for user in (self.employee, self.portal_user, self.other_manager):
                with self.assertRaises(AccessError):
                    record.with_user(user).read(["name"])
            with self.assertRaises(AccessError):
                record.with_user(self.auditor).write({"note": "x"})
            with self.assertRaises(AccessError):
                record.with_user(self.shop).unlink()
            record.with_user(self.shop).write({"note": "Asked again"})
            record.with_user(self.supervisor).unlink()

    def test_impossible_values(self):
        with self.assertRaises(ValidationError):
            self.env["customer.wish"].create(
                {"partner_id": self.vip.id, "name": "x", "budget": -1}
            )
        with self.assertRaises(ValidationError):
            self.env["customer.wish"].create({"partner_id": self.vip.id})
        with self.assertRaises(ValidationError):
            self._piece(bought_on="2026-02-01", owned_until="2026-01-01")

    def test_one_owner_at_a_time(self):
        piece = self._piece()
        self.assertEqual(piece.serial, "TEST-0001")
        self.assertEqual(piece.name, self.product.display_name)
        with self.assertRaises(ValidationError):
            self._piece(partner_id=self.customer.id)
        piece.owned_until = fields.Date.context_today(piece)
        self._piece(partner_id=self.customer.id)
        with self.assertRaises(ValidationError):
            piece.owned_until = False

    def test_what_was_delivered_comes_in(self):
        model = self.env["customer.ownership"]
        while model._take_over():
            pass
        picking = self._deliver(self.vip, self.lot)
        self.assertEqual(model._take_over(), 1)
        self.assertEqual(model._take_over(), 0)
        piece = self.vip.ownership_ids
        self.assertEqual(piece.lot_id, self.lot)
        self.assertEqual(piece.company_id, self.company)
        self.assertTrue(piece.bought_on)
        self.assertEqual(self.vip.with_user(self.shop).ownership_count, 1)
        picking.partner_id = self.customer
        self.env.flush_all()
        self.assertEqual(model._take_over(), 1)
        self.assertTrue(piece.owned_until)
        self.assertEqual(self.customer.ownership_ids.lot_id, self.lot)

    def test_the_sheet_of_a_watch(self):
        if "owner_id" not in self.lot._fields:
            self.skipTest("the addon for watches is not installed")
        today = fields.Date.context_today(self.lot)
        self.lot.write({"owner_id": self.vip.id, "warranty_end": today})
        piece = self.vip.ownership_ids
        self.assertEqual(piece.warranty_end, today)
        self.product.service_interval_months = 48
        self.lot.sold_on = today - timedelta(days=30)
        self.assertEqual(piece.next_service, self.lot.next_service)
        self.assertTrue(piece.next_service)
        self.lot.owner_id = self.customer
        self.assertTrue(piece.owned_until)
        self.assertEqual(self.customer.ownership_ids.lot_id, self.lot)

    def test_a_policy_for_owners(self):
        self.env["customer.policy"].search([]).active = False
        policy = self.env["customer.policy"].create(
            {
                "name": "Owners of a brand",
                "brand": "Tester",
                "categ_id": self.product.categ_id.id,
                "interval_count": 6,
                "customer_impact": "x",
                "privacy_impact": "x",
            }
        )
        policy.action_start()
        due = self.env["customer.contact.due"]
        mine = [("partner_id", "=", self.vip.id)]
        self.assertFalse(due.search(mine))
        piece = self._piece(brand="TESTER")
        piece.brand = "TESTER"
        self.assertEqual(due.search(mine).policy_id, policy)
        piece.owned_until = fields.Date.context_today(piece)
        self.assertFalse(due.search(mine))
