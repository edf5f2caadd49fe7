from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import HttpCase, tagged

from ..models.complaint_dashboard_page import TABLES
from ..rules.tally import Tally
from .dashboard_common import STOP, DashboardCommon


@tagged("post_install", "-at_install")
class TestDashboard(DashboardCommon):
    def _cards(self, page):
        return {card["key"]: card["raw"] for card in page["cards"]}

    def _table(self, page, key):
        return next((t for t in page["tables"] if t["key"] == key), None)

    def _rows(self, page, key):
        """Return {label: {figure: value}} of a table."""
        names = self.env["complaint.dashboard"]._table_columns()[key]
        return {
            row["label"]: dict(
                zip(names, [c["raw"] for c in row["cells"]], strict=True)
            )
            for row in self._table(page, key)["rows"]
        }

    def _of(self, **where):
        """Return the cases with these values."""
        return [
            case
            for case in self.cases
            if all(case[name] == value for name, value in where.items())
        ]

    # ------------------------------------------------------------------
    # figures
    # ------------------------------------------------------------------

    def test_totals(self):
        expected = self._expected(self.cases)
        self.assertTrue(expected["received"] > 15 and expected["resolved"] > 5)
        self.assertTrue(expected["open"] > expected["overdue"] > 0)
        for user in (self.manager, self.auditor):
            self.assertFigures(self._cards(self._dashboard(user)), expected)

    def test_by_store(self):
        rows = self._rows(self._dashboard(self.manager), "store")
        self.assertEqual(len(rows), 3)
        for store in (self.store, self.store2, self.online):
            self.assertFigures(
                rows[store.display_name], self._expected(self._of(store_id=store))
            )

    def test_categories_add_up_to_the_uppermost(self):
        rows = self._rows(self._dashboard(self.manager), "category")
        self.assertEqual(
            set(rows), {self.category.display_name, self.opinion_category.display_name}
        )
        self.assertFigures(
            rows[self.category.display_name],
            self._expected(self._of(category_id=self.branch)),
        )

    def test_by_cause_product_category_and_supplier(self):
        page = self._dashboard(self.manager)
        self.assertFigures(
            self._rows(page, "cause")[self.cause.display_name],
            self._expected(self._of(cause_id=self.cause)),
        )
        # what is under way has no cause yet, and is not among the resolved ones
        tallies = {False: Tally(received=3), self.cause.id: Tally(resolved=1)}
        lines = self.env["complaint.dashboard"]._lines_cause({"cause": tallies})
        self.assertEqual([line[0] for line in lines], [self.cause.display_name])
        of_product = self._expected(self._of(product_id=self.product))
        self.assertFigures(
            self._rows(page, "product_category")[self.goods.display_name], of_product
        )
        rows = self._rows(page, "supplier")
        self.assertFigures(rows[self.supplier.display_name], of_product)
        others = self._of(product_id=self.product2) + self._of(product_id=None)
        self.assertFigures(rows["None"], self._expected(others))

    def test_columns_of_a_chart_add_up(self):
        page = self._dashboard(self.manager)
        flow = page["charts"][0]
        self.assertEqual(len(flow["labels"]), 14, "weeks of a quarter")
        expected = self._expected(self.cases)
        for series in flow["series"]:
            total = sum(cell["raw"] for cell in series["cells"])
            self.assertEqual(total, expected[series["key"]])
        first = sum(
            flow["spans"][0][0]
            <= fields.Datetime.to_string(case["received_at"])
            < flow["spans"][0][1]
            for case in self.cases
        )
        self.assertEqual(flow["series"][0]["cells"][0]["raw"], first)

    def test_every_count_opens_its_cases(self):
        for user in (self.manager, self.supervisor, self.auditor, self.clerk):
            page = self._dashboard(user)
            columns = self.env["complaint.dashboard"]._table_columns()
            tickets = self.env["helpdesk.ticket"].with_user(user)
            counted = [
                (card["which"], [], card["raw"])
                for card in page["cards"]
                if card["key"] in ("received", "open", "overdue")
            ]
            for table in page["tables"]:
                for row in table["rows"]:
                    self.assertTrue(row["domain"])
                    names = columns.get(table["key"], ("received",))
                    counted += [
                        (cell["which"], row["domain"], cell["raw"])
                        for name, cell in zip(names, row["cells"], strict=True)
                        if name in ("received", "resolved", "open", "overdue")
                    ]
            self.assertGreater(len(counted), 10)
            for which, domain, count in counted:
                found = tickets.search_count([*page["domains"][which], *domain])
                self.assertEqual(found, count, (user.login, which, domain))

    def test_rows_beyond_the_limit_are_added_up(self):
        dashboard = self.env["complaint.dashboard"].with_user(self.manager)
        scope = dashboard._scope(
            {"period": "custom", "date_from": "2025-01-01", "date_to": "2025-03-31"}
        )
        table = self._table(dashboard._page(scope, limit=1), "store")
        self.assertEqual(len(table["rows"]), 2)
        self.assertFalse(table["rows"][1]["domain"])
        total = sum(row["cells"][0]["raw"] for row in table["rows"])
        self.assertEqual(total, self._expected(self.cases)["received"])

    def test_filters(self):
        page = self._dashboard(self.manager, store_id=self.office.id)
        below = self._of(store_id=self.store) + self._of(store_id=self.store2)
        self.assertFigures(self._cards(page), self._expected(below))
        page = self._dashboard(
            self.manager, store_id=self.store.id, category_id=self.category.id
        )
        expected = self._of(store_id=self.store, category_id=self.branch)
        self.assertFigures(self._cards(page), self._expected(expected))

    def test_compared_with_the_period_before(self):
        page = self._dashboard(
            self.manager, date_from="2025-04-01", date_to="2025-06-30"
        )
        before = self._expected(self.cases)["received"]
        card = next(c for c in page["cards"] if c["key"] == "received")
        self.assertEqual(card["before"], str(before))

    def test_today(self):
        """Open and overdue are those of this moment."""
        page = self._dashboard(self.manager, period="last_90_days")
        cards = self._cards(page)
        now = fields.Datetime.now()
        there = self._of(resolved_at=None)
        self.assertEqual(cards["open"], len(there))
        late = [c for c in there if c["ticket"].next_due_at < now]
        self.assertEqual(cards["overdue"], len(late))
        self.assertGreater(now, STOP)

    def test_days_begin_where_the_user_is(self):
        self._complaint(user=self.manager).sudo()._trusted().write(
            {"received_at": "2025-05-31 17:00:00"}
        )
        june = {"date_from": "2025-06-01", "date_to": "2025-06-30"}
        self.assertEqual(
            self._cards(self._dashboard(self.manager, **june))["received"], 0
        )
        self.manager.sudo().tz = "Asia/Hong_Kong"
        self.assertEqual(
            self._cards(self._dashboard(self.manager, **june))["received"], 1
        )

    # ------------------------------------------------------------------
    # who sees what
    # ------------------------------------------------------------------

    def test_strangers(self):
        for user in (
            self.employee,
            self.portal_user,
            self.helpdesk_user,
            self.authority_admin,
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._dashboard(user)

    def test_a_clerk_sees_the_own_store_and_no_staff(self):
        page = self._dashboard(self.clerk)
        own = self._of(store_id=self.store)
        self.assertFigures(self._cards(page), self._expected(own))
        self.assertEqual(list(self._rows(page, "store")), [self.store.display_name])
        self.assertIsNone(self._table(page, "staff"))
        self.assertIsNone(self._table(page, "supplier"))
        self.assertNotIn(self.staff.name, str(page))
        self.assertEqual(
            page["filters"]["stores"], [[self.store.id, self.store.display_name]]
        )

    def test_staff_for_supervisors_and_auditors(self):
        for user, cases in (
            (self.supervisor, self._of(store_id=self.store)),
            (self.manager, self.cases),
            (self.auditor, self.cases),
        ):
            with self.subTest(user=user.login):
                table = self._table(self._dashboard(user), "staff")
                named = [c for c in cases if c["staff_ids"]]
                count = self._expected(named)["received"]
                shown = [(r["label"], r["cells"][0]["raw"]) for r in table["rows"]]
                self.assertEqual(shown, [(self.staff.name, count)] if count else [])

    def test_those_complained_about_are_not_in_their_own_figures(self):
        self.store.sudo().member_ids |= self.staff_user
        page = self._dashboard(self.staff_user)
        others = [c for c in self._of(store_id=self.store) if not c["staff_ids"]]
        self.assertFigures(self._cards(page), self._expected(others))

    def test_a_foreign_store_is_refused(self):
        for user, store in (
            (self.clerk, self.store2),
            (self.supervisor, self.online),
            (self.manager, self.other_store),
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._dashboard(user, store_id=store.id)
        with self.assertRaises(AccessError):
            self._dashboard(self.manager, store_id=2**31 - 1)

    def test_options_that_make_no_sense(self):
        dashboard = self.env["complaint.dashboard"].with_user(self.clerk)
        for options in (
            {"period": "x"},
            {"period": ["x"]},
            {"period": "custom"},
            {"period": "custom", "date_from": "2025-02-01", "date_to": "2025-01-01"},
            {"period": "custom", "date_from": "1900-01-01", "date_to": "2025-01-01"},
            {"period": "custom", "date_from": "x", "date_to": {}},
            {"store_id": "x"},
            {"store_id": -1},
            {"store_id": 2**40},
            {"store_id": [1]},
            {"category_id": float("inf")},
            "x",
            [1],
            7,
        ):
            with self.subTest(options=options), self.assertRaises(ValidationError):
                dashboard.get_complaint_dashboard(options)

    def test_companies(self):
        """Cases of another company appear with it, in one currency."""
        self.other_company.currency_id = self.usd
        self._set_rate(self.usd, 1, self.other_company)
        self._set_rate(self.hkd, 8, self.other_company)
        other = self._complaint(
            user=self.other_manager,
            company_id=self.other_company.id,
            store_id=self.other_store.id,
        ).sudo()
        other._trusted().write(
            {
                "received_at": "2025-02-01 00:00:00",
                "resolved_at": "2025-02-02 00:00:00",
            }
        )
        other.flush_recordset()
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET settled_amount = 100 WHERE id = %s", other.ids
        )
        expected = self._expected(self.cases)
        self.assertFigures(self._cards(self._dashboard(self.manager)), expected)
        page = self._dashboard(self.other_manager)
        self.assertEqual(self._cards(page)["cost"], 100)
        self.assertEqual(self._cards(page)["received"], 1)
        self.manager.sudo().company_ids |= self.other_company
        both = (
            self.env["complaint.dashboard"]
            .with_user(self.manager)
            .with_context(allowed_company_ids=(self.company | self.other_company).ids)
        )
        page = both.get_complaint_dashboard(
            {"period": "custom", "date_from": "2025-01-01", "date_to": "2025-03-31"}
        )
        cards = self._cards(page)
        self.assertEqual(cards["received"], expected["received"] + 1)
        self.assertAlmostEqual(cards["cost"], expected["cost"] + 800)

    def test_queries_do_not_grow_with_the_cases(self):
        self._dashboard(self.manager)
        self.env.invalidate_all()
        start = self.cr.sql_log_count
        self._dashboard(self.manager)
        few = self.cr.sql_log_count - start
        # an installed trade addon adds its tables, at most two queries each
        pages = self.env["complaint.dashboard"]
        added = len(pages._table_columns()) - len(TABLES)
        self.assertLessEqual(few, 40 + 2 * added)
        for case in self.cases:
            self._store_case(case)
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.cr.sql_log_count
        self._dashboard(self.manager)
        self.assertLessEqual(self.cr.sql_log_count - start, few)


@tagged("post_install", "-at_install")
class TestDashboardTour(DashboardCommon, HttpCase):
    def test_from_a_figure_to_its_cases_and_back(self):
        self.start_tour(
            "/odoo/complaint-dashboard", "complaint_dashboard_tour", login="t_manager"
        )
