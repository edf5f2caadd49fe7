from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import SQL

from .common import GROUP
from .inspection_common import InspectionCommon

DAYS = 90


@tagged("post_install", "-at_install")
class TestPrevention(InspectionCommon):
    @classmethod
    def setUpClass(cls):  # pylint: disable=invalid-name
        super().setUpClass()
        cls.now = fields.Datetime.now()
        cls.case = cls._complaint(
            product_id=cls.ring.id,
            lot_id=cls.piece.id,
            severity="critical",
            partner_id=False,
            partner_name="Walk-in",
        )
        one = cls.env["jewellery.investigation"]._open_for(cls.case.sudo())
        one._trusted().write(
            {
                "user_id": cls.inspector.id,
                "submitted_by_id": cls.inspector.id,
                "submitted_at": cls.now,
                "state": "accepted",
                "analysed_by_id": cls.investigator.id,
                "cause_id": cls.cause.id,
                "prevention": "Measure <every> prong",
            }
        )
        cls.one = one.with_env(cls.env(user=cls.investigator, su=False))
        cls.manager2 = cls._user("t_quality2", GROUP % "investigator")
        cls.closed = cls.env.ref("mgmtsystem_action.stage_close")
        cls.cancelled = cls.env.ref("mgmtsystem_action.stage_cancel")

    # what nobody should be able to do comes first

    def test_who_may_not(self):
        check = self._planned()
        for user in (self.inspector, self.clerk, self.manager, self.employee):
            mine = self.one.with_user(user)
            with self.subTest(user=user.login):
                for method in ("action_new_action", "action_plan_effect"):
                    with self.assertRaises(AccessError):
                        getattr(mine, method)()
                for method in (
                    "action_effective",
                    "action_not_effective",
                    "action_drop",
                ):
                    with self.assertRaises(AccessError):
                        getattr(check.with_user(user), method)()
                with self.assertRaises(AccessError):
                    check.with_user(user).comment = "x"
        mine = check.with_user(self.investigator)
        for values in (
            {"state": "effective"},
            {"before_same": 9},
            {"done_at": "2020-01-01 00:00:00"},
            {"due_date": "2020-01-01"},
            {"investigation_id": self.one.id},
            {"checked_by_id": self.manager.id},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                mine.write(values)
        with self.assertRaises(AccessError):
            mine.create({"investigation_id": self.one.id, "done_at": self.now})
        with self.assertRaises(AccessError):
            mine.unlink()
        with self.assertRaises(AccessError):
            self.one.effect_state = "effective"
        with self.assertRaises(ValidationError):
            mine.days = 0

    def test_whoever_is_complained_about_sees_nothing(self):
        action = self._action()
        self.one.action_make_nonconformity()
        guilty = self._guilty()
        record = self.one.sudo().nonconformity_id
        check = self._planned()
        self.assertEqual(record.action_ids, action)
        for seen in (action, record, check):
            with self.subTest(model=seen._name):
                self.assertTrue(seen.with_user(self.manager2).has_access("read"))
                self.assertFalse(seen.with_user(guilty).has_access("read"))
        # neither does an action that hangs on the nonconformity alone
        other = self.env["mgmtsystem.action"].create(
            {
                "name": "Other",
                "type_action": "immediate",
                "company_id": self.company.id,
                "nonconformity_ids": [(4, record.id)],
            }
        )
        self.assertFalse(other.with_user(guilty).has_access("read"))
        plain = other.copy({"nonconformity_ids": False, "company_id": self.company.id})
        self.assertTrue(plain.with_user(guilty).has_access("read"))
        with self.assertRaises(UserError):
            action.with_user(self.investigator).user_id = guilty
        with self.assertRaises(UserError):
            self._action(user_id=guilty.id)

    def test_other_company(self):
        check = self._planned()
        abroad = self.other_inspector
        mine = check.with_user(abroad).with_context(
            allowed_company_ids=self.other_company.ids
        )
        self.assertFalse(mine.has_access("read"))
        with self.assertRaises(UserError):
            self._action(company_id=self.other_company.id)

    def test_links_stay(self):
        action = self._action()
        other = self.env["mgmtsystem.action"].create(
            {"name": "x", "type_action": "immediate", "company_id": self.company.id}
        )
        with self.assertRaises(UserError):
            other.with_user(self.investigator).investigation_id = self.one
        with self.assertRaises(UserError):
            action.with_user(self.investigator).investigation_id = False
        system = self._user("t_system", "mgmtsystem.group_mgmtsystem_user")
        with self.assertRaises(AccessError):
            action.with_user(system).create(
                {
                    "name": "x",
                    "type_action": "immediate",
                    "company_id": self.company.id,
                    "investigation_id": self.one.id,
                }
            )
        self.one.effect_note = "No more of them are made."
        self.one.action_close()
        with self.assertRaises(UserError):
            self.one.action_new_action()
        with self.assertRaises(UserError):
            self._action()

    # actions

    def test_action_with_all_it_needs(self):
        """The case has no contact; the investigation loses its owner, too."""
        for kind in ("correction", "prevention"):
            opened = self.one.with_context(
                jewellery_type_action=kind
            ).action_new_action()
            form = Form(
                self.env["mgmtsystem.action"]
                .with_user(self.investigator)
                .with_context(**opened["context"])
            )
            action = form.save()
            self.assertEqual(action.type_action, kind)
            self.assertEqual(action.investigation_id, self.one)
            self.assertEqual(action.user_id, self.inspector)
            self.assertTrue(action.date_deadline and action.reference)
        self.assertIn("Measure &lt;every&gt; prong", action.description)
        self.inspector.email = False
        self.one.sudo()._trusted().user_id = False
        action = self._action()
        self.assertEqual(action.user_id, self.investigator)
        self.assertEqual(len(self.one.system_action_ids), 3)
        self.one.action_make_nonconformity()
        late = self._action()
        self.assertEqual(len(self.one.nonconformity_id.action_ids), 4)
        self.assertIn(late, self.one.nonconformity_id.action_ids)

    def test_last_action_plans_the_check(self):
        one, two, three = self._action(), self._action(), self._action()
        one.stage_id = self.closed
        three.stage_id = self.cancelled
        self.assertFalse(self.one.effect_state)
        two.stage_id = self.closed
        check = self.one.effect_ids
        self.assertEqual(len(check), 1)
        self.assertEqual(self.one.effect_state, "planned")
        self.assertEqual(check.done_at, max((one | two).mapped("date_closed")))
        self.assertEqual(check.due_date, (check.done_at + timedelta(days=DAYS)).date())
        self.one.action_plan_effect()
        self.assertEqual(self.one.effect_ids, check, "there is one already")

    def test_only_cancelled_actions_plan_nothing(self):
        self._action().stage_id = self.cancelled
        self.assertFalse(self.one.effect_ids)

    # did it help?

    def test_real_figures(self):
        """Three before, one after; another defect and another product beside them."""
        check = self._planned(ago=DAYS)
        self._cases(before=3, after=1)
        self._cases(before=2, after=4, category_id=self._other_defect().id)
        self._cases(before=5, after=5, product_id=self.product.id, lot_id=self.lot.id)
        check.invalidate_recordset()
        mine = check.with_user(self.manager2)
        self.assertEqual(mine.before_text, "3 of 5 cases (60%)")
        self.assertEqual(mine.after_text, "1 of 5 cases (20%)")
        self.assertEqual(mine.effect, "fewer")
        with self.assertRaisesRegex(UserError, "Write down"):
            mine.action_effective()
        mine.comment = "The gauge is used in every shift."
        mine.action_effective()
        mine.action_effective()
        self.assertEqual(self.one.effect_state, "effective")
        self.assertEqual(mine.checked_by_id, self.manager2)
        self.assertEqual(
            (mine.before_same, mine.before_all, mine.after_same, mine.after_all),
            (3, 5, 1, 5),
        )
        # later cases change nothing of what was judged
        self._cases(before=0, after=9)
        check.invalidate_recordset()
        self.assertEqual(mine.after_text, "1 of 5 cases (20%)")
        for method in (mine.action_not_effective, mine.action_drop):
            with self.assertRaises(UserError):
                method()
        with self.assertRaises(UserError):
            mine.comment = "Something else"
        log = self.case.sudo().decision_ids.filtered(
            lambda row: "effectiveness" in (row.detail or "")
        )
        self.assertEqual(len(log), 1)
        self.assertIn("3 of 5 cases (60%)", log.detail)
        self.one.action_close()
        self.assertEqual(self.one.state, "closed")

    def test_scopes(self):
        check = self._planned(ago=DAYS).with_user(self.investigator)
        sister = self.env["product.product"].create(
            {
                "name": "Sister ring",
                "jewellery_ok": True,
                "seller_ids": [(0, 0, {"partner_id": self.supplier.id})],
            }
        )
        self._cases(before=1, after=2)
        self._cases(before=2, after=2, product_id=sister.id, lot_id=False)
        self._cases(before=1, after=0, product_id=self.product.id, lot_id=self.lot.id)
        check.invalidate_recordset()
        self.assertEqual(check.before_text, "1 of 1 cases (100%)")
        self.assertEqual(check.effect, "more")
        check.scope = "supplier"
        self.assertEqual(check.before_text, "3 of 3 cases (100%)")
        check.scope = "defect"
        self.assertEqual(check.after_text, "4 of 4 cases (100%)")

    def test_too_early(self):
        check = self._planned(ago=20).with_user(self.manager2)
        check.comment = "So far so good"
        self.assertEqual(check.before_text, "none")
        with self.assertRaisesRegex(UserError, "Too early to say: 20 of 90"):
            check.action_effective()

    def test_nobody_checks_their_own(self):
        self.one.sudo()._trusted().user_id = self.investigator
        check = self._planned(ago=DAYS).with_user(self.investigator)
        check.comment = "Splendid"
        self.assertFalse(check.can_check)
        for method in (check.action_effective, check.action_not_effective):
            with self.assertRaises(AccessError):
                method()

    def test_not_effective(self):
        check = self._planned(ago=DAYS).with_user(self.manager2)
        check.comment = "As many as before"
        check.action_not_effective()
        self.assertEqual(self.one.sudo().activity_ids.user_id, self.inspector)
        with self.assertRaisesRegex(UserError, "helped"):
            self.one.action_close()
        self.one.action_plan_effect()
        self.assertEqual(self.one.effect_state, "planned")
        self.one.effect_note = "Another supplier from March; the check follows in June."
        self.one.action_close()
        # it is checked all the same
        again = self.one.effect_ids.filtered(lambda one: one.state == "planned")
        again.comment = "Given up with the product"
        again.action_drop()
        self.assertEqual(self.one.effect_state, "dropped")

    def test_the_clock_reminds_once(self):
        check = self._planned(ago=DAYS + 2)
        self._tick()
        todo = check.sudo().activity_ids
        self.assertEqual(todo.user_id, self.investigator)
        self._tick()
        self.assertEqual(check.sudo().activity_ids, todo)
        mine = check.with_user(self.investigator)
        mine.comment = "Fewer"
        mine.action_effective()
        self.assertFalse(check.sudo().activity_ids)

    def test_who_is_reminded(self):
        """Not who investigated it, not who is complained about, not who has left."""
        check = self._planned().sudo()
        self.assertEqual(check._checker(), self.investigator)
        self.one.sudo()._trusted().submitted_by_id = self.investigator
        self.assertEqual(check._checker(), self.manager2)
        employee = self.env["hr.employee"].create(
            {
                "name": "Q",
                "company_id": self.company.id,
                "user_id": self.manager2.id,
            }
        )
        self.case.sudo().staff_ids |= employee
        self.assertFalse(check._checker())

    def test_forms_open(self):
        check = self._planned(ago=DAYS)
        for user in (self.inspector, self.investigator, self.clerk, self.manager):
            with self.subTest(user=user.login):
                Form(self.one.with_user(user))
                Form(check.with_user(user))

    # helpers

    def _tick(self):
        # committing is not for tests
        cron = type(self.env["ir.cron"])
        with patch.object(cron, "_commit_progress", return_value=60.0):
            self.env["complaint.clock"]._cron_complaint_clock()

    def _planned(self, ago=0):
        self.one.action_plan_effect()
        check = self.one.effect_ids.filtered(lambda one: one.state == "planned")
        check.sudo()._trusted().done_at = self.now - timedelta(days=ago)
        return check

    def _action(self, **values):
        opened = self.one.action_new_action()
        return (
            self.env["mgmtsystem.action"]
            .with_user(self.investigator)
            .with_context(**opened["context"])
            .create({**values})
        )

    def _guilty(self):
        user = self._user("t_guilty", GROUP % "investigator")
        employee = self.env["hr.employee"].create(
            {"name": "Guilty", "company_id": self.company.id, "user_id": user.id}
        )
        self.case.sudo().staff_ids |= employee
        return user

    def _other_defect(self):
        return self.category.copy({"name": "Another defect"})

    def _cases(self, before, after, **values):
        """Complaints ten days before and after the start of the check."""
        start = self.one.effect_ids[:1].sudo().done_at
        made = self.env["helpdesk.ticket"]
        for count, days in ((before, -10), (after, 10)):
            for _number in range(count):
                case = self._case(**values)
                made |= case
                self.env.flush_all()
                self.env.cr.execute(
                    SQL(
                        "UPDATE helpdesk_ticket SET received_at = %s WHERE id = %s",
                        start + timedelta(days=days),
                        case.id,
                    )
                )
        self.env.invalidate_all()
        return made
