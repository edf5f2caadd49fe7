"""The follow-up surveys of the demo, answered the way the survey page stores them."""

from __future__ import annotations

from datetime import timedelta

SCORES = {
    "happy": {"csat": (4, 5), "csat_handling": (4, 5), "ces": (1, 3), "nps": (8, 10)},
    "so_so": {"csat": (3, 4), "csat_handling": (2, 4), "ces": (3, 5), "nps": (5, 8)},
    "angry": {"csat": (1, 2), "csat_handling": (1, 3), "ces": (5, 7), "nps": (0, 4)},
}
WORDS = {"happy": "score5", "so_so": "score3", "angry": "score1"}
REFUSED = "550 5.1.1 The e-mail account does not exist"


def follow_up(case, feeling=None, comment=None, after=None, low_is_done=True, **scores):
    """Yield the moments of the survey of the last closing, from the mail to the answer.

    :param feeling: happy, so_so or angry; bounced: the mail comes back; None: nobody
        answers
    :param after: days from the mail to the answer
    :param low_is_done: the supervisor has called the unhappy customer since
    :param scores: answers that are not left to chance
    """
    answer = case.ticket.sudo().survey_input_ids.sorted("complaint_round")[-1:]
    if answer.complaint_state != "planned":
        return
    yield answer.complaint_due_at + timedelta(minutes=case.rng.randrange(60))
    if answer.complaint_state != "planned":
        return
    answer._process_due_invitation()
    if answer.complaint_state != "sent":
        return
    if feeling == "bounced":
        yield case.desk.now + timedelta(minutes=case.rng.randrange(2, 30))
        answer._complaint_mails_failed([answer.complaint_message_ref], REFUSED)
        yield case.later(days=case.rng.randrange(1, 5))
        do_the_to_do(case, "survey_undelivered", "Asked the customer by telephone.")
        return
    if feeling is None:
        yield answer.deadline + timedelta(minutes=case.rng.randrange(60))
        if answer.complaint_state == "sent":
            answer._process_due_invitation()
        return
    days = after if after is not None else case.rng.expovariate(1 / 3)
    yield case.desk.now + timedelta(days=days, minutes=case.rng.randrange(5, 600))
    if answer.complaint_state != "sent":
        return
    _fill_in(case, answer, feeling, comment, scores)
    if answer.complaint_is_low and low_is_done:
        yield case.later(days=case.rng.randrange(1, 4))
        do_the_to_do(case, "survey_followup", case.say("followup"))


def in_the_shop(case, feeling, **scores):
    """The clerk hands the customer a tablet."""
    case.as_().action_open_survey()
    answer = case.ticket.sudo().survey_input_ids.sorted("complaint_round")[-1:]
    _fill_in(case, answer, feeling, None, scores)


def _fill_in(case, answer, feeling, comment, scores):
    """Answer every question as the page does, and send it off."""
    public = case.desk.env.ref("base.public_user")
    answer = answer.with_user(public).sudo()
    answer._mark_in_progress()
    rng = case.rng
    for question in answer.survey_id.question_ids:
        measure = question.complaint_measure
        if measure in SCORES[feeling]:
            value = scores.get(measure, rng.randint(*SCORES[feeling][measure]))
            answer._save_lines(question, str(value))
        elif measure == "settled":
            settled = scores.get("settled", "no" if feeling == "angry" else "yes")
            choice = question.suggested_answer_ids.filtered(
                lambda one, settled=settled: one.complaint_settled == settled
            )
            answer._save_lines(question, str(choice[:1].id))
        elif measure == "comment" and (comment or rng.random() < 0.6):
            answer._save_lines(question, comment or case.say(WORDS[feeling]))
    answer._mark_done()


def do_the_to_do(case, kind, words):
    """Those who have been given a to-do by the survey do it."""
    activity_type = case.desk.ref(f"mail_activity_type_{kind}")
    activities = case.ticket.sudo().activity_ids.filtered(
        lambda one: one.activity_type_id == activity_type
    )
    for activity in activities:
        login = activity.user_id.login
        mine = activity.with_env(case.desk.as_user(login, case.company))
        mine.action_feedback(feedback=words)
