"""Killed in the middle of the work: nothing lost, nothing twice, the chains verify.

Where it dies is chosen by a trigger of the database that waits there. Killed are the
workers of Odoo, the process of PostgreSQL they speak with, and all of PostgreSQL.
"""

import pytest

from support.island import once_more
from support.parallel import run_parallel
from support.quality import Quality

VICTIMS = ["kill_workers", "kill_backend", "kill_all_of_postgres"]
CRON = (
    "SELECT res_id FROM ir_model_data WHERE model = 'ir.cron'"
    " AND module || '.' || name = %s"
)


class Work:
    """Something that is killed at a row it writes, and done again afterwards."""

    table: str
    event = "INSERT"

    def __init__(self, island, attack):
        self.island, self.sql, self.attack = island, island.sql, attack
        self.prepare()

    def prepare(self) -> None:
        """Make what the work begins with."""

    def condition(self) -> str:
        """Which row it waits at."""
        raise NotImplementedError

    def do(self):
        """What somebody does, or the scheduler; again after the fault."""
        raise NotImplementedError

    def trace(self):
        """What it leaves: ``nothing`` after the fault, ``left`` when it was done."""
        raise NotImplementedError

    nothing: object = 0
    left: object = 1

    def cron(self, name: str) -> None:
        number = self.sql.one(CRON, name)
        self.attack.call("admin", "ir.cron", "method_direct_trigger", [number])


class Intake(Work):
    table = "helpdesk_ticket"
    nothing, left = (0, 0), (1, 1)

    def prepare(self):
        self.name = f"Killed {self.sql.one('SELECT max(id) FROM helpdesk_ticket')}"
        self.vals = {
            "name": self.name,
            "description": "<p>It stopped.</p>",
            "category_id": self.attack.category,
            "store_id": self.attack.store("TST"),
            "partner_id": self.attack.customer(),
        }

    def condition(self):
        return f"NEW.name = '{self.name}'"

    def do(self):
        self.attack.call("clerk", "helpdesk.ticket", "create", vals_list=[self.vals])

    def trace(self):
        return self.sql(
            "SELECT count(*), count(DISTINCT number) FROM helpdesk_ticket"
            " WHERE name = %s",
            self.name,
        )[0]


class Approval(Work):
    table = "complaint_decision"
    nothing, left = ("submitted", 0), ("approved", 1)

    def prepare(self):
        case = self.attack.case()
        self.package = self.attack.package(case, 5000)
        self.attack.step("clerk", self.package, "submit")
        self.pending = self.attack.pending(self.package)

    def condition(self):
        return f"NEW.solution_id = {self.package}"

    def do(self):
        if self.attack.pending(self.package):
            self.attack.call(
                "supervisor", "complaint.approval", "action_approve", self.pending
            )

    def trace(self):
        decided = self.sql.one(
            "SELECT count(*) FROM complaint_decision WHERE solution_id = %s"
            " AND kind = 'approved'",
            self.package,
        )
        state = self.attack.state(self.package)
        return state, decided


class Clock(Work):
    table = "complaint_escalation"

    def prepare(self):
        self.case = self.attack.case()
        self.sql(
            "UPDATE helpdesk_ticket SET acknowledge_by = '2026-01-02',"
            " next_due_at = '2026-01-02', escalate_at = '2026-01-02',"
            " escalation_level = NULL WHERE id = %s",
            self.case,
        )

    def condition(self):
        return f"NEW.ticket_id = {self.case}"

    def do(self):
        self.cron("retail_complaint_addon.ir_cron_complaint_clock")

    def trace(self):
        """Each level once: how many times the one that was told most often."""
        return self.sql.one(
            "SELECT COALESCE(max(times), 0) FROM (SELECT count(*) AS times"
            " FROM complaint_escalation WHERE ticket_id = %s AND kind = 'acknowledge'"
            " GROUP BY level, due_at) AS told",
            self.case,
        )


class Survey(Work):
    table = "survey_user_input"
    event = "UPDATE"

    def prepare(self):
        self.case = self.attack.closed(partner_email="killed@customer.example.com")
        self.sql(
            "UPDATE survey_user_input SET complaint_due_at = '2026-01-01'"
            " WHERE complaint_ticket_id = %s",
            self.case,
        )

    def condition(self):
        return f"NEW.complaint_ticket_id = {self.case} AND NEW.complaint_state = 'sent'"

    def do(self):
        self.cron("retail_complaint_addon.ir_cron_complaint_surveys")

    def trace(self):
        return self.sql.one(
            "SELECT count(*) FROM mail_mail m JOIN mail_message g"
            " ON g.id = m.mail_message_id WHERE g.model = 'helpdesk.ticket'"
            " AND g.res_id = %s AND m.body_html LIKE '%%/survey/start/%%'",
            self.case,
        )


class Indicators(Work):
    table = "service_indicator_value"

    def prepare(self):
        self.sql("UPDATE service_indicator SET computed_on = NULL")
        self.do()
        self.indicator, _count = self.sql(
            "SELECT indicator_id, count(*) FROM service_indicator_value"
            " GROUP BY indicator_id ORDER BY 2 DESC"
        )[0]
        self.sql("DELETE FROM service_indicator_value")
        self.sql("UPDATE service_indicator SET computed_on = NULL")

    def condition(self):
        return f"NEW.indicator_id = {self.indicator}"

    def do(self):
        self.cron("customer_relations_addon.ir_cron_indicator")

    def trace(self):
        """How often the value of one company, store and period is there."""
        return self.sql.one(
            "SELECT COALESCE(max(times), 0) FROM (SELECT count(*) AS times"
            " FROM service_indicator_value WHERE indicator_id = %s"
            " GROUP BY company_id, store_id, date_start) AS counted",
            self.indicator,
        )


class Report(Work):
    table = "jewellery_report"

    def prepare(self):
        quality = Quality(self.attack)
        self.investigation = quality.investigation(quality.case(), "accepted")
        self.quality = quality

    def condition(self):
        return f"NEW.investigation_id = {self.investigation}"

    def do(self):
        self.quality.report(self.investigation)

    def trace(self):
        return self.sql.one(
            "SELECT count(*) FROM jewellery_report WHERE investigation_id = %s",
            self.investigation,
        )


@pytest.mark.parametrize("victim", VICTIMS)
@pytest.mark.parametrize("kind", [Intake, Approval, Clock, Survey, Indicators, Report])
def test_killed(island, attack, kind, victim):
    work = kind(island, attack)
    assert work.trace() == work.nothing
    with island.waits(work.table, work.event, work.condition()):
        done, killed = run_parallel([work.do, getattr(island, victim)])
        assert killed.ok, killed.error
        assert not done.ok, "killed too late to show anything"
    assert work.trace() == work.nothing
    once_more(work.do)
    assert work.trace() == work.left
    if kind in (Clock, Survey, Indicators):
        work.do()
        assert work.trace() == work.left, "a second run did it twice"
