from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..rules import ages
from .watch_common import WATCH, WatchCommon


@tagged("post_install", "-at_install")
class TestWatchReport(WatchCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.watch)
        cls.sold = cls.env["stock.lot"].create(
            [
                {
                    "name": f"TS-S{number}",
                    "product_id": cls.watch.id,
                    "company_id": cls.company.id,
                    "sold_on": cls.today - timedelta(days=100),
                    "sold_store_id": (cls.store if number < 8 else cls.store2).id,
                }
                for number in range(20)
            ]
        )

    def _case(self, lot=None, **values):
        crystal = self.env.ref(f"{WATCH}.category_watch_crystal")
        values.setdefault("category_id", crystal.id)
        return self._complaint(
            product_id=self.watch.id, lot_id=lot.id if lot else False, **values
        )

    def _group(self, by, user=None, domain=()):
        report = self.env["watch.report"].with_user(user or self.manager)
        rows = report._read_group(
            [("product_brand_id", "=", self.brand.id), *domain],
            [by],
            ["sold:sum", "complaints:sum", "per_thousand:avg"],
        )
        return {row[0]: row[1:] for row in rows}

    def test_complaints_per_thousand_sold(self):
        self._case(self.sold[0])
        self._case(self.sold[10])
        self._case()
        for by, key in (
            ("product_brand_id", self.brand),
            ("calibre_id", self.calibre),
            ("watch_reference", "TS40.1001"),
            ("product_tmpl_id", self.watch.product_tmpl_id),
        ):
            self.assertEqual(self._group(by)[key], (20, 3, 150.0))

    def test_store_is_the_one_that_sold_it(self):
        self._case(self.sold[10], store_id=self.store.id)
        rows = self._group("store_id")
        self.assertEqual(rows[self.store], (8, 0, 0.0))
        self.assertEqual(rows[self.store2][:2], (12, 1))

    def test_nothing_sold_is_no_division(self):
        self.sold.sold_on = False
        self._case(self.sold[0])
        self.assertEqual(self._group("product_brand_id")[self.brand][:2], (0, 1))

    def test_what_is_no_complaint_is_not_counted(self):
        self._case(self.sold[0], category_id=self.opinion_category.id)
        other = self._model("Not a watch", watch_ok=False)
        self._complaint(product_id=other.id)
        self.assertEqual(self._group("product_brand_id")[self.brand][1], 0)

    def test_age_goes_by_bands(self):
        case = self._case(self.sold[0])
        line = self.env["watch.report"].search([("ticket_id", "=", case.id)])
        self.assertEqual(line.age_band, ages.band(100 / 30.4375))
        self.sold[0].sold_on = self.today - timedelta(days=2000)
        line.invalidate_recordset()
        self.assertEqual(line.age_band, "g")
        labels = dict(self.env["watch.report"]._age_bands())
        self.assertEqual(list(labels), [key for key, _last in ages.BANDS])

    def test_same_watch_again(self):
        first, second = self._case(self.sold[0]), self._case(self.sold[0])
        lines = self.env["watch.report"].search(
            [("ticket_id", "in", (first | second).ids)], order="id"
        )
        self.assertEqual(lines.mapped("repeats"), [0, 1])

    def test_lines_follow_the_case_and_the_store(self):
        case = self._case(self.sold[0])
        report = self.env["watch.report"]
        mine = [("lot_id", "in", self.sold.ids)]
        for user, sold, seen in (
            (self.manager, 20, True),
            (self.auditor, 20, True),
            (self.clerk, 8, True),
            (self.clerk2, 12, False),
            (self.other_manager, 0, False),
        ):
            with self.subTest(user=user.login):
                lines = report.with_user(user).with_context(allowed_company_ids=None)
                self.assertEqual(
                    lines.search_count([*mine, ("kind", "=", "sale")]), sold
                )
                found = lines.search_count([("ticket_id", "=", case.id)])
                self.assertEqual(bool(found), seen)
        for user in (self.employee, self.portal_user, self.watchmaker):
            with self.assertRaises(AccessError):
                report.with_user(user).search([])

    def test_line_opens_the_case_or_the_watch(self):
        case = self._case(self.sold[0])
        report = self.env["watch.report"].with_user(self.manager)
        line = report.search([("ticket_id", "=", case.id)])
        self.assertEqual(line.action_open_case()["res_id"], case.id)
        sale = report.search([("lot_id", "=", self.sold[1].id)])
        self.assertEqual(sale.action_open_case()["res_model"], "stock.lot")
        with self.assertRaises(AccessError):
            line.with_user(self.clerk2).action_open_case()

    def test_dashboard_tells_watches(self):
        self._case(self.sold[0])
        board = self.env["complaint.dashboard"].with_context(
            allowed_company_ids=self.company.ids
        )
        options = {"period": "last_12_months"}
        for user, sold in ((self.manager, 20), (self.clerk, 8)):
            page = board.with_user(user).get_complaint_dashboard(options)
            tables = {table["key"]: table for table in page["tables"]}
            for key in ("watch_brand", "watch_model", "watch_calibre"):
                row = tables[key]["rows"][0]
                cells = [cell["raw"] for cell in row["cells"]][:3]
                self.assertEqual(cells, [1, sold, 1000 / sold], key)

    def test_dashboard_without_watches_has_no_table_of_them(self):
        self._complaint()
        board = self.env["complaint.dashboard"].with_user(self.manager)
        keys = [table["key"] for table in board.get_complaint_dashboard()["tables"]]
        self.assertNotIn("watch_brand", keys)

    def test_delivery_of_an_order_is_a_sale(self):
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        self.store.partner_id = warehouse.partner_id
        self.env["stock.quant"]._update_available_quantity(
            self.watch, warehouse.lot_stock_id, 1, lot_id=self.watch_lot
        )
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "warehouse_id": warehouse.id,
                "order_line": [
                    (0, 0, {"product_id": self.watch.id, "product_uom_qty": 1})
                ],
            }
        )
        order.action_confirm()
        picking = order.picking_ids
        picking.action_assign()
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        self.assertEqual(self.watch_lot.sold_on, self.today)
        self.assertEqual(self.watch_lot.sold_store_id, self.store)
        self.assertEqual(self.watch_lot.owner_id, self.customer)
        self.assertEqual(self.watch_lot.warranty_state, "running")
