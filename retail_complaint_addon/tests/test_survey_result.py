import doctest

from odoo.tests import TransactionCase, tagged

from ..rules import scores, survey_answers
from .survey_common import SurveyCommon


@tagged("post_install", "-at_install")
class TestSurveyRules(TransactionCase):
    def test_doctests(self):
        for module in (scores, survey_answers):
            result = doctest.testmod(module)
            self.assertGreater(result.attempted, 0)
            self.assertFalse(result.failed, module.__name__)

    def test_nps_counts_zero(self):
        self.assertEqual(scores.nps([0]), -100)
        self.assertEqual(scores.nps([0, 10]), 0)
        self.assertIsNone(scores.nps([]))
        self.assertAlmostEqual(scores.nps([10, 10, 7]), 200 / 3)

    def test_strange_values(self):
        kinds = {
            "scale": [[1], [1, 2], {}, "1e999", "inf", "-1", 11, 1e999, True, "1.0"],
            "numerical_box": ["1e999", "inf", float("nan"), 1e999, 10**400, [1], True],
            "text_box": ["\x00", "a" * 4001, ["x"], {"a": 1}, 5, "\ud800"],
            "char_box": ["a" * 501, 1.5],
            "simple_choice": [
                "9",
                ["1", "2"],
                {"x": 1},
                [[1]],
                "1e3",
                [{"comment": 1}],
            ],
            "date": ["2026-13-01", "yesterday", 20260101, ["2026-01-01"]],
            "datetime": ["25:00", {}],
            "matrix": [{"1": [2]}],
        }
        for kind, values in kinds.items():
            for value in values:
                if survey_answers.is_empty(value):
                    continue
                with self.subTest(kind, value=str(value)[:20]):
                    with self.assertRaises(survey_answers.AnswerError):
                        survey_answers.read_answer(kind, value, allowed=(1, 2))

    def test_honest_values(self):
        read = survey_answers.read_answer
        self.assertEqual(read("scale", "0", scale=(0, 10)), "0")
        self.assertEqual(read("scale", 4, scale=(1, 5)), "4")
        self.assertEqual(read("simple_choice", "2", allowed=(1, 2)), [2])
        self.assertEqual(read("multiple_choice", ["1", 2], allowed=(1, 2)), [1, 2])
        self.assertEqual(read("text_box", "多謝\n好"), "多謝\n好")
        self.assertEqual(read("date", "2026-02-28"), "2026-02-28")
        self.assertEqual(read("datetime", "2026-02-28 10:00:00"), "2026-02-28 10:00:00")
        self.assertEqual(read("text_box", None), "")


@tagged("post_install", "-at_install")
class TestSurveyResult(SurveyCommon):
    def test_written_back(self):
        ticket = self._closed()
        answer = self._answer(
            ticket,
            csat=4,
            csat_handling=5,
            ces=2,
            nps=9,
            settled="yes",
            comment="Friendly <b>people</b>",
        )
        self.assertEqual(answer.state, "done")
        self.assertEqual(answer.complaint_state, "answered")
        self.assertEqual(answer.complaint_channel, "link")
        self.assertRecordValues(
            ticket,
            [
                {
                    "survey_state": "answered",
                    "csat": 4,
                    "csat_handling": 5,
                    "ces": 2,
                    "nps": 9,
                    "survey_settled": "yes",
                    "survey_comment": "Friendly <b>people</b>",
                    "survey_is_low": False,
                    "csat_percent": 100,
                    "nps_points": 100,
                    "nps_group": "promoter",
                }
            ],
        )
        self.assertTrue(ticket.survey_answered_at)
        self.assertFalse(self._activities(ticket, "followup"))

    def test_missing_answers_are_no_zeros(self):
        worst, silent = self._closed(), self._closed()
        self._answer(worst, nps=0, ces=7)
        self._answer(silent)
        self.assertEqual(worst.nps, 0)
        self.assertIs(silent.nps, False)
        domain = [("id", "in", (worst | silent).ids)]
        tickets = self.env["helpdesk.ticket"]
        [(average, count)] = tickets._read_group(
            domain, [], ["nps:avg", "nps_points:avg"]
        )
        self.assertEqual((average, count), (0, -100))
        self.assertEqual(tickets.search(domain + [("nps", "=", 0)]), worst)
        self.assertEqual(tickets.search(domain + [("nps", "=", False)]), silent)
        self.assertEqual(tickets.search(domain + [("nps", "<=", 6)]), worst)

    def test_figures_in_a_pivot(self):
        for csat, nps in ((5, 10), (4, 9), (3, 7), (1, 0)):
            self._answer(self._closed(), csat=csat, nps=nps)
        data = self.env["helpdesk.ticket"].formatted_read_group(
            [("store_id", "=", self.store.id)],
            ["store_id"],
            ["csat:avg", "csat_percent:avg", "nps_points:avg", "ces:avg"],
        )
        self.assertEqual(data[0]["csat:avg"], 3.25)
        self.assertEqual(data[0]["csat_percent:avg"], scores.csat([5, 4, 3, 1]))
        self.assertEqual(data[0]["nps_points:avg"], scores.nps([10, 9, 7, 0]))
        self.assertFalse(data[0]["ces:avg"])
        described = self.env["helpdesk.ticket"].fields_get(["csat", "nps_points"])
        self.assertEqual(described["csat"]["aggregator"], "avg")
        self.assertEqual(described["csat"]["type"], "integer")

    def test_latest_round_wins(self):
        ticket = self._closed()
        first = self._answer(ticket, csat=5, nps=10)
        self._reopened(ticket)
        self._ready_to_close(ticket)
        ticket.action_close_complaint()
        self.assertEqual(ticket.csat, 5)
        second = self._answer(ticket, csat=3)
        self.assertEqual(ticket.csat, 3)
        self.assertIs(ticket.nps, False, "the old answer is not mixed in")
        self.assertEqual(first.complaint_csat, 5)
        self.assertEqual(second.complaint_csat, 3)

    def test_late_answer_of_an_old_round_changes_nothing(self):
        ticket = self._closed()
        old = self._input(ticket)
        self._reopened(ticket)
        self._ready_to_close(ticket)
        ticket.action_close_complaint()
        self._answer(ticket, csat=4)
        old._mark_in_progress()
        old._save_lines(self.questions["csat"], "1")
        old._mark_done()
        self.assertEqual(ticket.csat, 4)

    def test_done_is_done(self):
        ticket = self._closed()
        answer = self._answer(ticket, csat=4)
        answered_at = ticket.survey_answered_at
        answer._mark_done()
        self.assertEqual(ticket.survey_answered_at, answered_at)

    # ------------------------------------------------------------------
    # low scores
    # ------------------------------------------------------------------

    def test_low_score_goes_to_the_supervisor(self):
        ticket = self._closed()
        self._answer(ticket, csat=2, comment="<script>alert(1)</script>Bad")
        activity = self._activities(ticket, "followup")
        self.assertEqual(activity.user_id, self.supervisor)
        self.assertIn("2 of 5", activity.summary)
        self.assertNotIn("<script>", activity.note)
        self.assertIn("Bad", activity.note)
        self.assertTrue(ticket.survey_is_low)

    def test_not_settled_is_low(self):
        ticket = self._closed()
        self._answer(ticket, csat=5, settled="no")
        self.assertEqual(self._activities(ticket, "followup").user_id, self.supervisor)

    def test_thresholds(self):
        self.company.complaint_survey_low_csat = 3
        self.company.complaint_survey_low_unsettled = False
        low, unsettled = self._closed(), self._closed()
        self._answer(low, csat=3)
        self._answer(unsettled, csat=4, settled="no")
        self.assertTrue(self._activities(low, "followup"))
        self.assertFalse(self._activities(unsettled, "followup"))

    def test_never_the_person_complained_about(self):
        employee = self.env["hr.employee"].create(
            {
                "name": "The supervisor",
                "company_id": self.company.id,
                "user_id": self.supervisor.id,
            }
        )
        ticket = self._closed(staff=employee)
        self.assertIn(self.supervisor, ticket.sudo().involved_user_ids)
        self._answer(ticket, csat=1)
        users = self._activities(ticket, "followup").user_id
        self.assertTrue(users)
        self.assertNotIn(self.supervisor, users)
        self.assertLessEqual(users, self.manager | self.director)

    def test_supervisor_above(self):
        upper = self._user(
            "t_upper", "retail_complaint_addon.group_complaint_supervisor"
        )
        self.office.member_ids |= upper
        self.store.member_ids -= self.supervisor
        self.store.manager_id = False
        ticket = self._closed()
        self._answer(ticket, csat=1)
        self.assertEqual(self._activities(ticket, "followup").user_id, upper)

    def test_nobody_there(self):
        """An archived supervisor is no supervisor."""
        ticket = self._closed()
        self.supervisor.active = False
        self._answer(ticket, csat=1)
        self.assertLessEqual(
            self._activities(ticket, "followup").user_id, self.manager | self.director
        )

    def test_no_mail_waits_for_the_mail_server(self):
        ticket = self._closed()
        self._answer(ticket, csat=1)
        mails = self.env["mail.mail"].sudo().search([], order="id desc", limit=5)
        self.assertNotIn("sent", mails.mapped("state"))
