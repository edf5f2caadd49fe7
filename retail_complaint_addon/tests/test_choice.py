import doctest
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..rules import scoring
from .settlement_common import SettlementCommon

CODES = ("customer_value", "cost", "time", "repeat", "legal")


class ChoiceCommon(SettlementCommon):
    """A case of TST with two drafts; five criteria of 30, 20, 15, 20 and 15."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        criteria = cls.env["complaint.criterion"]
        criteria.with_context(active_test=False).search([]).sudo().active = False
        cls.criteria = criteria.create(
            [
                {"name": code, "weight": weight, "sequence": number}
                for number, (code, weight) in enumerate(
                    zip(CODES, (30, 20, 15, 20, 15), strict=True)
                )
            ]
        )
        cls.ticket = cls._complaint()
        cls.best = cls._package(cls.ticket, 300)
        cls.other = cls._package(cls.ticket, 400)

    @classmethod
    def _score(cls, package, *points, user=None):
        """Give points in the order of the criteria."""
        return (
            cls.env["complaint.solution.score"]
            .with_user(user or cls.clerk)
            .create(
                [
                    {
                        "solution_id": package.id,
                        "criterion_id": criterion.id,
                        "points": given,
                    }
                    for criterion, given in zip(cls.criteria, points, strict=False)
                ]
            )
        )

    def _score_both(self):
        """77.5 against 50."""
        self._score(self.best, 8, 5, 7, 9, 10)
        self._score(self.other, 5, 5, 5, 5, 5)

    def _cell(self, package=None, criterion=None, **values):
        return {
            "solution_id": (package or self.best).id,
            "criterion_id": (criterion or self.criteria[0]).id,
            "points": 5,
            **values,
        }


@tagged("post_install", "-at_install")
class TestChoiceAttacks(ChoiceCommon):
    """Scores are fixed with the package, and the reason cannot be skipped."""

    def test_nobody_scores_a_foreign_case(self):
        (cell,) = [self._cell()]
        for user in (
            self.clerk2,
            self.auditor,
            self.employee,
            self.helpdesk_user,
            self.portal_user,
            self.other_manager,
            self.authority_admin,
        ):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self.env["complaint.solution.score"].with_user(user).create(cell)
                with self.assertRaises(AccessError):
                    self.ticket.with_user(user).save_scores([cell])
        (score,) = self._score(self.best, 5)
        for user in (self.clerk2, self.auditor, self.other_manager):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    score.with_user(user).write({"points": 9})
                with self.assertRaises(AccessError):
                    score.with_user(user).unlink()
        self.assertEqual(score.points, 5)

    def test_nobody_reads_the_matrix_of_a_foreign_case(self):
        self._score_both()
        for user in (self.clerk2, self.employee, self.portal_user, self.other_manager):
            ticket = self.ticket.with_user(user)
            for method in (
                "get_score_matrix",
                "get_side_by_side",
                "action_score_packages",
                "action_side_by_side",
                "action_print_side_by_side",
            ):
                with self.subTest(user=user.login, method=method):
                    with self.assertRaises(AccessError):
                        getattr(ticket, method)()
        seen = self.env["complaint.solution.score"].with_user(self.clerk2)
        self.assertFalse(seen.search([]))

    def test_who_is_complained_about_scores_nothing(self):
        self.ticket.sudo().staff_ids = [Command.set(self.staff.ids)]
        with self.assertRaises(AccessError):
            self._score(self.best, 5, user=self.staff.user_id)
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.staff.user_id).get_score_matrix()

    def test_scores_are_fixed_from_submission(self):
        self._score_both()
        self.best.action_submit()
        score = self.best.score_ids[0]
        doors = (
            lambda: score.write({"points": 1}),
            lambda: score.sudo().write({"points": 1}),
            lambda: score.unlink(),
            lambda: self._score(self.best, 1),
            lambda: self.best.write({"score_ids": [Command.clear()]}),
            lambda: self.best.write(
                {"score_ids": [Command.update(score.id, {"points": 1})]}
            ),
            lambda: self.ticket.with_user(self.clerk).save_scores([self._cell()]),
            lambda: self.ticket.with_user(self.clerk).save_scores(
                [self._cell(points=None)]
            ),
            lambda: (
                self.env["complaint.solution.score"]
                .with_user(self.clerk)
                .with_context(default_solution_id=self.best.id)
                .create({"criterion_id": self.criteria[0].id, "points": 1})
            ),
        )
        for number, door in enumerate(doors):
            with (
                self.subTest(number=number),
                self.assertRaises(UserError),
            ):
                door()
        self.assertEqual(self.best.score_total, 77.5)

    def test_figures_are_counted_and_not_written(self):
        (score,) = self._score(self.best, 5)
        for record, values in (
            (self.best, {"score_total": 100}),
            (self.best, {"is_scored": True}),
            (self.best, {"remind_at": "2030-01-01 00:00:00"}),
            (self.best, {"reminded": "supervisor"}),
            (self.best, {"reminder_ids": [Command.clear()]}),
            (score, {"weight": 100}),
        ):
            for key in (False, True, "yes"):
                doors = record.with_user(self.supervisor).with_context(
                    retail_complaint_trusted=key, default_weight=100
                )
                with self.subTest(values=values), self.assertRaises(AccessError):
                    doors.write(values)
        with self.assertRaises(AccessError):
            self.env["complaint.solution.score"].with_user(self.clerk).create(
                self._cell(criterion=self.criteria[1], weight=100)
            )
        self.assertEqual(score.weight, 30)

    def test_a_score_stays_where_it_is(self):
        (score,) = self._score(self.best, 5)
        with self.assertRaises(UserError):
            score.write({"solution_id": self.other.id})
        with self.assertRaises(UserError):
            score.write({"criterion_id": self.criteria[1].id})

    def test_impossible_points(self):
        ticket = self.ticket.with_user(self.clerk)
        model = self.env["complaint.solution.score"].with_user(self.clerk)
        for points in (-1, 11, 2.5, "5", True, "x", [], {}, 10**12):
            with self.subTest(points=points):
                with self.assertRaises(UserError):
                    ticket.save_scores([self._cell(points=points)])
        for points in (-1, 11, "x"):
            with self.subTest(points=points), self.assertRaises(ValidationError):
                model.create(self._cell(points=points))
        for junk in (None, "x", {}, [None], [[]], [{"x": 1}], [{}]):
            with self.subTest(junk=junk), self.assertRaises(UserError):
                ticket.save_scores(junk)
        elsewhere = self._package(self._complaint(), 10)
        for cell in (
            self._cell(elsewhere),
            self._cell(solution_id="x"),
            self._cell(criterion_id=[]),
            self._cell(note=5),
            self._cell(weight=5),
        ):
            with self.subTest(cell=cell), self.assertRaises(UserError):
                ticket.save_scores([cell])
        with self.assertRaises(UserError):
            ticket.save_scores([self._cell(), self._cell(points=6)])
        self.assertFalse(self.best.score_ids)

    def test_one_score_for_each_criterion(self):
        self._score(self.best, 5)
        with self.assertRaises(ValidationError):
            self._score(self.best, 6)
        model = self.env["complaint.solution.score"].with_user(self.clerk)
        with self.assertRaises(ValidationError):
            model.create([self._cell(self.other), self._cell(self.other, points=6)])

    def test_the_reason_cannot_be_skipped(self):
        self._score_both()
        for reason in (False, "", "   "):
            self.other.choice_reason = reason
            with self.assertRaisesRegex(UserError, "Why Not the Best One"):
                self.other.with_user(self.supervisor).action_submit()
        for context in ({"default_choice_reason": "x"}, {"complaint_step": "offer"}):
            with self.assertRaises(UserError):
                self.other.with_context(**context).action_submit()
        # not scored at all, and on the spot
        unscored = self._package(self.ticket, 100)
        with self.assertRaisesRegex(UserError, "not completely scored"):
            unscored.action_submit()
        with self.assertRaisesRegex(UserError, "not completely scored"):
            self.ticket.with_user(self.clerk).action_settle_on_site(
                {
                    "type_id": self.type["refund"].id,
                    "amount": 10,
                    "evidence": "R1",
                    "close_case": False,
                }
            )
        self.assertEqual(self.other.state, "draft")

    def test_the_best_one_is_not_put_aside_without_a_word(self):
        self._score_both()
        with self.assertRaises(UserError):
            self.best.unlink()
        self.best.action_cancel()
        with self.assertRaisesRegex(UserError, "77.5"):
            self.other.action_submit()

    def test_the_reason_is_given_once(self):
        self._score_both()
        self.other.choice_reason = "The customer leaves tomorrow"
        self.other.action_submit()
        with self.assertRaises(UserError):
            self.other.choice_reason = "Something else"
        with self.assertRaises(UserError):
            self.other.write({"choice_reason": "x", "reason": "x"})

    def test_criteria_belong_to_managers_and_their_company(self):
        criterion = self.criteria[0]
        for user in (self.clerk, self.supervisor, self.auditor, self.employee):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                criterion.with_user(user).write({"weight": 1})
        for weight in (0, 101, -5, "x"):
            with self.subTest(weight=weight), self.assertRaises(ValidationError):
                criterion.with_user(self.manager).write({"weight": weight})
        foreign = self.env["complaint.criterion"].create(
            {"name": "Foreign", "company_id": self.other_company.id}
        )
        self.assertNotIn(foreign, criterion.with_user(self.manager).search([]))
        with self.assertRaises(UserError):
            self.env["complaint.solution.score"].with_user(self.clerk).create(
                self._cell(criterion=foreign)
            )
        self._score(self.best, 5)
        with self.assertRaises(UserError):
            criterion.with_user(self.manager).unlink()
        with self.assertRaises(UserError):
            criterion.write({"company_id": self.other_company.id})


@tagged("post_install", "-at_install")
class TestChoice(ChoiceCommon):
    def test_doctests(self):
        self.assertEqual(doctest.testmod(scoring).failed, 0)

    def test_without_scores_nothing_changes(self):
        self.other.action_submit()
        self.other.action_offer()
        self.assertEqual(self.other.state, "offered")
        self.assertFalse(self.other.is_best)
        self.assertNotIn("chosen", self._kinds(self.ticket))

    def test_the_weighted_sum_and_the_best(self):
        self._score(self.best, 8, 5, 7, 9)
        self.assertFalse(self.best.is_scored)
        self.assertFalse(self.best.is_best)
        score = self.env["complaint.solution.score"].with_user(self.clerk)
        score.create(self._cell(criterion=self.criteria[4], points=10))
        self._score(self.other, 5, 5, 5, 5, 5)
        self.assertEqual((self.best.score_total, self.other.score_total), (77.5, 50))
        self.assertTrue(self.best.is_best)
        self.assertFalse(self.other.is_best)
        self.assertTrue(self.other.needs_choice_reason)
        self.assertFalse(self.best.needs_choice_reason)
        # equal ones are both best
        twin = self.best.with_user(self.clerk).copy()
        self.assertEqual(twin.score_total, 77.5)
        self.assertTrue(twin.is_best and self.best.is_best)
        twin.action_submit()
        self.assertNotIn("chosen", self._kinds(self.ticket))

    def test_another_one_with_a_reason_is_logged_with_figures(self):
        self._score_both()
        self.other.choice_reason = "The customer leaves tomorrow"
        self.other.action_submit()
        self.other.action_offer()
        rows = self.env["complaint.decision"].search(
            [("ticket_id", "=", self.ticket.id), ("kind", "=", "chosen")]
        )
        self.assertEqual(len(rows), 1, "once, although submitted and offered")
        self.assertEqual(
            rows.detail, f"score=50.0; best=77.5; best_package={self.best.id}"
        )
        self.assertEqual(rows.note, "The customer leaves tomorrow")
        self.assert_chain_holds(self.ticket)
        self.other.action_accept()
        self.assertEqual(self.best.state, "cancelled")
        self.assertTrue(self.best.is_best, "it stays the best of what there was")
        self.assertFalse(self.other.is_best)

    def test_scored_higher_after_the_approval(self):
        self._score(self.other, 5, 5, 5, 5, 5)
        self.other.action_submit()
        self._score(self.best, 8, 5, 7, 9, 10)
        with self.assertRaisesRegex(UserError, "77.5"):
            self.other.action_offer()
        self.assertTrue(self.other.needs_choice_reason)
        self.other.choice_reason = "Promised on the telephone"
        self.other.action_offer()
        self.assertIn("chosen", self._kinds(self.ticket))

    def test_what_was_ruled_out_is_no_alternative(self):
        self._score_both()
        self.best.action_submit()
        self.best.action_offer()
        self.best.action_decline("Too slow")
        self.assertTrue(self.other.is_best)
        self.other.action_submit()
        self.assertNotIn("chosen", self._kinds(self.ticket))

    def test_weights_move_drafts_only(self):
        self._score_both()
        self.best.action_submit()
        self.criteria[0].with_user(self.manager).weight = 90
        self.assertEqual(self.best.score_total, 77.5)
        self.assertEqual(self.best.score_ids[0].weight, 30)
        self.assertEqual(self.other.score_ids[0].weight, 90)
        self._score(self._package(self.ticket), 10, 0, 0, 0, 0)
        newest = self.ticket.solution_ids.sorted("id")[-1]
        self.assertEqual(newest.score_total, 56.3)
        log = self.env["complaint.decision"].search(
            [("kind", "=", "register_changed")], limit=1
        )
        self.assertIn("weight=90", log.detail)
        # one more question: drafts are not complete any more
        extra = self.env["complaint.criterion"].create({"name": "Extra", "weight": 5})
        self.assertFalse(self.other.is_scored)
        self.assertTrue(self.best.is_scored)
        extra.active = False
        self.assertTrue(self.other.is_scored)
        extra.active = True
        extra.unlink()
        self.assertTrue(self.other.is_scored)

    def test_the_matrix(self):
        ticket = self.ticket.with_user(self.clerk)
        page = ticket.save_scores(
            [
                self._cell(criterion=criterion, points=points, note="n")
                for criterion, points in zip(
                    self.criteria, (8, 5, 7, 9, 10), strict=True
                )
            ]
        )
        column, second = page["packages"]
        self.assertEqual(column["total"], 77.5)
        self.assertTrue(column["is_best"] and column["open"] and page["open"])
        self.assertEqual(column["scores"][self.criteria[0].id]["note"], "n")
        self.assertEqual([row["weight"] for row in page["criteria"]][0], 30)
        self.assertFalse(second["scores"])
        page = ticket.save_scores([self._cell(points=False)])
        self.assertFalse(page["packages"][0]["is_scored"])
        self.assertEqual(len(self.best.score_ids), 4)
        page = self.ticket.with_user(self.auditor).get_score_matrix()
        self.assertFalse(page["open"])
        with self.assertRaises(UserError):
            self._plain_ticket().with_user(self.env.user).get_score_matrix()

    def _plain_ticket(self):
        return self.env["helpdesk.ticket"].create(
            {"name": "Question", "description": "?", "company_id": self.company.id}
        )

    def test_side_by_side_shows_nothing_internal(self):
        self._score_both()
        self.best.write({"reason": "INTERNAL-REASON", "due_date": "2030-01-02"})
        self.other.choice_reason = "INTERNAL-CHOICE"
        line = self.best.line_ids[1]
        line.write({"cost": 123.45, "name": "Paid back to the card"})
        ticket = self.ticket.with_user(self.clerk)
        self.assertFalse(ticket.get_side_by_side()["options"], "drafts are not shown")
        (self.best | self.other).action_submit()
        page = ticket.get_side_by_side()
        first, second = page["options"]
        self.assertEqual((first["letter"], second["letter"]), ("A", "B"))
        self.assertEqual(first["steps"], ["offer"])
        self.assertEqual(first["measures"][1]["detail"], "Paid back to the card")
        self.assertEqual(first["until"], "2030-01-02")
        self.assertEqual(len(page["labels"]["title"]), 2)
        report = "retail_complaint_addon.complaint_side_by_side"
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.clerk)
            ._render_qweb_html(report, self.best.ids)
        )
        for text in (str(page), html.decode()):
            for secret in ("INTERNAL", "123.45", "77.5", "Within"):
                self.assertNotIn(secret, text)
        self.assertIn("Paid back to the card", html.decode())
        with self.assertRaises(AccessError):
            self.env["ir.actions.report"].with_user(self.clerk2)._render_qweb_html(
                report, self.best.ids
            )

    def test_the_answer_goes_the_usual_way(self):
        self.best.action_submit()
        ticket = self.ticket.with_user(self.clerk)
        ticket.with_user(self.clerk).get_side_by_side()
        auditor = self.ticket.with_user(self.auditor).get_side_by_side()
        self.assertFalse(auditor["options"][0]["steps"])
        self.best.action_offer()
        steps = ticket.get_side_by_side()["options"][0]["steps"]
        self.assertEqual(steps, ["accept", "decline"])
        self.best.action_decline("Too slow")
        page = ticket.get_side_by_side()
        self.assertEqual(page["intro"], "refused")
        self.assertIn(page["intro"], page["labels"])

    def test_letters_stay_after_the_acceptance(self):
        (self.best | self.other).action_submit()
        self.other.action_offer()
        ticket = self.ticket.with_user(self.clerk)
        self.assertEqual(ticket.get_side_by_side()["intro"], "choose")
        self.best.action_withdraw()
        # a single offer is no choice
        page = ticket.get_side_by_side()
        self.assertEqual(page["intro"], "single")
        self.assertIn(page["intro"], page["labels"])
        self.other.action_accept()
        page = ticket.get_side_by_side()
        self.assertEqual([one["letter"] for one in page["options"]], ["B"])
        self.assertEqual(page["intro"], "agreed")

    def test_submitting_costs_one_query_more_at_most(self):
        plain = self._package(self._complaint(), 300)
        ticket = self._complaint()
        scored = [self._package(ticket, 300) for _number in range(6)]
        self._score(scored[0], 5, 5, 5, 5, 5)
        self._score(scored[1], 5, 5, 5, 5, 5)

        def queries(package):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            package.action_submit()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        queries(self._package(self._complaint(), 300))
        self.assertLessEqual(queries(scored[0]), queries(plain) + 2)


@tagged("post_install", "-at_install")
class TestCarryingOut(ChoiceCommon):
    """What was promised is done in time, or somebody hears of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["resource.calendar"].search([]).tz = "UTC"

    def _accepted(self, due, executor=None):
        package = self.best
        package.action_submit()
        package.action_offer()
        package.action_accept()
        package.write({"due_date": due, "executor_id": (executor or self.clerk).id})
        return package

    def _run(self, at):
        """Let the clock look at the packages at a moment."""
        self.env.flush_all()
        clock = self.env["complaint.clock"]
        (job,) = [
            job
            for job in clock._clock_due_batches()
            if job.method == "_remind_batch" and job.records._name == self.best._name
        ]
        due = job.records.search([("remind_at", "<=", at), ("id", "=", self.best.id)])
        due._remind_batch()
        return due

    def _todos(self):
        kind = self.env.ref("retail_complaint_addon.mail_activity_type_package_late")
        return (
            self.env["mail.activity"]
            .sudo()
            .search(
                [("activity_type_id", "=", kind.id), ("res_id", "=", self.ticket.id)]
            )
        )

    def test_late_goes_to_the_person_then_to_the_supervisor(self):
        package = self._accepted("2026-01-05")
        self.assertEqual(str(package.remind_at), "2026-01-06 09:00:00")
        self.assertFalse(self._run("2026-01-06 08:59:00"))
        self._run("2026-01-06 09:00:00")
        self.assertEqual(self._todos().user_id, self.clerk)
        self.assertEqual(package.reminded, "executor")
        self.assertFalse(self._run(fields.Datetime.now()), "not twice on one day")
        self._run("2099-01-01 00:00:00")
        self.assertEqual(self._todos().user_id, self.clerk | self.supervisor)
        self.assertFalse(package.remind_at)
        self.assertFalse(self._run("2099-01-01 00:00:00"), "once for each")
        package.action_complete("Credit note 7")
        self.assertFalse(self._todos())

    def test_a_new_date_starts_anew(self):
        package = self._accepted("2026-01-05")
        self._run("2026-01-06 09:00:00")
        package.due_date = "2026-02-05"
        self.assertFalse(package.reminded or self._todos())
        self.assertEqual(package.remind_at.date().isoformat(), "2026-02-06")

    def test_without_a_date_it_is_late_after_the_days_of_the_company(self):
        package = self._accepted(False)
        package._trusted().answered_at = "2026-01-05 04:00:00"
        self.assertEqual(str(package.expected_date), "2026-01-12")
        self.assertTrue(package.is_late)
        self.assertIn(package, package.search([("is_late", "=", True)]))
        self._run("2026-01-13 09:00:00")
        self.assertIn("with no date", str(self._todos().note))
        self.company.complaint_package_escalate_days = 5
        package._trusted().due_date = "2030-01-01"
        self.assertEqual(str(package.expected_date), "2030-01-01")
        self.assertFalse(package.is_late)
        package.due_date = "2026-01-05"
        self._run("2026-01-06 09:00:00")
        self.assertGreater(
            package.remind_at, fields.Datetime.now() + timedelta(days=4, hours=23)
        )
        self.company.complaint_package_days = 0
        package.due_date = False
        self.assertFalse(package.expected_date or package.is_late)
        self.assertFalse(package.remind_at)
        with self.assertRaises(ValidationError):
            self.company.complaint_package_escalate_days = 0

    def test_only_accepted_packages_are_late(self):
        self.best.due_date = "2026-01-05"
        self.assertFalse(self.best.remind_at)

    def test_filters(self):
        package = self._accepted("2026-01-05")
        model = self.env["complaint.solution"].with_user(self.clerk)
        late = model.search(
            [("is_late", "=", True), ("ticket_id", "=", self.ticket.id)]
        )
        self.assertEqual(late, package)
