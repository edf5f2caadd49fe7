from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import GROUP
from .inspection_common import InspectionCommon


@tagged("post_install", "-at_install")
class TestInvestigation(InspectionCommon):
    # what nobody should be able to do comes first

    def test_state_moves_by_buttons_only(self):
        one = self._investigation()
        for values in (
            {"state": "accepted"},
            {"analysed_by_id": self.investigator.id},
            {"submitted_at": "2026-01-01 00:00:00"},
            {"severity": "minor"},
            {"name": "QI0"},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                one.write(values)
        model = self.env["jewellery.investigation"].with_user(self.inspector)
        with self.assertRaises(AccessError):
            model.create({"state": "accepted"})
        self.assertEqual(
            model.with_context(default_state="accepted").create({}).state, "draft"
        )

    def test_who_may_not_touch_it(self):
        one = self._investigation()
        for user in (self.clerk, self.manager, self.auditor, self.employee):
            mine = one.with_user(user)
            with self.subTest(user=user.login):
                for method in (
                    "action_take",
                    "action_submit",
                    "action_accept",
                    "action_close",
                    "action_cancel",
                    "action_decide",
                    "action_make_nonconformity",
                ):
                    with self.assertRaises(AccessError):
                        getattr(mine, method)()
                with self.assertRaises(AccessError):
                    mine.action_return("no")
                with self.assertRaises(AccessError):
                    mine.what = "x"

    def test_colleagues_who_are_not_on_it(self):
        one = self._investigation()
        other = one.with_user(self.inspector2)
        with self.assertRaises(AccessError):
            other.what = "x"
        with self.assertRaises(AccessError):
            other.action_submit()
        with self.assertRaises(AccessError):
            other.why_ids = [(0, 0, {"name": "Why?", "answer": "x"})]
        with self.assertRaises(UserError):
            other.action_take()
        one.team_ids = self.inspector2
        other.what = "Now I am on the team"

    def test_whoever_is_complained_about_sees_nothing(self):
        guilty = self._user("t_guilty", GROUP % "investigator")
        employee = self.env["hr.employee"].create(
            {"name": "Guilty", "company_id": self.company.id, "user_id": guilty.id}
        )
        one = self._investigation(self._case(staff_ids=[(6, 0, employee.ids)]))
        one.why_ids = [(0, 0, {"name": "Why?", "answer": "x"})]
        self.assertFalse(one.with_user(guilty).has_access("read"))
        self.assertFalse(one.why_ids.with_user(guilty).has_access("read"))
        self.assertTrue(one.with_user(self.investigator).has_access("read"))

    def test_readers_follow_the_case(self):
        one = self._investigation()
        self.assertTrue(one.with_user(self.clerk).has_access("read"))
        self.assertFalse(one.with_user(self.clerk2).has_access("read"))
        self.assertFalse(one.with_user(self.portal_user).has_access("read"))
        abroad = one.with_user(self.other_inspector).with_context(
            allowed_company_ids=self.other_company.ids
        )
        self.assertFalse(abroad.has_access("read"))

    def test_cases_one_cannot_read(self):
        case = self._case()
        both = self._user(
            "t_both",
            f"{GROUP % 'inspector'},retail_complaint_addon.group_complaint_clerk",
        )
        model = self.env["jewellery.investigation"].with_user(both)
        with self.assertRaises(AccessError):
            model.create({"ticket_ids": [(6, 0, case.ids)]})
        mine = model.create({})
        with self.assertRaises(AccessError):
            mine.ticket_ids = case
        with self.assertRaises(AccessError):
            case.with_user(self.clerk2).action_investigate()

    def test_cases_of_two_companies(self):
        theirs = self._complaint(
            user=self.other_manager,
            company_id=self.other_company.id,
            store_id=self.other_store.id,
        )
        one = self._investigation()
        with self.assertRaises(ValidationError):
            one.sudo()._trusted().ticket_ids |= theirs

    def test_what_is_submitted_stays(self):
        one = self._submitted()
        for user in (self.inspector, self.investigator):
            mine = one.with_user(user)
            with self.assertRaises(UserError):
                mine.what = "Something else"
            with self.assertRaises(UserError):
                mine.why_ids[:1].answer = "x"
            with self.assertRaises(UserError):
                mine.finding_ids.unlink()
            with self.assertRaises(UserError):
                mine.finding_ids.create({"investigation_id": one.id, "name": "More"})
            with self.assertRaises(UserError):
                mine.unlink()

    # the way through

    def test_everything_that_is_missing_is_named(self):
        one = self._investigation(self._case(severity="major"))
        self.assertEqual(one.form, "full")
        with self.assertRaisesRegex(
            UserError,
            r"Problem \(Team.*\); Containment; .*; Root Cause \(.*Escape",
        ):
            one.action_submit()
        short = self._investigation()
        self.assertEqual(short.form, "short")
        with self.assertRaisesRegex(UserError, "Containment; Root Cause"):
            short.action_submit()

    def test_nobody_analyses_their_own(self):
        case = self._case()
        one = self._investigation(case, user=self.investigator)
        one.write({"containment": "Put aside", "cause_id": self.cause.id})
        one.action_submit()
        self.assertFalse(one.can_analyse)
        for method in (one.action_accept, lambda: one.action_return("no")):
            with self.assertRaises(AccessError):
                method()

    def test_returned_with_a_comment(self):
        one = self._submitted()
        manager = one.with_user(self.investigator)
        for empty in (None, "", "  ", 5):
            with self.assertRaises(UserError):
                manager.action_return(empty)
        manager.action_return("Which batch?")
        self.assertEqual(one.state, "returned")
        self.assertEqual(one.analysis_comment, "Which batch?")
        self.assertEqual(one.activity_ids.user_id, self.inspector)
        one.what = "Batch T/26-1"
        other = one.sudo().activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=self.inspector.id,
            summary="Ask the plater",
        )
        one.action_submit()
        one.action_submit()
        self.assertEqual(one.state, "submitted")
        self.assertEqual(one.activity_ids, other, "only what came back is put right")
        manager.action_cancel()
        self.assertFalse(one.activity_ids)

    def test_accepted(self):
        case = self._case()
        one = self._submitted(case)
        manager = one.with_user(self.investigator)
        manager.action_accept("Well done")
        manager.action_accept("Twice")
        self.assertEqual(one.analysis_comment, "Well done")
        self.assertEqual(case.sudo().cause_id, self.cause)
        log = case.sudo().decision_ids.filtered(lambda row: row.kind == "investigated")
        self.assertEqual(len(log), 1)
        self.assertIn(one.name, log.detail)
        with self.assertRaises(UserError):
            manager.what = "x"
        manager.write(
            {"prevention": "Measure every prong", "effect_note": "None since"}
        )
        manager.action_close()
        self.assertEqual(one.state, "closed")
        with self.assertRaises(UserError):
            manager.effect_note = "x"

    def test_several_of_a_kind(self):
        both = self._submitted() | self._submitted()
        action = both.with_user(self.investigator).action_decide()
        screen = (
            self.env["jewellery.investigation.decide"]
            .with_user(self.investigator)
            .with_context(**action["context"])
            .create({"comment": "The same cause"})
        )
        self.assertEqual(screen.investigation_ids, both)
        screen.action_accept()
        self.assertEqual(set(both.mapped("state")), {"accepted"})

    def test_8d_needs_its_steps(self):
        case = self._case(severity="critical")
        one = self._investigation(case)
        one.write(
            {
                "team_ids": [(6, 0, (self.inspector | self.inspector2).ids)],
                "when_happened": "June",
                "where_happened": "Prong 3",
                "who_concerned": "Setter",
                "how_found": "Customer",
                "how_many": "1 of 12",
                "containment": "Batch put aside",
                "escape_point": "Final inspection",
                "cause_id": self.cause.id,
                "why_ids": [(0, 0, {"name": "Why?", "answer": "Contact 22 %"})],
                "finding_ids": [(0, 0, {"name": "Prong bent"})],
            }
        )
        one.action_submit()
        manager = one.with_user(self.investigator)
        manager.action_accept()
        with self.assertRaisesRegex(UserError, "helped"):
            manager.action_close()

    def test_nonconformity_without_contact_or_owner(self):
        case = self._case(partner_id=False, partner_name="Walk-in")
        one = self._submitted(case)
        manager = one.with_user(self.investigator)
        with self.assertRaises(UserError):
            manager.action_make_nonconformity()
        manager.action_accept()
        action = manager.action_make_nonconformity()
        self.assertEqual(
            action["res_id"], manager.action_make_nonconformity()["res_id"]
        )
        record = self.env["mgmtsystem.nonconformity"].browse(action["res_id"])
        self.assertEqual(record.company_id, self.company)
        self.assertTrue(record.partner_id and record.manager_user_id)

    # how it starts

    def test_from_complaints(self):
        cases = self._case() | self._case(lot_id=self.piece2.id, severity="critical")
        action = cases.with_user(self.clerk).action_investigate()
        one = self.env["jewellery.investigation"].browse(action["res_id"])
        self.assertEqual(one.sudo().ticket_ids, cases)
        self.assertEqual(one.severity, "critical")
        self.assertEqual(one.form, "full")
        self.assertEqual(one.lot_ids, self.piece | self.piece2)
        self.assertFalse(one.user_id)
        self.assertEqual(cases.sudo()[0].investigation_count, 1)
        taken = one.with_user(self.inspector)
        taken.action_take()
        self.assertEqual(one.user_id, self.inspector)

    def test_from_a_referral(self):
        case = self._case()
        referral = case.with_user(self.clerk)._refer(
            {
                "kind": "question",
                "receiver_kind": "user",
                "user_id": self.inspector.id,
                "reason": "Please investigate",
            }
        )
        with self.assertRaises(AccessError):
            referral.with_user(self.inspector2).action_investigate()
        action = referral.with_user(self.inspector).action_investigate()
        one = self.env["jewellery.investigation"].browse(action["res_id"])
        mine = one.with_user(self.inspector)
        self.assertEqual(mine.case_numbers, case.sudo().number)
        inspection = self._about(case, self._inspection("weight"))
        mine.invalidate_recordset()
        self.assertEqual(mine.inspection_ids, inspection)

    def test_the_form_opens_for_everybody_who_reads(self):
        one = self._investigation()
        for user in (self.inspector, self.investigator, self.clerk, self.manager):
            with self.subTest(user=user.login):
                Form(one.with_user(user))

    def _investigation(self, case=None, user=None):
        """Start one for a case, as the people of quality work on it."""
        case = case or self._case()
        user = user or self.inspector
        one = self.env["jewellery.investigation"]._open_for(case.sudo())
        one._trusted().user_id = user
        return one.with_env(self.env(user=user, su=False)).with_company(self.company)

    def _submitted(self, case=None):
        one = self._investigation(case)
        one.write(
            {
                "containment": "Put aside",
                "cause_id": self.cause.id,
                "why_ids": [(0, 0, {"name": "Why?", "answer": "Bath too short"})],
                "finding_ids": [(0, 0, {"name": "Plating worn through"})],
            }
        )
        one.action_submit()
        return one
