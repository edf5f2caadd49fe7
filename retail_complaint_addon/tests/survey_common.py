from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields

from .common import ADDON, ComplaintCommon

USER = "base.group_user"


class SurveyCommon(ComplaintCommon):
    """Closed complaints, and customers who answer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey = cls.env.ref(f"{ADDON}.survey_complaint")
        cls.company.email = "desk@retailer.example.com"
        cls.officer = cls._user("t_officer", f"{USER},survey.group_survey_user")
        cls.survey_manager = cls._user(
            "t_survey_mgr", f"{USER},survey.group_survey_manager"
        )
        cls.questions = {
            question.complaint_measure: question for question in cls.survey.question_ids
        }

    def _closed(self, staff=None, **vals):
        ticket = self._complaint(**vals)
        if staff:
            ticket.sudo().staff_ids = staff
        self._ready_to_close(ticket)
        ticket.action_close_complaint()
        self.assertTrue(ticket.sudo().stage_id.closed)
        return ticket

    def _reopened(self, ticket):
        ticket.with_user(self.clerk).action_reopen()
        self.assertFalse(ticket.sudo().stage_id.closed)
        return ticket

    def _input(self, ticket):
        return ticket.sudo()._latest_survey_input()

    def _settled_answer(self, value):
        return self.questions["settled"].suggested_answer_ids.filtered(
            lambda answer: answer.complaint_settled == value
        )

    def _params(self, **measures):
        """What the page of the survey posts for these answers."""
        params = {}
        for measure, value in measures.items():
            if measure == "settled":
                value = str(self._settled_answer(value).id)
            elif isinstance(value, int):
                value = str(value)
            params[str(self.questions[measure].id)] = value
        return params

    def _answer(self, ticket, **measures):
        """Answer as the pages do, without HTTP."""
        answer = self._input(ticket)
        values = {"csat": 5, "csat_handling": 5, "settled": "yes", **measures}
        answer._mark_in_progress()
        for key, value in self._params(**values).items():
            answer._save_lines(self.env["survey.question"].browse(int(key)), value)
        answer._mark_done()
        return answer

    def _due(self, ticket):
        """Let the time of the next step of the invitation come."""
        answer = self._input(ticket)
        answer._trusted().write(
            {"complaint_due_at": fields.Datetime.now() - timedelta(minutes=1)}
        )
        return answer

    def _run_cron(self):
        """Run the scheduled action; its commits stay inside the test."""
        with patch.object(
            type(self.env["ir.cron"]), "_commit_progress", return_value=60.0
        ) as commits:
            self.env["survey.user_input"]._cron_complaint_surveys()
        self.env.flush_all()
        return commits

    def _mails(self, ticket):
        return (
            self.env["mail.mail"]
            .sudo()
            .search([("model", "=", "helpdesk.ticket"), ("res_id", "=", ticket.id)])
            .filtered(lambda mail: "/survey/start/" in (mail.body_html or ""))
        )

    def _activities(self, ticket, kind):
        return ticket.sudo().activity_search(
            [f"{ADDON}.mail_activity_type_survey_{kind}"]
        )

    def _own_survey(self, **vals):
        """A small survey of a company, in another language for instance."""
        return self.env["survey.survey"].create(
            {
                "title": "Own survey",
                "access_mode": "token",
                "questions_layout": "one_page",
                "scoring_type": "no_scoring",
                "question_and_page_ids": [
                    Command.create(
                        {
                            "title": "Result?",
                            "question_type": "scale",
                            "scale_min": 1,
                            "scale_max": 5,
                            "complaint_measure": "csat",
                        }
                    )
                ],
                "is_complaint_survey": True,
                **vals,
            }
        )
