"""Trying again, and calling a person when the machine cannot go on."""

import logging
import random
import time
import traceback
from datetime import timedelta

import psycopg2

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain

from .complaint_mail import OPEN_STATES, WAITING_STATES

_logger = logging.getLogger(__name__)
TODO = "mail.mail_activity_data_todo"
INLINE_TRIES = 4
MAX_TRIES = 5
# minutes until the next try, after so many
PAUSES = {1: 5, 2: 15, 3: 60, 4: 240}


class ComplaintMail(models.Model):
    _inherit = "complaint.mail"

    # ------------------------------------------------------------------
    # now and later
    # ------------------------------------------------------------------

    @api.model
    def _run(self, id_, letter=None):
        """Process one stored mail in a transaction of its own, if nobody else does.

        :param Letter letter: what is known of it when it has just come
        :return: id of its case, False when it has none (yet)
        """
        for attempt in range(INLINE_TRIES):
            try:
                with self.pool.cursor() as cr:
                    env = api.Environment(cr, SUPERUSER_ID, {})
                    mail = env[self._name].browse(id_)
                    if mail.try_lock_for_update() and mail.state in OPEN_STATES:
                        mail._attempt(letter=letter)
                    return mail.ticket_id.id
            except psycopg2.OperationalError as error:
                # another transaction was in the way: the mail stays where it is
                _logger.info("Incoming mail %s is tried again: %s", id_, error)
                time.sleep(random.uniform(0, 0.1) * (attempt + 1))
            except Exception as error:
                # e.g. all connections are in use
                _logger.info("Incoming mail %s waits: %r", id_, error)
                break
        return False

    @api.model
    def _cron_process(self, batch=200):
        """Process what was stored and not finished, oldest first."""
        cron = self.env["ir.cron"]
        due = [
            ("state", "in", OPEN_STATES),
            ("next_try_at", "<=", fields.Datetime.now()),
        ]
        ids = self.search(due, order="id", limit=batch).ids
        cron._commit_progress(remaining=self.search_count(due))
        for id_ in ids:
            if self._count_try(id_):
                self._run(id_)
            if not cron._commit_progress(1):
                break

    @api.model
    def _count_try(self, id_):
        """Count a try before it is made: a mail that kills the server stops doing so.

        :return: whether the mail is to be tried
        """
        try:
            with self.pool.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                mail = env[self._name].browse(id_).try_lock_for_update()
                if not mail or mail.state not in OPEN_STATES:
                    return False
                if mail.tries >= MAX_TRIES:
                    mail._settle("unreadable", "error")
                    return False
                mail._pause()
                return True
        except psycopg2.OperationalError:
            return False

    def _pause(self):
        minutes = PAUSES.get(self.tries, max(PAUSES.values()))
        self.write(
            {
                "tries": self.tries + 1,
                "next_try_at": fields.Datetime.now() + timedelta(minutes=minutes),
            }
        )

    def _note_failure(self, error):
        """Keep what went wrong; after so many tries a person decides."""
        text = "".join(traceback.format_exception(error))[-4000:]
        _logger.info("Incoming mail %s was not processed: %r", self.id, error)
        if self.tries >= MAX_TRIES:
            self._settle("unreadable", "error", error=text)
            return
        minutes = PAUSES.get(self.tries, max(PAUSES.values()))
        self._settle(
            "failed",
            "error",
            error=text,
            next_try_at=fields.Datetime.now() + timedelta(minutes=minutes),
        )

    def _settle(self, state, reason, **vals):
        """Write what became of a mail, and call or release the person concerned."""
        is_fresh = self.state == "new" and self.tries == 1
        self.write({"state": state, "reason": reason, **vals})
        if state in WAITING_STATES:
            self._call_person()
        elif not is_fresh and self.activity_ids:
            self.activity_ids.unlink()
            self._call_for_next()

    # ------------------------------------------------------------------
    # limits
    # ------------------------------------------------------------------

    def _why_held(self):
        """Return which limit of the company is reached, or None."""
        company = self.company_id
        since = self.received_at - timedelta(minutes=company.complaint_mail_window)
        earlier = Domain(
            [
                ("id", "<", self.id),
                ("received_at", ">=", since),
                ("company_id", "=", company.id),
                ("state", "!=", "ignored"),
            ]
        )
        limits = {
            "flood_sender": (
                company.complaint_mail_sender_limit,
                earlier & Domain("sender", "=", self.sender),
            ),
            "flood_total": (company.complaint_mail_total_limit, earlier),
        }
        limits = {reason: limit for reason, limit in limits.items() if limit[0]}
        if not limits:
            return None
        welcome, *found = self._in_one_go(
            self.env["mail.gateway.allowed"]._search(
                [("email_normalized", "=", self.sender)], limit=1
            ),
            *(
                # counted no further than the limits
                self._search(domain, limit=most, order="id")
                for most, domain in limits.values()
            ),
        )
        if welcome:
            return None
        reached = zip(limits.items(), found, strict=True)
        return next(
            (reason for (reason, (most, _domain)), count in reached if count >= most),
            None,
        )

    # ------------------------------------------------------------------
    # people
    # ------------------------------------------------------------------

    def _person(self):
        """Return who decides about waiting mail: owner of last resort, or a manager."""
        managers = self.env["helpdesk.ticket"]._complaint_managers(self.company_id)
        owner = self.company_id.complaint_owner_id & managers
        for user in owner | managers:
            seen = self.with_user(user).with_context(
                allowed_company_ids=user.company_ids.ids
            )
            # an answer in a case about the manager is not for the manager
            if seen.has_access("read"):
                return user
        return managers.browse()

    def _call_person(self):
        """One to-do for all waiting mail: a flood of mails is no flood of to-dos."""
        asked = self.env["mail.activity"].search(
            [("res_model", "=", self._name)], order="id desc", limit=100
        )
        companies = self.browse(asked.mapped("res_id")).exists().company_id
        if self.company_id in companies:
            return
        person = self._person()
        if person:
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                TODO,
                user_id=person.id,
                summary=self.env._("Incoming mail waits for a decision"),
            )

    def _call_for_next(self):
        waiting = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "in", WAITING_STATES),
            ],
            order="id",
            limit=1,
        )
        if waiting:
            waiting._call_person()
