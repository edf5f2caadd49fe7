import json
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .survey_common import SurveyCommon

# what no question takes, and what only texts take
STRANGE = (
    [[1]],
    [1, 2],
    {"a": 1},
    {"comment": []},
    "\x00",
    "5\x00",
    "\ud800",
    "x" * 3_000_000,
    1e300,
    10**30,
    True,
)
STRANGE_NUMBERS = (*STRANGE, "1e999", "inf", "nan", "-1", "99", "5.0", "５")


@tagged("post_install", "-at_install")
class TestSurveyPages(SurveyCommon, HttpCase):
    """The real pages of the survey, as a customer and as others meet them."""

    def setUp(self):
        super().setUp()
        self.ticket = self._closed()
        self.answer = self._input(self.ticket)
        self.tokens = f"{self.survey.access_token}/{self.answer.access_token}"

    def _rpc(self, route, **params):
        """Return (answer, whole response) of a page's script."""
        response = self.url_open(
            f"/survey/{route}/{self.tokens}",
            data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
            headers={"Content-Type": "application/json"},
        )
        self.assertEqual(response.status_code, 200)
        self.assertNotIn("Traceback", response.text)
        return response.json()

    def _begin(self):
        return self._rpc("begin")

    def _submit(self, **measures):
        return self._rpc("submit", **self._params(**measures))["result"]

    def _full(self, **measures):
        values = {"csat": 4, "csat_handling": 5, "settled": "yes"}
        return self._submit(**{**values, **measures})

    def _start(self, **kwargs):
        return self.url_open(
            f"/survey/start/{self.survey.access_token}"
            f"?answer_token={self.answer.access_token}",
            **kwargs,
        )

    def _refresh(self):
        self.env.invalidate_all()

    # ------------------------------------------------------------------
    # the customer
    # ------------------------------------------------------------------

    def test_without_login_on_one_page(self):
        page = self._start()
        self.assertEqual(page.status_code, 200)
        self.assertIn("not use them for marketing", page.text)
        html = self._begin()["result"][1]["survey_content"]
        for question in self.survey.question_ids:
            self.assertIn(question.title, html)
        result = self._full(ces=2, nps=9, comment="好 <img src=x onerror=alert(1)>")
        self.assertNotIn("error", result[1])
        self._refresh()
        self.assertEqual(self.ticket.survey_state, "answered")
        self.assertEqual(
            (self.ticket.csat, self.ticket.ces, self.ticket.nps), (4, 2, 9)
        )
        done = self._start().text
        self.assertIn("have reached us", done)
        self.assertNotIn("/survey/retry", done)
        printed = self.url_open(
            f"/survey/print/{self.survey.access_token}"
            f"?answer_token={self.answer.access_token}&review=True"
        )
        self.assertNotIn("<img src=x", printed.text)

    def test_zero_is_an_answer(self):
        self._begin()
        self._full(nps=0)
        self._refresh()
        self.assertEqual(self.ticket.nps_group, "detractor")

    def test_second_submit_does_nothing(self):
        self._begin()
        self._full(csat=2)
        again = self._full(csat=5)
        self.assertEqual(again[1]["error"], "unauthorized")
        self._refresh()
        self.assertEqual(self.ticket.csat, 2)
        self.assertEqual(self.answer.complaint_csat, 2)

    def test_no_second_vote_by_retry(self):
        self._begin()
        self._full(csat=2)
        for _number in range(3):
            self.url_open(f"/survey/retry/{self.tokens}")
        self.assertEqual(
            self.env["survey.user_input"].search_count(
                [
                    ("survey_id", "=", self.survey.id),
                    ("partner_id", "=", self.customer.id),
                ]
            ),
            1,
        )

    def test_missing_answer(self):
        self._begin()
        result = self._submit(csat=4)
        self.assertEqual(result[1]["error"], "validation")
        self._refresh()
        self.assertFalse(self.answer.user_input_line_ids, "nothing of it is stored")
        self.assertNotIn("error", self._full()[1])
        self._refresh()
        self.assertEqual(self.ticket.survey_state, "answered")

    # ------------------------------------------------------------------
    # who may not
    # ------------------------------------------------------------------

    def test_link_of_a_reopened_case_is_closed(self):
        self._reopened(self.ticket)
        page = self._start()
        self.assertEqual(page.status_code, 200)
        self.assertIn("This survey is closed", page.text)
        self.assertIn(self.company.email, page.text)
        self.assertTrue(self._begin()["result"][1]["error"])
        self.assertTrue(self._full()[1]["error"])
        self._refresh()
        self.assertFalse(self.answer.user_input_line_ids)

    def test_deadline(self):
        past = fields.Datetime.now() - timedelta(minutes=1)
        self.answer._trusted().write({"deadline": past})
        self.assertIn("This survey is closed", self._start().text)
        self.assertEqual(self._full()[1]["error"], "answer_deadline")
        self._refresh()
        self.assertEqual(self.answer.state, "new")

    def test_no_start_without_invitation(self):
        count = self.env["survey.user_input"].search_count([])
        url = f"/survey/start/{self.survey.access_token}"
        for query in ("", "?email=victim@example.com", "?answer_token=wrong"):
            self.url_open(url + query)
        for user in (self.clerk, self.officer, self.portal_user):
            self.authenticate(user.login, user.login)
            self.url_open(url)
            self.url_open(f"/survey/test/{self.survey.access_token}")
        self._refresh()
        inputs = self.env["survey.user_input"].search([]).sorted("id")[count:]
        self.assertTrue(all(inputs.mapped("test_entry")))
        self.assertLessEqual(inputs.partner_id, self.officer.partner_id)

    def test_other_users_are_refused(self):
        for user in (self.clerk, self.manager, self.officer, self.portal_user):
            with self.subTest(user.login):
                self.authenticate(user.login, user.login)
                page = self._start()
                self.assertNotIn("o_survey_start", page.text)
                self.assertEqual(
                    self._begin()["result"][1]["error"], "answer_wrong_user"
                )
                self.assertEqual(self._full()[1]["error"], "answer_wrong_user")
        self._refresh()
        self.assertEqual(self.answer.state, "new")

    def test_customer_with_a_login(self):
        self.portal_user.partner_id = self.customer
        self.authenticate(self.portal_user.login, self.portal_user.login)
        self._begin()
        self.assertNotIn("error", self._full()[1])

    def test_on_the_screen_of_the_shop(self):
        self.ticket.with_user(self.clerk).action_open_survey()
        self.authenticate(self.clerk.login, self.clerk.login)
        self.assertIn("o_survey_start", self._start().text)
        self._begin()
        self.assertNotIn("error", self._full()[1])
        self._refresh()
        self.assertEqual(self.answer.complaint_channel, "shop")
        self.assertEqual(self.answer.complaint_opened_by_id, self.clerk)

    def test_on_the_screen_of_the_shop_too_late(self):
        self.ticket.with_user(self.clerk).action_open_survey()
        self.answer._trusted().write(
            {"complaint_opened_until": fields.Datetime.now() - timedelta(minutes=1)}
        )
        self.authenticate(self.clerk.login, self.clerk.login)
        self.assertEqual(self._full()[1]["error"], "answer_wrong_user")

    def test_results_page_of_officers(self):
        self._begin()
        self._full(comment="very secret words")
        self.authenticate(self.officer.login, self.officer.login)
        page = self.url_open(f"/survey/results/{self.survey.id}")
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("very secret words", page.text)

    # ------------------------------------------------------------------
    # strange values
    # ------------------------------------------------------------------

    def test_strange_answers(self):
        self._begin()
        good = self._params(csat=4, csat_handling=5, settled="yes")
        values = {
            "csat": (*STRANGE_NUMBERS, []),
            "nps": STRANGE_NUMBERS,
            "settled": (*STRANGE_NUMBERS, []),
            "comment": STRANGE,
        }
        for measure, strange in values.items():
            key = str(self.questions[measure].id)
            for value in strange:
                with self.subTest(measure, value=repr(value)[:20]):
                    response = self._rpc("submit", **{**good, key: value})
                    self.assertNotIn("error", response)
                    self.assertEqual(response["result"][1]["error"], "validation")
        self._refresh()
        self.assertFalse(self.answer.user_input_line_ids)
        self.assertEqual(self.answer.state, "in_progress")

    def test_strange_parameters(self):
        for lang in ([], {}, "\x00", "xx_XX", 5, True):
            self.assertNotIn("error", self._rpc("begin", lang_code=lang))
        self._refresh()
        self.assertFalse(self.answer.lang_id.code == "xx_XX")
        for params in (
            {"previous_page_id": "x"},
            {"page_id": [], "question_id": {}},
            {"next_skipped_page_or_question": [1]},
        ):
            response = self._rpc("submit", **params)
            self.assertEqual(response["result"][1]["error"], "validation")
            response = self._rpc("next_question", **params)
            self.assertEqual(response["result"][1]["error"], "unauthorized")
        page = self.url_open(f"/survey/{self.tokens}?previous_page_id=evil")
        self.assertEqual(page.status_code, 200)

    def test_strange_tokens(self):
        for url in (
            "/survey/start/%00",
            f"/survey/start/{self.survey.access_token}?answer_token=%00",
            f"/survey/{self.survey.access_token}/{'a' * 5000}",
            f"/survey/retry/{self.survey.access_token}/%00",
        ):
            with self.subTest(url[:40]):
                self.assertLess(self.url_open(url).status_code, 500)

    def test_plain_survey_still_works(self):
        survey = self.env["survey.survey"].create(
            {
                "title": "Canteen",
                "access_mode": "public",
                "questions_layout": "one_page",
                "scoring_type": "no_scoring",
                "question_and_page_ids": [
                    (0, 0, {"title": "Soup?", "question_type": "char_box"})
                ],
            }
        )
        answer = survey._create_answer(email="eater@example.com")
        self.tokens = f"{survey.access_token}/{answer.access_token}"
        self._begin()
        self._rpc("submit", **{str(survey.question_ids.id): "Yes"})
        self._refresh()
        self.assertEqual(answer.state, "done")
        self.url_open(f"/survey/retry/{self.tokens}")
        self._refresh()
        self.assertEqual(
            self.env["survey.user_input"].search_count([("survey_id", "=", survey.id)]),
            2,
        )
