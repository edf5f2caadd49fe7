from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import GROUP
from .inspection_common import InspectionCommon

MODEL = "jewellery.investigation.ask"


@tagged("post_install", "-at_install")
class TestDepartments(InspectionCommon):
    @classmethod
    def setUpClass(cls):  # pylint: disable=invalid-name
        super().setUpClass()
        cls.setter = cls._user("t_setter")
        cls.department = cls.env["hr.department"].create(
            {"name": "Test Setting", "company_id": cls.company.id}
        )
        cls.env["hr.employee"].create(
            {
                "name": "Setter",
                "company_id": cls.company.id,
                "user_id": cls.setter.id,
                "department_id": cls.department.id,
            }
        )
        cls.case = cls._complaint(product_id=cls.ring.id, lot_id=cls.piece.id)

    # what nobody should be able to do comes first

    def test_who_may_not_ask(self):
        one = self._investigation()
        strangers = {
            "a colleague who is not on it": self.inspector2,
            "a clerk of another store": self.clerk2,
            "an auditor": self.auditor,
            "an employee": self.employee,
            "a customer": self.portal_user,
        }
        for who, user in strangers.items():
            mine = one.with_user(user)
            with self.subTest(who=who):
                with self.assertRaises(AccessError):
                    mine.action_ask_department()
                with self.assertRaises(AccessError):
                    mine._ask([self.case.sudo().number], self._values())
                with self.assertRaises(AccessError):
                    self._screen(one, user)
        self.assertFalse(self.case.sudo().referral_ids)

    def test_whoever_is_complained_about_asks_and_reads_nothing(self):
        guilty = self._user("t_guilty", GROUP % "investigator")
        employee = self.env["hr.employee"].create(
            {"name": "Guilty", "company_id": self.company.id, "user_id": guilty.id}
        )
        question = self._asked(self._investigation())
        self.assertTrue(question.with_user(self.investigator).has_access("read"))
        self.case.sudo().write({"staff_ids": [(6, 0, employee.ids)]})
        self.assertFalse(question.with_user(guilty).has_access("read"))
        with self.assertRaises(AccessError):
            question.with_user(guilty).action_withdraw("no")

    def test_cases_of_others(self):
        one = self._investigation()
        other = self._complaint()
        with self.assertRaises(UserError):
            one._ask([other.sudo().number], self._values())
        screen = self._screen(one)
        screen.case_ids.number = other.sudo().number
        with self.assertRaises(UserError):
            screen.action_ask()
        self.assertFalse(other.sudo().referral_ids)

    def test_only_questions_to_departments_are_opened_to_inspectors(self):
        one = self._investigation()
        hidden = self.case.with_user(self.clerk)._refer(
            {
                "receiver_kind": "user",
                "user_id": self.clerk2.id,
                "reason": "Between us",
            }
        )
        shown = self.case.with_user(self.clerk)._refer(
            {
                "receiver_kind": "department",
                "department_id": self.department.id,
                "reason": "Asked before the investigation",
            }
        )
        self.assertEqual(one.referral_ids, shown)
        self.assertFalse(hidden.with_user(self.inspector).has_access("read"))
        self.assertFalse(shown.with_user(self.inspector2).has_access("read"))
        self.assertFalse(self._abroad(shown).has_access("read"))
        # what the inspector did not ask is not theirs to take back
        with self.assertRaises(AccessError):
            shown.with_user(self.inspector).action_withdraw("no")
        self.assertEqual(
            one.with_user(self.clerk).referral_ids, (hidden | shown).sorted("id")
        )

    def test_what_cannot_be_asked(self):
        one = self._investigation()
        empty = self.env["hr.department"].create({"name": "Nobody there"})
        screen = self._screen(one)
        for values, error in (
            ({"department_id": False}, UserError),
            ({"reason": "  "}, UserError),
            ({"department_id": empty.id}, ValidationError),
            ({"due_at": "2020-01-01 00:00:00"}, ValidationError),
        ):
            with self.subTest(values=values), self.assertRaises(error):
                self._screen(one, **values).action_ask()
        screen.case_ids.chosen = False
        with self.assertRaises(UserError):
            screen.action_ask()
        one.with_user(self.investigator).action_cancel()
        with self.assertRaises(UserError):
            one.action_ask_department()
        self.assertFalse(one.can_ask)

    def test_an_investigation_without_a_case(self):
        one = self.env["jewellery.investigation"].with_user(self.inspector).create({})
        self.assertFalse(one.can_ask)
        with self.assertRaises(UserError):
            one.action_ask_department()

    # the way through

    def test_asked_answered_and_shown(self):
        one = self._investigation()
        self.assertTrue(one.can_ask)
        question = self._asked(one, question="Was it re-tipped?")
        referral = question.sudo()
        self.assertEqual(referral.sender_id, self.inspector)
        self.assertEqual(referral.receiver_ids, self.setter)
        self.assertEqual(one.referral_ids, question)
        self.assertEqual(one.referral_open_count, 1)
        self.assertFalse(one.referral_late_count)
        # two weeks on
        moment = fields.Datetime.now() - timedelta(days=1)
        referral._trusted().write({"due_at": moment})
        one.invalidate_recordset()
        self.assertEqual(one.referral_late_count, 1)
        # the inspector still knows nothing else of the case
        self.assertFalse(self.case.with_user(self.inspector).has_access("read"))
        question.with_user(self.setter).action_answer("Worn, not re-tipped")
        one.invalidate_recordset()
        self.assertEqual(one.referral_ids.answer, "Worn, not re-tipped")
        self.assertFalse(one.referral_open_count)
        told = self.env["mail.notification"].search(
            [("res_partner_id", "=", self.inspector.partner_id.id)]
        )
        self.assertIn(
            "Worn, not re-tipped", "".join(told.mail_message_id.mapped("body"))
        )

    def test_taken_back_by_who_asked(self):
        one = self._investigation()
        question = self._asked(one)
        self.assertTrue(question.with_user(self.inspector).can_withdraw)
        question.with_user(self.inspector).action_withdraw("Found it")
        self.assertEqual(question.sudo().state, "withdrawn")

    def test_the_clerk_of_the_case_asks_too(self):
        one = self._investigation()
        question = self._asked(one, self.clerk)
        self.assertEqual(question.sudo().sender_id, self.clerk)
        self.assertEqual(one.referral_ids, question)

    def test_several_cases(self):
        second = self._complaint(product_id=self.ring.id, lot_id=self.piece2.id)
        one = self._investigation(self.case | second)
        screen = self._screen(one)
        self.assertEqual(len(screen.case_ids), 2)
        self.assertEqual(screen.case_ids.filtered("chosen"), screen.case_ids[0])
        self.assertIn("RING-0002", "".join(screen.case_ids.mapped("article")))
        screen.case_ids.chosen = True
        screen.action_ask()
        self.assertEqual(len(one.referral_ids), 2)
        Form(one)

    def test_queries_do_not_grow(self):
        model = self.env["jewellery.investigation"].with_user(self.inspector)
        several = model.browse([self._investigation().id for _number in range(4)])
        names = ["referral_ids", "referral_late_count"]
        several[:1].mapped("referral_late_count")
        counts = []
        for records in (several[:1], several):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            records.fetch(["name"])
            for name in names:
                records.mapped(name)
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    # helpers

    def _investigation(self, cases=None, user=None):
        user = user or self.inspector
        one = self.env["jewellery.investigation"]._open_for((cases or self.case).sudo())
        one._trusted().user_id = user
        return one.with_env(self.env(user=user, su=False)).with_company(self.company)

    def _values(self):
        return {"department_id": self.department.id, "reason": "Prong too thin"}

    def _screen(self, one, user=None, **values):
        model = self.env[MODEL].with_user(user or one.env.user)
        model = model.with_context(
            allowed_company_ids=self.company.ids, default_investigation_id=one.id
        )
        return model.create({**self._values(), **values})

    def _asked(self, one, user=None, **values):
        self._screen(one, user, **values).action_ask()
        return self.case.sudo().referral_ids[-1:].with_env(one.env)

    def _abroad(self, record):
        return record.with_user(self.other_inspector).with_context(
            allowed_company_ids=self.other_company.ids
        )
