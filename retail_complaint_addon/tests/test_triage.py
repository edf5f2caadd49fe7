from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..rules import triage
from .common import ComplaintCommon


@tagged("post_install", "-at_install")
class TestTriage(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lost, cls.rude = cls.env["helpdesk.ticket.category"].create(
            [
                {
                    "name": name,
                    "company_id": False,
                    "is_complaint": True,
                    "nature": "service",
                }
                for name in ("Test lost", "Test rude")
            ]
        )
        cls.rules = cls.env["complaint.triage.rule"]
        cls.rules.search([]).active = False
        cls.rule = cls.rules.create(
            {
                "name": "Zebra",
                "patterns": "zebra* + -horse\n斑馬",
                "category_id": cls.lost.id,
                "severity": "major",
                "weight": 90,
            }
        )

    def _zebra(self, **vals):
        return self._complaint(
            name="A zebra in the shop", description="<p>Zebras!</p>", **vals
        )

    def _row(self, case, name="category_id", user=None):
        rows = case.with_user(user or self.clerk).triage_suggestions()
        return next((row for row in rows if row["field"] == name), None)

    # while it is typed

    def _draft(self, text="A zebra in the shop", user=None, **chosen):
        tickets = self.env["helpdesk.ticket"].with_user(user or self.clerk)
        tickets = tickets.with_context(allowed_company_ids=self.company.ids)
        rows = tickets.triage_draft(text, **chosen)
        return {row["field"]: row["value"] for row in rows}

    def test_while_it_is_typed(self):
        before = self.env["helpdesk.ticket"].search_count([])
        both = {"category_id": self.lost.id, "severity": "major"}
        self.assertEqual(self._draft(), both)
        self.assertEqual(self._draft("<p>店裏有斑馬,真的有</p>"), both)
        self.assertEqual(self.env["helpdesk.ticket"].search_count([]), before)

    def test_what_is_chosen_already_is_not_suggested(self):
        self.assertFalse(self._draft(category_id=self.lost.id, severity="major"))
        self.assertNotIn("severity", self._draft(severity="critical"))
        self.assertIn("category_id", self._draft(category_id=self.rude.id))

    def test_too_little_or_too_much_was_typed(self):
        for text in ("", "zebra", None, 5, [], {"a": 1}, "\x00" * 20, "<p>  </p>"):
            self.assertFalse(self._draft(text))
        self.assertTrue(self._draft("A zebra " + "word " * 100000))

    def test_only_clerks_are_told_while_they_type(self):
        for user in (
            self.portal_user,
            self.employee,
            self.helpdesk_user,
            self.auditor,
        ):
            with self.assertRaises(AccessError):
                self._draft(user=user)

    def test_cases_of_other_stores_are_no_neighbours(self):
        self.rule.active = False
        text = "The giraffe pendant lost its emerald eye on the ferry"
        for _number in range(3):
            self._complaint(
                user=self.clerk2,
                store_id=self.store2.id,
                name=text,
                category_id=self.rude.id,
            )
        self.assertFalse(self._draft(text))
        self.assertEqual(
            self._draft(text, self.manager).get("category_id"), self.rude.id
        )

    # who may not

    def test_only_readers_get_suggestions(self):
        case = self._zebra(partner_id=self.portal_user.partner_id.id)
        for user in (self.portal_user, self.employee, self.helpdesk_user, self.clerk2):
            with self.assertRaises(AccessError):
                case.with_user(user).triage_suggestions()

    def test_only_clerks_of_the_case_take_them(self):
        case = self._zebra()
        for user in (self.auditor, self.clerk2, self.portal_user, self.employee):
            with self.assertRaises(AccessError):
                case.with_user(user).action_take_suggestion("category_id", self.lost.id)
        self.assertEqual(case.category_id, self.category)

    def test_only_what_is_suggested_is_taken(self):
        case = self._zebra()
        for name, value in (
            ("category_id", self.rude.id),
            ("user_id", self.clerk2.id),
            ("state", "done"),
            ("severity", "critical"),
            ("severity", True),
            ("category_id", [self.lost.id]),
            (None, None),
        ):
            with self.assertRaises(UserError):
                case.with_user(self.clerk).action_take_suggestion(name, value)

    def test_only_managers_write_rules(self):
        for user in (self.clerk, self.supervisor, self.auditor):
            with self.assertRaises(AccessError):
                self.rule.with_user(user).write({"patterns": "a"})
        self.rule.with_user(self.manager).write({"patterns": "zebra"})

    def test_rules_of_another_company_do_not_count(self):
        self.rule.company_id = self.other_company
        self.assertIsNone(self._row(self._zebra()))
        with self.assertRaises(AccessError):
            self.rule.with_user(self.manager).read(["patterns"])

    def test_bad_patterns_are_refused(self):
        for bad in (
            "",
            " \n ",
            "-only not",
            "***",
            "a*b*c*d*",
            "x" * 500,
            "+",
            "a +",
            "(a+)+$",
        ):
            with self.assertRaises(ValidationError):
                self.rule.patterns = bad
        for weight in (0, 101, -5):
            with self.assertRaises(ValidationError):
                self.rule.weight = weight
        with self.assertRaises(ValidationError):
            self.rule.write({"category_id": False, "severity": False})

    def test_no_text_keeps_a_rule_busy(self):
        """What would be a catastrophe as a regular expression ends at once."""
        ways = triage.lines("a*a*a*b\n" + "停*了*動\n" * 50)
        text = triage.prepare("a" * 4000 + " " + "停了" * 4000)
        for _time in range(50):
            self.assertIsNone(triage.first_match(ways, text))

    # what it suggests

    def test_rule_suggests_with_reason(self):
        row = self._row(self._zebra())
        self.assertEqual(row["value"], self.lost.id)
        self.assertIn("Zebra", row["reasons"])
        self.assertEqual(self._row(self._zebra(), "severity")["value"], "major")
        self.assertIsNone(
            self._row(self._complaint(name="Zebra and horse", description="<p>x</p>"))
        )

    def test_simplified_text_meets_a_traditional_rule(self):
        self.assertTrue(self._row(self._complaint(name="店里有斑马")))

    def test_taking_is_logged(self):
        case = self._zebra()
        case.with_user(self.clerk).action_take_suggestion("category_id", self.lost.id)
        self.assertEqual(case.category_id, self.lost)
        entry = case.sudo().decision_ids[:1]
        self.assertEqual(entry.kind, "suggestion_taken")
        self.assertEqual(entry.user_id, self.clerk)
        self.assertIn(str(self.lost.id), entry.detail)
        self.assertIsNone(self._row(case))

    def test_nothing_is_taken_by_itself(self):
        self.assertEqual(self._zebra().category_id, self.category)

    def test_closed_case_takes_nothing(self):
        case = self._ready_to_close(self._zebra())
        case.action_close_complaint()
        with self.assertRaises(UserError):
            case.with_user(self.clerk).action_take_suggestion(
                "category_id", self.lost.id
            )

    def test_past_cases_suggest_category_and_cause(self):
        for _time in range(3):
            past = self._complaint(
                name="The parrot swears",
                description="<p>The parrot at the counter swears.</p>",
                category_id=self.rude.id,
            )
            self._ready_to_close(past).action_close_complaint()
        case = self._complaint(
            name="Parrot swears", description="<p>A parrot at the counter.</p>"
        )
        row = self._row(case)
        self.assertEqual(row["value"], self.rude.id)
        self.assertIn(past.number, row["reasons"])
        self.assertEqual(self._row(case, "cause_id")["value"], self.cause.id)

    def test_hidden_cases_have_no_vote(self):
        for _time in range(3):
            self._complaint(
                user=self.clerk2,
                store_id=self.store2.id,
                name="The parrot swears",
                category_id=self.rude.id,
            )
        case = self._complaint(name="Parrot swears")
        self.assertIsNone(self._row(case))
        self.assertTrue(self._row(case, user=self.manager))

    # intake

    def test_intake_without_category(self):
        model = self.env["helpdesk.ticket"]
        category, confidence = model._suggest_category("<p>Zebra!</p>", self.company)
        self.assertEqual(category, self.lost)
        self.assertGreater(confidence, 0.6)
        nothing, confidence = model._suggest_category("", self.company)
        self.assertFalse(nothing)
        self.assertEqual(confidence, 0.0)

    def test_a_deleted_category_is_not_suggested(self):
        model = self.env["helpdesk.ticket"].sudo()
        self.assertEqual(model._suggest_category("Zebra", self.company)[0], self.lost)
        self.lost.unlink()
        self.assertFalse(model._suggest_category("Zebra", self.company)[0])
        case = model._complaint_intake(
            {
                "company_id": self.company.id,
                "name": "Zebra",
                "partner_name": "Someone",
                "partner_email": "someone@example.com",
            },
            "web",
        )
        self.assertEqual(case.category_id, model._unclassified_category())

    def test_intake_is_marked_until_somebody_chooses(self):
        model = self.env["helpdesk.ticket"].sudo()
        vals = {
            "company_id": self.company.id,
            "name": "Zebra",
            "description": "<p>A zebra</p>",
            "partner_name": "Someone",
            "partner_email": "someone@example.com",
        }
        case = model._complaint_intake(dict(vals), "web")
        self.assertEqual(case.category_id, self.lost)
        self.assertTrue(case.category_suggested)
        case.with_user(self.manager).write({"category_id": self.lost.id})
        self.assertFalse(case.category_suggested)
        self.company.complaint_suggest_percent = 101
        case = model._complaint_intake(dict(vals), "web")
        self.assertNotEqual(case.category_id, self.lost)
        self.assertFalse(case.category_suggested)

    def test_try_a_text(self):
        rule = self.rules.new({"patterns": "zebra*", "try_text": "Two zebras"})
        self.assertIn("zebra*", rule.try_result)
        rule = self.rules.new({"patterns": "zebra*", "try_text": "A horse"})
        self.assertNotIn("zebra*", rule.try_result)

    def test_queries(self):
        case = self._zebra()
        case.with_user(self.clerk).triage_suggestions()
        self.env.invalidate_all()
        with self.assertQueryCount(25):
            case.with_user(self.clerk).triage_suggestions()
