import logging

import psycopg2

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.survey.controllers.main import Survey

_logger = logging.getLogger(__name__)

TOKEN_LENGTH = 64
# what a strange value may raise on its way through the survey application
BAD_VALUE = (
    UserError,
    ValueError,
    TypeError,
    AttributeError,
    KeyError,
    psycopg2.DataError,
)


class _RefusedAnswer(Exception):
    """Takes back what was written before the survey application found an error."""

    def __init__(self, result):
        super().__init__()
        self.result = result


class ComplaintSurvey(Survey):
    """The survey pages, with nothing changed for surveys that follow no complaint."""

    # ------------------------------------------------------------
    # ACCESS
    # ------------------------------------------------------------

    def _fetch_from_access_token(self, survey_token, answer_token):
        tokens = (survey_token or "", answer_token or "")
        if any(len(token) > TOKEN_LENGTH or "\x00" in token for token in tokens):
            empty = request.env["survey.survey"].sudo()
            return empty, request.env["survey.user_input"].sudo()
        return super()._fetch_from_access_token(survey_token, answer_token)

    def _check_validity(
        self,
        survey_sudo,
        answer_sudo,
        answer_token,
        ensure_token=True,
        check_partner=True,
    ):
        complaint = bool(answer_sudo and answer_sudo.complaint_ticket_id)
        code = super()._check_validity(
            survey_sudo,
            answer_sudo,
            answer_token,
            ensure_token=ensure_token,
            check_partner=check_partner and not complaint,
        )
        if not complaint or code is not True:
            return code
        if not answer_sudo._complaint_may_answer(request.env.user):
            return "answer_wrong_user"
        if answer_sudo.complaint_state in ("cancelled", "expired"):
            return "survey_closed"
        return code

    def _redirect_with_error(self, access_data, error_key):
        answer = access_data["answer_sudo"]
        if answer.complaint_ticket_id and error_key in (
            "survey_closed",
            "answer_deadline",
        ):
            return request.render(
                "retail_complaint_addon.survey_complaint_closed",
                {
                    "survey": access_data["survey_sudo"],
                    "company": answer.complaint_company_id,
                },
            )
        return super()._redirect_with_error(access_data, error_key)

    def _complaint_answer(self, survey_token, answer_token):
        """Return the invitation of these tokens if it belongs to a complaint."""
        _survey, answer = self._fetch_from_access_token(survey_token, answer_token)
        return answer.filtered("complaint_ticket_id")

    # ------------------------------------------------------------
    # ROUTES
    # ------------------------------------------------------------

    @http.route()
    def survey_retry(self, survey_token, answer_token, **post):
        """Nobody answers twice about one closing (S5)."""
        if answer := self._complaint_answer(survey_token, answer_token):
            return request.redirect(answer.get_start_url())
        return super().survey_retry(survey_token, answer_token, **post)

    @http.route()
    def survey_display_page(self, survey_token, answer_token, **post):
        if self._complaint_answer(survey_token, answer_token):
            post = {}
        return super().survey_display_page(survey_token, answer_token, **post)

    @http.route()
    def survey_begin(self, survey_token, answer_token, **post):
        if self._complaint_answer(survey_token, answer_token):
            post = self._known_language(post)
        return super().survey_begin(survey_token, answer_token, **post)

    @http.route()
    def survey_next_question(self, survey_token, answer_token, **post):
        if self._complaint_answer(survey_token, answer_token):
            return {}, {"error": "unauthorized"}
        return super().survey_next_question(survey_token, answer_token, **post)

    @http.route()
    def survey_submit(self, survey_token, answer_token, **post):
        """Store an answer about a complaint whole or not at all (S7, S11)."""
        answer = self._complaint_answer(survey_token, answer_token)
        if not answer:
            return super().survey_submit(survey_token, answer_token, **post)
        # a second submit waits here, and finds the survey answered
        answer._wait_for_lock()
        questions = answer.survey_id.question_ids & answer.predefined_question_ids
        answers, errors = questions._read_complaint_answers(post)
        access = self._get_access_data(survey_token, answer_token)
        if errors and access["validity_code"] is True and answer.state != "done":
            return {}, {"error": "validation", "fields": errors}
        try:
            with request.env.cr.savepoint():
                result = super().survey_submit(survey_token, answer_token, **answers)
                if result[1].get("error"):
                    raise _RefusedAnswer(result)
        except _RefusedAnswer as refused:
            return refused.result
        except BAD_VALUE:
            _logger.info("Refused an answer to a survey", exc_info=True)
            return {}, {"error": "validation", "fields": {}}
        return result

    def _known_language(self, post):
        codes = {code for code, name in request.env["res.lang"].get_installed()}
        lang = post.get("lang_code")
        return {"lang_code": lang} if isinstance(lang, str) and lang in codes else {}
