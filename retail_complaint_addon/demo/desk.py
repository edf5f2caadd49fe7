"""The people and the clock of the demo: everybody acts as themselves, in the past.

What happens is written as generators that yield the moment of their next action. The
desk runs the earliest of all of them, so cases overlap as they do in a real shop, and
what would be later than today just has not happened yet.
"""

from __future__ import annotations

import heapq
import itertools
from datetime import timedelta
from random import Random

from odoo import fields

from . import moments

ADDON = "retail_complaint_addon"
# The history is not told to anybody by mail, and activities are not announced.
QUIET = {
    "mail_notify_force_send": False,
    "mail_activity_quick_update": True,
    "mail_auto_subscribe_no_notify": True,
}
BREATH = 120


class Desk:
    """Signs people in, moves the clock and runs what they do.

    :param env: environment of the superuser
    :param freezer: what ``freezegun.freeze_time().start()`` returned
    :param now: where the history ends
    """

    def __init__(self, env, freezer, now, seed):
        self.env = env
        self.freezer = freezer
        self.today = now
        self.now = now
        self.seed = seed
        self._queue = []
        self._count = itertools.count()
        self._envs = {}
        self._refs = {}

    # Who and what

    def ref(self, name):
        """Return a record by its XML id, of the addon where it names no other."""
        if name not in self._refs:
            xmlid = name if "." in name else f"{ADDON}.{name}"
            self._refs[name] = self.env.ref(xmlid).id, self.env.ref(xmlid)._name
        id_, model = self._refs[name]
        return self.env[model].browse(id_)

    def user(self, login):
        return self.ref(f"user_{login}_demo")

    def as_user(self, login, company="main"):
        """Return the environment of somebody who is signed in to a company."""
        key = (login, company)
        if key not in self._envs:
            place = "base.main_company" if company == "main" else "company_macau_demo"
            context = {
                **QUIET,
                "allowed_company_ids": self.ref(place).ids,
                "lang": "en_US",
                "tz": "Asia/Hong_Kong",
            }
            self._envs[key] = self.env(user=self.user(login).id, context=context)
        return self._envs[key]

    def random(self, *key):
        """Return a source of chance of its own: one change moves nothing else."""
        return Random(f"{self.seed}/{'/'.join(map(str, key))}")

    # When

    def days_ago(self, days, hour=15.0):
        return moments.at(moments.local(self.today - timedelta(days=days)).date(), hour)

    def hours_ago(self, hours):
        return self.today - timedelta(hours=hours)

    def _go_to(self, moment):
        self.freezer.move_to(moment)
        # create_date and write_date are the time of the transaction, asked once
        self.env.cr._now = moment.replace(microsecond=0)
        self.now = moment

    # What happens

    def add(self, script):
        """Take a generator of moments into the programme."""
        self._plan(script)

    def _plan(self, script):
        moment = next(script, None)
        if moment is not None and moment < self.today:
            heapq.heappush(self._queue, (moment, next(self._count), script))

    def run(self):
        """Let everything happen in the order of time; return how many actions."""
        done = 0
        while self._queue:
            moment, _number, script = heapq.heappop(self._queue)
            self._go_to(max(moment, self.now) if done else moment)
            self._plan(script)
            # what the chatter says of an action is dated like the action
            self.env.flush_all()
            self.env.cr.precommit.run()
            done += 1
            if done % BREATH == 0:
                self.commit()
        self.commit()
        return done

    def commit(self):
        """Write down what happened so far, and forget what is known of it."""
        self.env.flush_all()
        self.env.cr.commit()  # pylint: disable=invalid-commit
        self.env.invalidate_all()

    def date(self, days=0):
        return fields.Date.to_date(moments.local(self.now)) + timedelta(days=days)


class TradeDesk(Desk):
    """The desk of a trade addon: names of that addon come first."""

    addon = ADDON

    def ref(self, name):
        if "." not in name and name not in self._refs:
            record = self.env.ref(f"{self.addon}.{name}", raise_if_not_found=False)
            if record:
                self._refs[name] = record.id, record._name
        return super().ref(name)
