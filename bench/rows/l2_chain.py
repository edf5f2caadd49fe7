"""L2: a day of a chain of 100 shops in five minutes, and what must hold at its end."""

import random
import re
import time
from collections import Counter
from functools import partial

from chain import company, mailbox
from chain.checks import Verdict
from chain.day import HOURS, Day
from chain.staff import Desk, ShopDay
from chain.visits import DOORS, Doors, Visit, World
from harness import Bench, Figure, percentile
from memory import Watch
from servers import odoo_of, running

from support.database import Sql
from support.mail import SmtpSink

SHOPS, VISITS = 100, 300
FULL_MINUTES = 5
# When people come: an assumption of ours, no measured shop. By hour, from 10 to 21.
AT_COUNTERS = (2, 4, 7, 8, 6, 6, 7, 9, 11, 11, 8, 4)
# ... and when they write from home, from 0 to 23.
AT_HOME = (2, 1, 1, 1, 1, 1, 2, 3, 5, 6, 6, 6, 8, 7, 5, 5, 5, 6, 7, 8, 10, 11, 9, 5)
OPENING, CLOSING = 9.5, 21.5
WAYS = {"settled": 0.7, "due": 0.1, "open": 0.2}
MAKE_DUE = """
    UPDATE helpdesk_ticket
       SET next_notice_by = moment, next_due_at = moment, escalate_at = moment,
           escalation_level = NULL
      FROM (SELECT date_trunc('second', now() AT TIME ZONE 'UTC')
                   - interval '1 minute' AS moment) due
     WHERE id = %s
"""
# Odoo sends some mails at once and by its queue; where both meet, one of them gives
# up before it has sent anything, and says so as an error.
MAIL_CONFLICT = re.compile(
    r"mail_mail: .*(could not serialize|transaction is aborted|Record: mail\.mail\()"
    r"|Email Queue Manager.*current transaction is aborted"
    r"|bad query: b' UPDATE \"mail_mail\"",
    re.DOTALL,
)
# Seconds after the day until the last mail has gone out.
EVENING = 120


def run(bench: Bench) -> list[Figure]:
    minutes = bench.options["minutes"]
    share = min(1, minutes / FULL_MINUTES)
    sink = SmtpSink().start()
    try:
        chain = company.make(bench.ours, max(round(SHOPS * share), 5), sink.port)
        options = {"workers": "2", "max_cron_threads": "1", "proxy_mode": "True"}
        sql = Sql(bench.ours.database, odoo_of(bench).cluster)
        with running(bench, bench.ours, weak=True, **options) as server:
            chain_day = ChainDay(server, chain, sql, sink, minutes, share)
            with Watch(server.process.pid, 60) as watch:
                chain_day.run()
            problems = chain_day.problems()
            bad = [
                record
                for record in server.bad_records()
                if not MAIL_CONFLICT.search(str(record))
            ]
            problems["warnings and errors in the log"] = bad
        print(watch.table())
    finally:
        sink.stop()
    for name, found in problems.items():
        for one in found[:5]:
            print(f"    {name}: {one}"[:500])
    return [*chain_day.figures(watch), *_counted(problems)]


def _counted(problems: dict) -> list[Figure]:
    return [Figure(name, len(found), goal="≤ 0") for name, found in problems.items()]


class ChainDay:
    """Everybody of one day."""

    def __init__(self, server, chain, sql, sink, minutes: float, share: float):
        self.chance = random.Random(20)
        self.sql, self.sink = sql, sink
        self.chain, self.day = chain, Day(minutes * 60)
        self.world = World(server, server.database, chain, self.day)
        self.doors = Doors(self.world)
        self.desk = Desk(self.world, self.doors, sql)
        self.jobs, self.mails = mailbox.Jobs(server), mailbox.Mailbox(sink)
        self.shops = [ShopDay(self.world, shop) for shop in chain.shops]
        self.visits = [self._visit(number) for number in range(round(VISITS * share))]
        self.by_address = {visit.address: visit for visit in self.visits}
        self.verdict = Verdict(sql)

    def _visit(self, number: int) -> Visit:
        visit = Visit(
            number=number,
            door=self._chosen(DOORS),
            shop=self.chance.choice(self.chain.shops),
            word=f"v{number:05d}x{self.chance.randrange(16**6):06x}",
            way=self._chosen(WAYS),
            amount=self._amount(),
        )
        if visit.door == "portal":
            # nobody else writes to the address of this one: it is that of the login
            visit.customer = self.chain.customers[number % len(self.chain.customers)]
        return visit

    def _chosen(self, shares: dict[str, float]) -> str:
        names, weights = zip(*shares.items(), strict=True)
        return self.chance.choices(names, weights)[0]

    def _amount(self) -> int:
        low, high = self.chance.choices(
            [(100, 900), (1_200, 9_000), (12_000, 45_000)], (65, 25, 10)
        )[0]
        return self.chance.randint(low, high)

    def run(self) -> None:
        for shop in self.shops:
            begin = OPENING + self.chance.random() / 2
            self.day.plan(begin, "opening check", shop.open)
            self.day.plan(begin + CLOSING - OPENING, "closing check", shop.close)
        for visit in self.visits:
            self.day.plan(self._hour(visit), visit.door, partial(self._come, visit))
        # each scheduled action as often as in a real day, but not more than this
        minutes = max(10, 2 * HOURS * 60 / self.day.seconds)
        for number in range(int(HOURS * 60 / minutes)):
            at = number * minutes / 60
            hasten = partial(self.jobs.hasten, self.jobs.all_day)
            self.day.plan(at, "scheduled actions", hasten)
            self.day.plan(at + 0.05, "mailboxes", self._read_mail)
        for hour in (6, 23):
            every = partial(self.jobs.hasten, self.jobs.all)
            self.day.plan(hour, "scheduled actions", every)
        self.day.run()
        self._evening()

    def _hour(self, visit: Visit) -> float:
        if visit.door == "counter":
            hours, first = AT_COUNTERS, 10
        else:
            hours, first = AT_HOME, 0
        return (
            self.chance.choices(range(first, first + len(hours)), hours)[0]
            + self.chance.random()
        )

    def _come(self, visit: Visit) -> None:
        self.doors.come(visit)
        self.day.after(20, "begin", partial(self._begin, visit))

    def _begin(self, visit: Visit) -> None:
        self.desk.begin(visit)
        if visit.way == "due":
            self.day.after(60, "left until it is due", partial(self._let_due, visit))

    def _let_due(self, visit: Visit) -> None:
        self.sql(MAKE_DUE, visit.case)
        visit.state = "due"

    def _read_mail(self) -> None:
        for address, link, mail in self.mails.new():
            visit = self.by_address.get(address)
            if visit is None:
                continue
            if "/survey/start/" in link:
                self._invited(visit, link)
            elif visit.acknowledged is None and "/complaint/track/" in link:
                visit.acknowledged, visit.link = mail, link
                self._answered(visit)

    def _invited(self, visit: Visit, link: str) -> None:
        if visit.number % 5 < 2 and not visit.survey:
            visit.survey = "asked"
            answer = partial(self.doors.answer, visit, link)
            self.day.after(30, "survey", answer)

    def _answered(self, visit: Visit) -> None:
        if visit.number % 3 == 0:
            self.day.after(10, "tracking page", partial(self.doors.look, visit))
        elif visit.door == "mail" and visit.number % 3 == 1:
            self.day.after(10, "reply", partial(self.doors.reply, visit))

    def _evening(self) -> None:
        """Let the jobs put out what is left; what comes now is answered at once."""
        limit = time.monotonic() + EVENING
        quiet = 0
        while quiet < 3 and time.monotonic() < limit:
            self.jobs.hasten(self.jobs.all)
            time.sleep(2)
            quiet = 0 if self.jobs.left() else quiet + 1

    def problems(self) -> dict[str, list]:
        found = self.verdict.of(self.visits, self.shops, self.sink)
        refused = sum(
            visit.way == "settled" and visit.amount > 10_000 for visit in self.visits
        )
        if self.desk.refused != refused:
            missing = f"{self.desk.refused} of {refused} attempts were refused"
            found["decisions beyond an authority"] = [missing]
        else:
            found["decisions beyond an authority"] = []
        return {"steps that failed": self.day.errors, **found}

    def figures(self, watch: Watch) -> list[Figure]:
        doors = Counter(visit.door for visit in self.visits)
        seconds = self.world.seconds
        return [
            Figure("shops", len(self.shops)),
            *(Figure(f"complaints, {door}", doors[door]) for door in DOORS),
            Figure("approvals by others", self.desk.approved),
            Figure("attempts beyond an authority, refused", self.desk.refused),
            Figure(
                "surveys answered", sum(v.survey == "answered" for v in self.visits)
            ),
            Figure("mails that left", len(self.sink.messages)),
            Figure("scheduled actions started", self.jobs.runs),
            Figure("minutes planned", self.day.seconds / 60),
            Figure("minutes it took", self.day.lasted / 60),
            Figure("requests", len(seconds)),
            Figure("p50 of a request", percentile(seconds, 0.5) * 1000, "ms"),
            Figure("p95 of a request", percentile(seconds, 0.95) * 1000, "ms"),
            Figure("p99 of a request", percentile(seconds, 0.99) * 1000, "ms"),
            Figure("longest wait for a free hand", max(self.day.late), "s"),
            Figure("most that one process grew", watch.growth(), "MB"),
        ]
