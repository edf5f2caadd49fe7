"""Two years of complaints for the demo database, made by the people of the demo.

Started by ``bin/demo`` after the installation: ``history.build(env)``. It goes through
the same methods as the browser, at past moments, so the decision log is a true one.
"""

import logging

from odoo import fields

from ..models.helpdesk_ticket_notice import UNDELIVERED_TODO
from . import (
    absences,
    doors,
    flow,
    knowledge,
    open_cases,
    ordinary,
    plans,
    reminders,
    stories,
)
from .desk import ADDON, Desk

_logger = logging.getLogger(__name__)
SEED = "harbour"
DONE = f"{ADDON}.demo_history"
QUIET_MODELS = (
    "helpdesk.ticket",
    "complaint.approval",
    "complaint.referral",
    "complaint.custody",
)


def build(env, months=plans.MONTHS, now=None):
    """Make the history and commit it; a second call does nothing.

    :param int months: how far ordinary cases go back; 0 leaves the stories and what is
        open today
    :param now: where the history ends, to try other days than today
    :return: number of actions
    """
    return tell(env, DONE, lambda desk: _tell(desk, months), now)


def tell(env, done, programme, now=None, desk_class=Desk):
    """Run a programme at past moments and tidy up; trade addons tell theirs with it.

    :param str done: system parameter that says that it has been told
    :param programme: takes the desk, returns the number of actions
    """
    try:
        import freezegun
    except ImportError:
        raise ImportError(
            "The history of the demo needs the Python package freezegun: "
            "pip install freezegun"
        ) from None
    parameters = env["ir.config_parameter"].sudo()
    if parameters.get_param(done):
        return 0
    now = now or fields.Datetime.now()
    freezer = freezegun.freeze_time(now)
    clock = freezer.start()
    try:
        actions = programme(desk_class(env, clock, now, SEED))
    finally:
        freezer.stop()
    parameters.set_param(done, fields.Datetime.to_string(now))
    env["complaint.manifest"].sudo()._cron_list_heads()
    _deliver_notices(env)
    _clear_queue(env)
    env.cr.commit()
    return actions


def _speak(desk):
    """Who writes Chinese is written to in Chinese, where that is installed."""
    installed = dict(desk.env["res.lang"].get_installed())
    for script, lang in (("zh_hant", "zh_HK"), ("zh_hans", "zh_CN")):
        if lang in installed:
            names = [f"{name}_demo" for name in plans.CUSTOMERS[script]]
            desk.env["res.partner"].union(*map(desk.ref, names)).sudo().lang = lang


def _tell(desk, months):
    _speak(desk)
    for plan in plans.ordinary_plans(desk, months):
        desk.add(ordinary.ordinary(desk, plan))
    for scripts in (absences, stories, open_cases, flow, doors, reminders, knowledge):
        for script in scripts.scripts(desk):
            desk.add(script)
    return desk.run()


def _deliver_notices(env):
    """The mails of the past have arrived, but for two."""
    # No mail server ran while it was told: what was sent at once has failed.
    queued = (
        env["complaint.notice"].sudo().search([("state", "in", ("queued", "failed"))])
    )
    failed = queued.filtered(lambda notice: notice.state == "failed")
    failed.ticket_id.activity_unlink([UNDELIVERED_TODO])
    queued._mails_delivered(queued.mapped("mail_ref"))
    for notice in queued.sorted("told_at", reverse=True)[5:7]:
        notice._mark_undelivered("bounced", "550 5.1.1 mailbox unavailable")


def _clear_queue(env):
    """The mails of the past have gone; what the customers were told stays readable."""
    mails = env["mail.mail"].sudo()
    waiting = mails.search(
        [
            ("state", "in", ("outgoing", "exception")),
            ("model", "in", QUIET_MODELS),
        ]
    )
    cases = env["helpdesk.ticket"].sudo()
    of_cases = waiting.filtered(lambda mail: mail.model == cases._name)
    complaints = set(
        cases.browse(of_cases.mapped("res_id")).filtered("is_complaint").ids
    )
    plain = of_cases.filtered(lambda mail: mail.res_id not in complaints)
    (waiting - plain).unlink()
