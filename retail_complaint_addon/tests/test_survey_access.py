from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import GROUP
from .survey_common import SurveyCommon

REFUSED = (AccessError, UserError)


@tagged("post_install", "-at_install")
class TestSurveyAccess(SurveyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.both = cls._user("t_both", f"{GROUP % 'clerk'},survey.group_survey_manager")
        cls.store.member_ids |= cls.both

    def setUp(self):
        super().setUp()
        self.ticket = self._closed(staff=self.staff)
        self.answer = self._answer(self.ticket, csat=1, comment="secret words")
        self.line = self.answer.user_input_line_ids[:1]
        self.plain_survey = self.env["survey.survey"].create(
            {"title": "Canteen", "access_mode": "public"}
        )
        self.plain_input = self.plain_survey._create_answer(email="a@example.com")

    def _sees(self, user, records):
        model = (
            records.with_user(user)
            .with_context(allowed_company_ids=user.company_ids.ids)
            .browse()
        )
        if not model.has_access("read"):
            return False
        return bool(model.search([("id", "in", records.ids)]))

    def test_who_reads_the_answers(self):
        readers = {
            self.clerk: True,
            self.supervisor: True,
            self.manager: True,
            self.auditor: True,
            self.both: True,
            self.clerk2: False,
            self.staff_user: False,
            self.officer: False,
            self.survey_manager: False,
            self.helpdesk_user: False,
            self.employee: False,
            self.portal_user: False,
            self.other_manager: False,
            self.authority_admin: False,
        }
        for user, expected in readers.items():
            with self.subTest(user.login):
                self.assertEqual(self._sees(user, self.answer), expected)
                self.assertEqual(self._sees(user, self.line), expected)
                if not expected:
                    with self.assertRaises(AccessError):
                        self.answer.with_user(user).read(["state", "email"])
                    with self.assertRaises(AccessError):
                        self.line.with_user(user).read(["display_name"])

    def test_person_complained_about_with_every_role(self):
        boss = self._user("t_boss", f"{GROUP % 'manager'},survey.group_survey_manager")
        self.staff.user_id = boss
        self.assertIn(boss, self.ticket.sudo().involved_user_ids)
        self.assertFalse(self._sees(boss, self.answer))
        self.assertFalse(self._sees(boss, self.line))

    def test_nobody_reads_the_token(self):
        for user in (self.clerk, self.manager, self.auditor):
            answer = self.answer.with_user(user)
            for name in ("access_token", "invite_token"):
                with self.assertRaises(AccessError):
                    answer.read([name])
                with self.assertRaises(AccessError):
                    answer.search([(name, "=like", "a%")])
            self.assertNotIn("access_token", answer.read()[0])
            with self.assertRaises(AccessError):
                answer.get_start_url()

    def test_nobody_writes(self):
        changes = (
            {"state": "new"},
            {"email": "me@example.com"},
            {"deadline": "2099-01-01"},
            {"complaint_csat": 5},
            {"complaint_ticket_id": False},
            {"complaint_state": "planned"},
            {"partner_id": self.manager.partner_id.id},
            {"survey_id": self.plain_survey.id},
            {"test_entry": True},
            {"user_input_line_ids": [Command.clear()]},
        )
        users = (
            self.clerk,
            self.both,
            self.supervisor,
            self.manager,
            self.auditor,
            self.officer,
            self.survey_manager,
            self.portal_user,
        )
        for user in users:
            for vals in changes:
                with self.subTest(user.login, vals=vals):
                    with self.assertRaises(AccessError):
                        self.answer.with_user(user).write(vals)
            with self.assertRaises(AccessError):
                self.answer.with_user(user).unlink()
            with self.assertRaises(AccessError):
                self.line.with_user(user).write({"value_scale": 5})
            with self.assertRaises(AccessError):
                self.line.with_user(user).unlink()
            with self.assertRaises(AccessError):
                self.line.with_user(user).create(
                    {
                        "user_input_id": self.answer.id,
                        "question_id": self.questions["csat"].id,
                        "answer_type": "scale",
                        "value_scale": 5,
                    }
                )
        self.assertEqual(self.answer.complaint_csat, 1)

    def test_sudo_opens_nothing(self):
        with self.assertRaises(AccessError):
            self.answer.sudo().write({"state": "new"})
        with self.assertRaises(AccessError):
            self.answer.sudo().unlink()
        with self.assertRaises(AccessError):
            self.line.sudo().unlink()
        forged = self.answer.with_context(retail_complaint_trusted=True)
        with self.assertRaises(AccessError):
            forged.write({"complaint_csat": 5})

    def test_nobody_creates(self):
        for user in (self.both, self.officer, self.survey_manager):
            model = self.env["survey.user_input"].with_user(user)
            for vals in (
                {"survey_id": self.survey.id},
                {"survey_id": self.survey.id, "state": "done", "complaint_csat": 5},
                {
                    "survey_id": self.plain_survey.id,
                    "complaint_ticket_id": self.ticket.id,
                },
                {"survey_id": self.survey.id, "test_entry": True, "complaint_round": 2},
            ):
                with self.subTest(user.login, vals=vals):
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        model.create(vals)
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                model.with_context(default_complaint_ticket_id=self.ticket.id).create(
                    {"survey_id": self.plain_survey.id}
                )
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.answer.with_user(user).copy()

    def test_moving_a_plain_answer(self):
        with self.assertRaises(AccessError):
            self.plain_input.with_user(self.both).write(
                {"complaint_ticket_id": self.ticket.id}
            )
        line = self.env["survey.user_input.line"].create(
            {
                "user_input_id": self.plain_input.id,
                "question_id": self.questions["csat"].id,
                "answer_type": "scale",
                "value_scale": 5,
            }
        )
        with self.assertRaises(AccessError):
            line.with_user(self.both).write({"user_input_id": self.answer.id})

    def test_mail_gateway_creates_nothing(self):
        raw = (
            "From: a@example.com\nTo: nobody@example.com\nSubject: x\n"
            "Message-Id: <forged@example.com>\n\nx"
        )
        with self.assertRaises(AccessError):
            self.env["mail.thread"].with_user(self.employee).message_process(
                "survey.user_input",
                raw,
                custom_values={
                    "survey_id": self.survey.id,
                    "complaint_ticket_id": self.ticket.id,
                    "complaint_round": 9,
                },
            )

    def test_ticket_fields(self):
        values = {
            "csat": 5,
            "csat_handling": 5,
            "ces": 1,
            "nps": 10,
            "csat_percent": 100,
            "nps_points": 100,
            "nps_group": "promoter",
            "survey_state": "none",
            "survey_settled": "yes",
            "survey_comment": "good",
            "survey_answered_at": "2026-01-01 00:00:00",
            "survey_is_low": False,
            "survey_input_ids": [Command.clear()],
        }
        for user in (self.clerk, self.manager, self.env.user):
            for name, value in values.items():
                with (
                    self.subTest(user.login, field=name),
                    self.assertRaises(AccessError),
                ):
                    self.ticket.with_user(user).write({name: value})
        plain = self._plain_ticket()
        for name, value in values.items():
            with self.subTest("plain", field=name), self.assertRaises(AccessError):
                plain.sudo().write({name: value})
            if not value or value == "none":
                continue
            with self.subTest("create", field=name), self.assertRaises(AccessError):
                self._complaint(**{name: value})
            with self.subTest("default", field=name), self.assertRaises(AccessError):
                self.env["helpdesk.ticket"].with_user(self.clerk).with_context(
                    **{f"default_{name}": value}
                ).create(self._complaint_vals())

    def test_customer_reads_no_score(self):
        self.portal_user.partner_id = self.customer
        ticket = self.ticket.with_user(self.portal_user)
        self.assertNotIn("csat", ticket.fields_get())
        with self.assertRaises(AccessError):
            ticket.read(["csat"])

    def test_plain_surveys_untouched(self):
        for user in (self.officer, self.survey_manager):
            answer = self.plain_input.with_user(user)
            self.assertTrue(answer.access_token)
            self.assertIn("/survey/start/", answer.get_start_url())
            answer.write({"email": "b@example.com"})
            self.plain_survey.with_user(user)._create_answer(email="c@example.com")
            answer.copy().unlink()
        self.assertFalse(self._sees(self.clerk, self.plain_input))
        self.assertFalse(self._sees(self.clerk, self.plain_survey))
        self.assertTrue(self._sees(self.clerk, self.survey))

    def test_statistics_of_officers_leave_complaints_out(self):
        survey = self.survey.with_user(self.officer)
        self.assertEqual(survey.answer_count, 0)

    def test_evidence_stays(self):
        with self.assertRaises(UserError):
            self.survey.unlink()
        with self.assertRaises(UserError):
            self.questions["csat"].unlink()
        with self.assertRaises(UserError):
            self.questions["comment"].unlink()
        with self.assertRaises(UserError):
            self.questions["settled"].suggested_answer_ids.unlink()
        with self.assertRaises(UserError):
            self.survey.is_complaint_survey = False
        with self.assertRaises(AccessError):
            self.survey.with_user(self.both).action_end_session()
        self.survey.with_user(self.survey_manager).action_end_session()
        self.assertEqual(self.answer.state, "done")
        with self.assertRaises(ValidationError):
            self.survey.with_user(self.survey_manager).action_start_session()

    def test_invite_wizard(self):
        wizard = (
            self.env["survey.invite"]
            .with_user(self.survey_manager)
            .create(
                {
                    "survey_id": self.survey.id,
                    "emails": "x@example.com",
                    "subject": "x",
                    "body": "x",
                }
            )
        )
        with self.assertRaises(UserError):
            wizard.action_invite()
        with self.assertRaises(UserError):
            self.answer.with_user(self.both).action_resend()
        with self.assertRaises(UserError):
            self.survey.sudo()._create_answer(email="x@example.com")


@tagged("post_install", "-at_install")
class TestSurveySetup(SurveyCommon):
    def test_copy_keeps_the_measures(self):
        copy = self.survey.copy()
        self.assertTrue(copy.is_complaint_survey)
        self.assertEqual(
            copy.question_ids.mapped("complaint_measure"),
            self.survey.question_ids.mapped("complaint_measure"),
        )
        settled = copy.question_ids.filtered(
            lambda question: question.complaint_measure == "settled"
        )
        self.assertEqual(
            settled.suggested_answer_ids.mapped("complaint_settled"), ["yes", "no"]
        )
        self.category.survey_id = copy
        self.company.complaint_survey_id = copy

    def test_settings_hold(self):
        for vals in (
            {"access_mode": "public"},
            {"questions_layout": "page_per_question"},
            {"users_login_required": True},
            {"is_time_limited": True, "time_limit": 1},
            {"users_can_go_back": True},
        ):
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                self.survey.write(vals)

    def test_scale_must_fit(self):
        for vals in (
            {"scale_max": 10},
            {"scale_min": 0},
            {"question_type": "text_box"},
            {"complaint_measure": "nps"},
            {"complaint_measure": "comment"},
        ):
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                self.questions["csat"].write(vals)
        with self.assertRaises(ValidationError):
            self.questions["csat_handling"].complaint_measure = "csat"

    def test_result_is_always_asked(self):
        survey = self._own_survey()
        question = survey.question_ids
        with self.assertRaises(ValidationError):
            question.complaint_measure = False
        with self.assertRaises(UserError):
            question.unlink()
        with self.assertRaises(ValidationError):
            question.survey_id = False
        with self.assertRaises(UserError):
            survey.question_and_page_ids = [Command.unlink(question.id)]

    def test_every_choice_has_a_meaning(self):
        with self.assertRaises(ValidationError):
            self.questions["settled"].suggested_answer_ids = [
                Command.create({"value": "Perhaps"})
            ]
        with self.assertRaises(ValidationError):
            self._settled_answer("yes").complaint_settled = False

    def test_questions_that_cannot_be_asked(self):
        for vals in (
            {"question_type": "matrix"},
            {
                "question_type": "char_box",
                "validation_email": True,
                "save_as_email": True,
            },
        ):
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                self.survey.question_and_page_ids = [
                    Command.create({"title": "More", **vals})
                ]

    def test_survey_without_result(self):
        survey = self.env["survey.survey"].create(
            {"title": "Nothing", "access_mode": "token", "questions_layout": "one_page"}
        )
        with self.assertRaises(ValidationError):
            survey.is_complaint_survey = True
        with self.assertRaises(ValidationError):
            self.category.survey_id = survey
        with self.assertRaises(ValidationError):
            self.company.complaint_survey_id = survey

    def test_translated_survey(self):
        self.assertFalse(self.survey.lang_ids, "every installed language")
