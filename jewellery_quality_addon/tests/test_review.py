from datetime import timedelta
from io import BytesIO

from openpyxl import load_workbook

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from .common import GROUP, JewelleryCommon

COMPLAINT = "retail_complaint_addon.group_complaint_%s"


@tagged("post_install", "-at_install")
class TestReview(JewelleryCommon):
    """Four closings with known figures, and one with two measures."""

    @classmethod
    def setUpClass(cls):  # pylint: disable=invalid-name
        super().setUpClass()
        cls.company.jewellery_review_least = 2
        cls.now = fields.Datetime.now()
        cls.prong = cls.env.ref("jewellery_quality_addon.category_prong_low")
        cls.worn = cls.env.ref("jewellery_quality_addon.category_plating_worn")
        # what to ask is not the matter here
        (cls.prong | cls.worn)._branch().fact_ids = [Command.clear()]
        cls.re_set = cls.env.ref("jewellery_quality_addon.solution_type_re_set")
        cls.refund = cls.env.ref("retail_complaint_addon.solution_type_refund")
        cls.apology = cls.env.ref("retail_complaint_addon.solution_type_apology")
        cls.one = cls._handled({cls.re_set: 100}, csat=5, days=2)
        cls.two = cls._handled({cls.re_set: 200}, csat=4, days=4, lot=cls.piece2)
        cls.three = cls._handled({cls.refund: 900}, csat=2, days=1, reopened=True)
        cls.four = cls._handled({cls.refund: 500}, csat=3, days=1)
        # the second piece comes back a month later, and that case is open
        cls.again = cls._complaint(
            category_id=cls.worn.id, product_id=cls.ring.id, lot_id=cls.piece2.id
        )
        cls._move(cls.again, received_at=cls.now - timedelta(days=270))

    # what nobody should be able to do comes first

    def test_who_sees_it(self):
        review = self.env["jewellery.review"]
        for user in (self.employee, self.portal_user, self.authority_admin):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                review.with_user(user).get_what_works()
        for user, count in (
            (self.investigator, 4),
            (self.inspector, 4),
            (self.manager, 4),
            (self.clerk, 4),
            (self.clerk2, 0),
        ):
            with self.subTest(user=user.login):
                mine = review.with_user(user).with_company(self.company)
                self.assertEqual(mine.search_count([]), count)
                self.assertEqual(mine.get_what_works()["handled"], count)
        with self.assertRaises(AccessError):
            review.with_user(self.investigator).search([], limit=1).write({"cost": 1})
        mine = review.with_user(self.inspector)
        with self.assertRaises(AccessError):
            mine.search([("ticket_id.number", "!=", False)])

    def test_quality_staff_open_the_investigation_behind_a_line(self):
        mine = self.env["jewellery.review"].with_user(self.investigator)
        line = mine.search([], limit=1)
        case = line.sudo().ticket_id
        self.assertEqual(line.case_number, case.number)
        with self.assertRaisesRegex(UserError, f"{case.number} has no investigation"):
            line.action_open_case()
        about = self.env["jewellery.investigation"].create(
            {"ticket_ids": [Command.set(case.ids)]}
        )
        action = line.action_open_case()
        self.assertEqual(
            (action["res_model"], action["res_id"]), (about._name, about.id)
        )
        theirs = line.with_user(self.manager).action_open_case()
        self.assertEqual(theirs["res_id"], case.id)

    def test_suppliers_are_for_supervisors(self):
        review = self.env["jewellery.review"]
        page = review.with_user(self.clerk).get_what_works(
            {"supplier_id": self.supplier.id + 1}
        )
        self.assertEqual(page["handled"], 4, "the filter is not for clerks")
        self.assertFalse(page["filters"]["suppliers"])
        with self.assertRaises(AccessError):
            review.with_user(self.clerk)._read_group([], ["supplier_id"], ["__count"])
        for user in (self.supervisor, self.investigator):
            page = review.with_user(user).get_what_works()
            self.assertEqual(
                page["filters"]["suppliers"], [[self.supplier.id, "Test Goldsmiths"]]
            )

    def test_whoever_is_complained_about(self):
        guilty = self._user(
            "t_guilty", f"{GROUP % 'investigator'},{COMPLAINT % 'manager'}"
        )
        employee = self.env["hr.employee"].create(
            {"name": "Guilty", "company_id": self.company.id, "user_id": guilty.id}
        )
        self.one.sudo().staff_ids = employee
        page = self.env["jewellery.review"].with_user(guilty).get_what_works()
        self.assertEqual(page["handled"], 3)
        self.assertEqual(self._method(page, self.re_set)["count"], 1)

    def test_other_company(self):
        abroad = (
            self.env["jewellery.review"]
            .with_user(self.other_inspector)
            .with_context(allowed_company_ids=self.other_company.ids)
        )
        self.assertFalse(abroad.search_count([]))
        self.assertFalse(abroad.get_what_works()["defects"])

    def test_bad_options(self):
        review = self.env["jewellery.review"].with_user(self.manager)
        for options in (
            {"months": "x"},
            {"months": 7},
            {"level": "id); --"},
            {"department_id": -1},
            {"supplier_id": 2**40},
            {"months": [1]},
            [1],
            "x",
            5,
        ):
            with self.subTest(options=options), self.assertRaises(ValidationError):
                review.get_what_works(options)
        with self.assertRaises(ValidationError):
            self.company.jewellery_review_least = 0

    # figures

    def test_known_figures(self):
        page = self._page()
        re_set = self._method(page, self.re_set)
        self.assertEqual(re_set["count"], 2)
        self.assertEqual(
            re_set["cells"],
            {
                "csat": "4.5",
                "csat_without": "2.5",
                "reopened": "0%",
                "repeat": "50%",
                "days": "3.0",
                "cost": "150",
            },
        )
        refund = self._method(page, self.refund)
        self.assertEqual(
            refund["cells"],
            {
                "csat": "2.5",
                "csat_without": "4.5",
                "reopened": "50%",
                # of the one that stayed closed; nobody came back with it
                "repeat": "0%",
                "days": "1.0",
                "cost": "700",
            },
        )
        # (50 × 87.5 + 25 × 100) / 75, and (50 × 37.5 + 25 × 50) / 75
        self.assertEqual((re_set["score"], refund["score"]), (91.7, 41.7))
        self.assertTrue(re_set["best"])
        defect = page["defects"][0]
        self.assertEqual((defect["count"], defect["answers"]), (4, 4))
        self.assertEqual(defect["parts"], ["satisfied", "stayed_closed"])
        self.assertIn("score 92; cases: 2, answered surveys: 2;", defect["verdict"])
        branch = page["defects"][1]
        self.assertEqual(branch["name"], "Setting")
        level = self._page(level="defect")["defects"][1]
        self.assertEqual(level["id"], self.prong.id)

    def test_came_back_counts_when_all_are_old_enough(self):
        self._handled({self.refund: 100}, csat=3, days=1)
        defect = self._page()["defects"][0]
        # 2 watched each: (50 × 87.5 + 25 × 100 + 25 × 50) / 100
        self.assertEqual(
            self._method({"defects": [defect]}, self.re_set)["score"], 81.2
        )
        self.assertIn("stayed_away", defect["parts"])
        # a window that is not over says nothing yet
        self.company.complaint_repeat_days = 3000
        self.assertEqual(self._method(self._page(), self.re_set)["watched"], 0)

    def test_small_samples(self):
        self.company.jewellery_review_least = 3
        defect = self._page()["defects"][0]
        self.assertFalse(defect["best"])
        self.assertIn("Too few", defect["verdict"])
        self.assertTrue(all(line["small"] for line in defect["methods"]))
        self.assertEqual([line["score"] for line in defect["methods"]], [None, None])
        # many cases, but nobody answered
        for _number in range(3):
            self._handled({self.re_set: 10}, days=1)
        self.assertTrue(self._method(self._page(), self.re_set)["small"])
        self._handled({self.re_set: 10}, csat=5, days=1)
        self.assertIn("Only one", self._page()["defects"][0]["verdict"])

    def test_two_measures_of_one_package(self):
        self._handled({self.apology: 0, self.re_set: 300}, csat=3, days=3)
        page = self._page()
        self.assertEqual(page["handled"], 5)
        self.assertEqual(self._method(page, self.apology)["cells"]["cost"], "0")
        re_set = self._method(page, self.re_set)
        self.assertEqual((re_set["count"], re_set["cells"]["csat"]), (3, "4.0"))
        self.assertEqual(re_set["without_answers"], 2)

    def test_what_does_not_count(self):
        before = self._page()["handled"]
        declined = self._handled({self.re_set: 10}, state="declined")
        duplicate = self._handled({self.re_set: 10})
        self._move(duplicate, duplicate_id=self.one.id)
        watch = self._handled(
            {self.refund: 10},
            product_id=self.product.id,
            lot=self.lot,
            category_id=self.category.id,
        )
        self.assertTrue(declined and watch)
        self.assertEqual(self._page()["handled"], before)
        old = self._handled({self.re_set: 10}, ago=800)
        self.assertTrue(old)
        self.assertEqual(self._page()["handled"], before)
        self.assertEqual(self._page(months=0)["handled"], before + 1)

    def test_department_and_supplier(self):
        line = self._lines(self.one)
        self.assertEqual(line.department_id, self.prong._department_of(self.prong))
        self.assertEqual(line.supplier_id, self.supplier)
        other = self.env["hr.department"].create(
            {"name": "Test bench", "company_id": self.company.id}
        )
        boss = self.env["hr.employee"].create(
            {
                "name": "Boss",
                "company_id": self.company.id,
                "user_id": self.inspector.id,
                "department_id": other.id,
            }
        )
        other.manager_id = boss
        self.again.with_user(self.clerk)._refer(
            {
                "kind": "question",
                "receiver_kind": "department",
                "department_id": other.id,
                "reason": "Who set it?",
            }
        )
        self.env.cr.execute(
            SQL(
                "UPDATE complaint_referral SET ticket_id = %s WHERE ticket_id = %s",
                self.one.id,
                self.again.id,
            )
        )
        self.env.invalidate_all()
        self.assertEqual(self._lines(self.one).department_id, other)
        self.assertEqual(self._page(department_id=other.id)["handled"], 1)

    def test_adding_up_only_some_cases(self):
        """The narrowing is ours: a client sends no SQL, and no right comes of it."""
        review = self.env["jewellery.review"].with_user(self.investigator)
        cases = self.env["helpdesk.ticket"].sudo()
        mine = [("company_id", "=", self.company.id)]
        every = review.search(mine)
        only = cases._search([("id", "=", self.one.id)])
        self.assertEqual(review._of_cases(only).search(mine).sudo().ticket_id, self.one)
        sent = review.with_context(jewellery_review_cases="(0)")
        self.assertEqual(sent.search(mine), every)
        stranger = review.with_user(self.employee)
        with self.assertRaises(AccessError):
            stranger._of_cases(only).search([])

    def test_workbook(self):
        review = self.env["jewellery.review"].with_user(self.investigator)
        self.re_set.name = "=1+1"
        content = review.with_company(self.company)._review_xlsx({})
        sheet = load_workbook(BytesIO(content)).active
        rows = list(sheet.values)
        self.assertEqual(sheet["I2"].number_format, "0.0%")
        self.assertEqual(rows[0][1], "Handling Method")
        row = next(row for row in rows if row[1] == "'=1+1")
        self.assertEqual(row[2:9], (2, 2, 4.5, 2.5, 0, 2, 0.5))
        self.assertEqual(row[11:], (91.7, "Works best"))
        with self.assertRaises(AccessError):
            review.with_user(self.employee)._review_xlsx({})

    def test_dashboard_table(self):
        boards = self.env["complaint.dashboard"].with_user(self.manager)
        board = boards.get_complaint_dashboard(
            {
                "period": "custom",
                "date_from": fields.Date.to_string(self.now - timedelta(days=410)),
                # where the shop is it may be tomorrow already
                "date_to": fields.Date.to_string(self.now + timedelta(days=1)),
            }
        )
        table = next(t for t in board["tables"] if t["key"] == "jewellery_method")
        rows = {row["label"]: [c["raw"] for c in row["cells"]] for row in table["rows"]}
        # closed, days, cost, satisfaction: the reopened case is open again
        self.assertEqual(rows["Re-set the stone"], [2, 3.0, 300.0, 4.5])
        self.assertEqual(rows[self.refund.name], [1, 1.0, 500.0, 3.0])
        cases = self.env["helpdesk.ticket"].with_user(self.manager)
        row = next(r for r in table["rows"] if r["label"] == "Re-set the stone")
        domain = [*board["domains"]["resolved"], *row["domain"]]
        self.assertEqual(cases.search(domain), self.one | self.two)

    # helpers

    def _page(self, **options):
        self.env.flush_all()
        review = self.env["jewellery.review"].with_user(self.manager)
        return review.with_company(self.company).get_what_works(options)

    def _method(self, page, kind):
        methods = page["defects"][0]["methods"]
        return next(line for line in methods if line["id"] == kind.id)

    def _lines(self, ticket):
        return self.env["jewellery.review"].search([("ticket_id", "=", ticket.id)])

    @classmethod
    def _move(cls, record, **values):
        """Write what only time or the customer can."""
        record = record.sudo()
        record.flush_recordset()
        cls.env.cr.execute(
            SQL(
                "UPDATE %s SET %s WHERE id = %s",
                SQL.identifier(record._table),
                SQL(", ").join(
                    SQL("%s = %s", SQL.identifier(name), value)
                    for name, value in values.items()
                ),
                record.id,
            )
        )
        cls.env.invalidate_all()

    @classmethod
    def _handled(
        cls, costs, csat=None, days=1, reopened=False, ago=300, state="done", **values
    ):
        """Return a case that was closed so, with a piece of its own.

        :param dict costs: {solution type: its cost}
        """
        lot = values.pop("lot", None) or cls.piece.copy(
            {"name": cls.env["ir.sequence"].next_by_code("stock.lot.serial")}
        )
        values = {
            "category_id": cls.prong.id,
            "product_id": cls.ring.id,
            "lot_id": lot.id,
            **values,
        }
        case = cls._complaint(**values)
        package = cls.env["complaint.solution"].create(
            {
                "ticket_id": case.id,
                "line_ids": [
                    Command.create({"type_id": kind.id, "cost": cost, "amount": cost})
                    for kind, cost in costs.items()
                ],
            }
        )
        cls._move(package, state=state, company_amount=sum(costs.values()))
        received = cls.now - timedelta(days=ago)
        resolved = None if reopened else received + timedelta(days=days)
        cls._move(
            case,
            received_at=received,
            resolved_at=resolved,
            round=2 if reopened else 1,
        )
        if csat:
            survey = cls.env.ref("retail_complaint_addon.survey_complaint")
            cls.env["survey.user_input"].sudo()._trusted().create(
                {
                    "survey_id": survey.id,
                    "complaint_ticket_id": case.id,
                    "complaint_round": 1,
                    "complaint_state": "answered",
                    "complaint_csat": csat,
                }
            )
            cls._move(case, csat=csat, survey_answered_at=cls.now)
        return case
