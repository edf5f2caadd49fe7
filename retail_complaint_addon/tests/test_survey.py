from datetime import timedelta
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import format_date, mute_logger

from .common import ADDON
from .survey_common import SurveyCommon


@tagged("post_install", "-at_install")
class TestSurveyPlan(SurveyCommon):
    def test_closing_plans_one_invitation(self):
        ticket = self._closed()
        answer = self._input(ticket)
        self.assertEqual(len(answer), 1)
        self.assertEqual(ticket.survey_state, "planned")
        self.assertEqual(answer.complaint_state, "planned")
        self.assertEqual(answer.complaint_round, 1)
        self.assertEqual(answer.survey_id, self.survey)
        self.assertEqual(answer.partner_id, self.customer)
        self.assertEqual(answer.email, "complainant@example.com")
        days = (answer.complaint_due_at - fields.Datetime.now()).total_seconds() / 86400
        self.assertAlmostEqual(days, 7, places=1)
        days = (answer.deadline - fields.Datetime.now()).total_seconds() / 86400
        self.assertAlmostEqual(days, 37, places=1)
        self.assertFalse(self._mails(ticket), "the mail waits for the delay")
        ticket.action_close_complaint()
        self.assertEqual(len(ticket.survey_input_ids), 1)

    def test_nobody_asked(self):
        cases = {
            "opinion": {"category_id": self.opinion_category.id},
            "unreachable": {},
        }
        for case, vals in cases.items():
            with self.subTest(case):
                ticket = self._complaint(**vals)
                self._ready_to_close(ticket)
                if case == "unreachable":
                    ticket.customer_outcome = "unreachable"
                ticket.action_close_complaint()
                self.assertEqual(ticket.survey_state, "none")
                self.assertFalse(ticket.survey_input_ids)

    def test_duplicate_not_asked(self):
        first = self._complaint()
        ticket = self._complaint(duplicate_id=first.id)
        self._ready_to_close(ticket)
        ticket.action_close_complaint()
        self.assertFalse(ticket.survey_input_ids)

    def test_switched_off(self):
        self.company.complaint_survey_enabled = False
        self.assertFalse(self._closed().survey_input_ids)

    def test_plain_ticket_untouched(self):
        ticket = self._plain_ticket()
        stage = self.env["helpdesk.ticket.stage"].search(
            [("closed", "=", True)], limit=1
        )
        ticket.stage_id = stage
        self.assertFalse(ticket.sudo().survey_input_ids)
        self.assertEqual(ticket.sudo().survey_state, "none")

    def test_survey_of_the_category(self):
        own = self._own_survey()
        parent = self.category
        child = self.category.create(
            {"name": "Child", "parent_id": parent.id, "company_id": False}
        )
        parent.survey_id = own
        child.nature = "service"
        self.assertEqual(self._input(self._closed(category_id=child.id)).survey_id, own)
        own.active = False
        self.assertEqual(
            self._input(self._closed(category_id=child.id)).survey_id, self.survey
        )
        self.company.complaint_survey_id = self._own_survey(title="Company's")
        self.assertEqual(
            self._input(self._closed(category_id=child.id)).survey_id.title,
            "Company's",
        )

    def test_no_address(self):
        self.customer.email = False
        ticket = self._closed(partner_email=False)
        self.assertEqual(ticket.survey_state, "no_address")
        with self.assertRaises(UserError):
            ticket.action_send_survey()
        self.customer.email = "found@example.com"
        ticket.action_send_survey()
        self.assertEqual(ticket.survey_state, "sent")
        self.assertIn("found@example.com", self._mails(ticket).email_to)

    def test_address_of_ours(self):
        domain = self.env["mail.alias.domain"].create({"name": "ours.example.com"})
        self.env["mail.alias"].create(
            {
                "alias_name": "complaints",
                "alias_domain_id": domain.id,
                "alias_model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
            }
        )
        ticket = self._closed(
            partner_id=False, partner_email="complaints@ours.example.com"
        )
        self.assertEqual(ticket.survey_state, "no_address")

    @mute_logger("odoo.sql_db")
    def test_database_refuses_a_second_one(self):
        answer = self._input(self._closed())
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            answer._trusted().create(
                {
                    "survey_id": self.survey.id,
                    "complaint_ticket_id": answer.complaint_ticket_id.id,
                    "complaint_round": 1,
                }
            )

    def test_reopening_cancels(self):
        ticket = self._closed()
        first = self._input(ticket)
        self._reopened(ticket)
        self.assertEqual(first.complaint_state, "cancelled")
        self.assertFalse(first.complaint_due_at)
        self.assertEqual(ticket.survey_state, "cancelled")
        self._ready_to_close(ticket)
        ticket.action_close_complaint()
        second = self._input(ticket)
        self.assertNotEqual(first, second)
        self.assertEqual(second.complaint_round, 2)
        self.assertEqual(ticket.survey_state, "planned")

    def test_reopening_stops_the_queued_mail(self):
        ticket = self._closed()
        ticket.action_send_survey()
        mail = self._mails(ticket)
        self.assertEqual(mail.state, "outgoing")
        self._reopened(ticket)
        self.assertEqual(mail.state, "cancel")
        self.assertEqual(self._input(ticket).complaint_state, "cancelled")

    def test_reopening_keeps_the_answer(self):
        ticket = self._closed()
        answer = self._answer(ticket, csat=4)
        self._reopened(ticket)
        self.assertEqual(answer.complaint_state, "answered")
        self.assertEqual(ticket.csat, 4)


@tagged("post_install", "-at_install")
class TestSurveySending(SurveyCommon):
    def test_cron_sends_what_is_due(self):
        due, later = self._closed(), self._closed()
        self._due(due)
        self._run_cron()
        self.assertEqual(due.survey_state, "sent")
        self.assertEqual(later.survey_state, "planned")
        self._run_cron()
        self.assertEqual(len(self._mails(due)), 1)
        self.assertFalse(self._mails(later))

    def test_mail(self):
        self.company.name = "Harbour Test"
        ticket = self._closed()
        self._due(ticket)
        self._run_cron()
        mail = self._mails(ticket)
        answer = self._input(ticket)
        self.assertEqual(mail.state, "outgoing", "queued, never sent in place")
        self.assertIn("desk@retailer.example.com", mail.email_from)
        self.assertEqual(mail.author_id, self.company.partner_id)
        self.assertIn(ticket.number, mail.subject)
        body = mail.body_html
        self.assertIn(ticket.number, body)
        self.assertIn("not for marketing", body)
        deadline = format_date(self.env, answer.deadline, date_format="long")
        self.assertIn(deadline, body, "no date that can be read in two ways")
        self.assertIn(f"/survey/start/{self.survey.access_token}", body)
        self.assertIn(f"answer_token={answer.access_token}", body)
        self.assertIn("http", body.split("/survey/start/")[0][-60:])
        for user in self.clerk | self.supervisor:
            self.assertNotIn(user.name, body)
            self.assertNotIn(user.email, mail.email_from)
        # the thread of the case does not tell the link: it answers for the customer
        self.assertNotIn(answer.access_token, mail.mail_message_id.body)
        self.assertIn("Auto-Submitted", mail.headers)
        self.assertEqual(answer.complaint_message_ref, mail.message_id)

    def test_mail_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref(f"{ADDON}.mail_template_complaint_survey")
        template.with_context(lang="fr_FR").subject = "Votre avis"
        self.customer.lang = "fr_FR"
        ticket = self._closed()
        ticket.action_send_survey()
        self.assertEqual(self._mails(ticket).subject, "Votre avis")
        self.assertEqual(self._input(ticket).lang_id.code, "fr_FR")

    def test_no_sender(self):
        self.company.email = False
        self.company.alias_domain_id = False
        ticket = self._closed()
        with self.assertRaises(UserError):
            ticket.action_send_survey()
        self.assertFalse(self._mails(ticket))

    def test_poisoned_row_fails_alone_and_is_parked(self):
        bad, good = self._closed(), self._closed()
        model = type(self.env["survey.user_input"])
        send = model._send_complaint_invitation

        def explode(records):
            if records.complaint_ticket_id.id == bad.id:
                raise ZeroDivisionError("broken template")
            return send(records)

        logger = f"odoo.addons.{ADDON}.models.survey_user_input_send"
        with (
            patch.object(model, "_send_complaint_invitation", explode),
            mute_logger(logger),
        ):
            for attempt in (1, 2, 3):
                self._due(bad)
                if attempt == 1:
                    self._due(good)
                self._run_cron()
                self.assertEqual(self._input(bad).complaint_attempts, attempt)
        self.assertEqual(good.survey_state, "sent")
        self.assertEqual(bad.survey_state, "failed")
        self.assertIn("broken template", self._input(bad).complaint_problem)
        self.assertEqual(self._activities(bad, "undelivered").user_id, self.clerk)
        # the clerk may try again
        bad.with_user(self.clerk).action_send_survey()
        self.assertEqual(bad.survey_state, "sent")
        self.assertEqual(len(self._mails(bad)), 1)

    def test_one_commit_a_row(self):
        tickets = [self._closed() for _number in range(3)]
        for ticket in tickets:
            self._due(ticket)
        commits = self._run_cron()
        self.assertEqual(
            [call.args for call in commits.call_args_list if call.args], [(1,)] * 3
        )

    def test_state_before_mail(self):
        """What a kill leaves behind is both the state and the mail, or neither."""
        ticket = self._closed()
        answer = self._due(ticket)
        states = []
        create = type(self.env["mail.mail"]).create

        def watch(records, vals_list):
            states.append(answer.complaint_state)
            return create(records, vals_list)

        with patch.object(type(self.env["mail.mail"]), "create", watch):
            self._run_cron()
        self.assertEqual(states, ["sent"])

    def test_expires(self):
        ticket = self._closed()
        ticket.action_send_survey()
        answer = self._input(ticket)
        past = fields.Datetime.now() - timedelta(minutes=1)
        answer._trusted().write({"deadline": past, "complaint_due_at": past})
        self._run_cron()
        self.assertEqual(ticket.survey_state, "expired")
        self.assertFalse(answer.complaint_due_at)
        with self.assertRaises(UserError):
            ticket.action_send_survey()
        with self.assertRaises(UserError):
            ticket.action_open_survey()

    def test_reopened_without_notice_is_not_sent(self):
        ticket = self._closed()
        answer = self._due(ticket)
        stage = ticket.sudo()._working_stage()
        ticket.sudo()._trusted().write({"stage_id": stage.id})
        self._run_cron()
        self.assertEqual(answer.complaint_state, "cancelled")
        self.assertFalse(self._mails(ticket))

    def test_send_now(self):
        ticket = self._closed()
        ticket.with_user(self.clerk).action_send_survey()
        self.assertEqual(ticket.survey_state, "sent")
        with self.assertRaises(UserError):
            ticket.with_user(self.clerk).action_send_survey()
        self.assertEqual(len(self._mails(ticket)), 1)

    def test_send_now_needs_a_closed_complaint(self):
        with self.assertRaises(UserError):
            self._complaint().action_send_survey()
        with self.assertRaises(UserError):
            self._plain_ticket().with_user(self.manager).action_send_survey()

    def test_closed_while_switched_off_can_be_sent_later(self):
        self.company.complaint_survey_enabled = False
        ticket = self._closed()
        with self.assertRaises(UserError):
            ticket.action_send_survey()
        self.company.complaint_survey_enabled = True
        ticket.action_send_survey()
        self.assertEqual(ticket.survey_state, "sent")

    def test_buttons_are_for_staff_of_the_case(self):
        ticket = self._closed()
        for user in (
            self.clerk2,
            self.auditor,
            self.employee,
            self.helpdesk_user,
            self.officer,
            self.portal_user,
            self.other_manager,
        ):
            for method in ("action_send_survey", "action_open_survey"):
                with self.subTest(user.login, method=method):
                    with self.assertRaises(AccessError):
                        getattr(ticket.with_user(user), method)()
        self.assertEqual(ticket.survey_state, "planned")

    def test_open_in_the_shop(self):
        ticket = self._closed()
        action = ticket.with_user(self.clerk).action_open_survey()
        answer = self._input(ticket)
        self.assertEqual(action["type"], "ir.actions.act_url")
        self.assertIn(answer.access_token, action["url"])
        self.assertEqual(answer.complaint_opened_by_id, self.clerk)
        self._answer(ticket)
        self.assertEqual(answer.complaint_channel, "shop")

    def test_view(self):
        ticket = self._closed()
        action = ticket.with_user(self.clerk).action_view_survey()
        self.assertEqual(action["res_id"], self._input(ticket).id)
