"""What must hold when the day is over: nothing lost, nothing twice, nobody too far."""

from collections import Counter

from support import chains, invariants

ACKNOWLEDGED = "FROM complaint_decision WHERE ticket_id = %s AND kind = 'acknowledged'"


class Verdict:
    """Problems by what they are about; each list is empty where all is well."""

    def __init__(self, sql):
        self.sql = sql
        self.last_case = sql.one("SELECT COALESCE(max(id), 0) FROM helpdesk_ticket")
        self.last_decision = sql.one(
            "SELECT COALESCE(max(id), 0) FROM complaint_decision"
        )
        self.before = self._broken()

    def _broken(self) -> dict[str, set]:
        """Rows that break an invariant; the made-up history breaks some by itself."""
        return {
            name: {str(row) for row in self.sql(query)}
            for name, query in invariants.INVARIANTS
        }

    def of(self, visits: list, days: list, sink) -> dict[str, list[str]]:
        sent = [visit for visit in visits if visit.sent]
        after = self._broken()
        broken = [
            f"{name}: {row}"
            for name, rows in after.items()
            for row in sorted(rows - self.before[name])
        ]
        return {
            "complaints lost or there twice": self._cases(sent),
            "complaints not answered just once": self._answers(sent, sink),
            "notes and messages lost or there twice": self._notes(sent),
            "packages not as they were left": self._packages(sent),
            "surveys lost or answered twice": self._surveys(sent),
            "missed targets not told just once": self._reminders(sent),
            "shops without a closed day": self._days(days),
            "mails not sent, or sent twice": self._mails(sink),
            "invariants broken": broken,
            "breaks of the decision chain": chains.breaks(self.sql, self.last_decision)[
                0
            ],
        }

    def _cases(self, sent: list) -> list[str]:
        rows = self.sql(
            "SELECT id, name || ' ' || COALESCE(description, '') FROM helpdesk_ticket"
            " WHERE id > %s",
            self.last_case,
        )
        found = Counter()
        for visit in sent:
            found[visit.word] = sum(visit.word in text for _id, text in rows)
        wrong = [
            f"{word}: {count} cases" for word, count in found.items() if count != 1
        ]
        if len(rows) != len(sent):
            wrong.append(f"{len(rows)} cases of {len(sent)} complaints")
        return wrong

    def _answers(self, sent: list, sink) -> list[str]:
        """Acknowledged once; where it came by itself, by one mail that arrived once."""
        arrived = Counter(mail["Message-ID"].strip() for mail in sink.messages)
        wrong = []
        for visit in sent:
            count = self.sql.one(f"SELECT count(*) {ACKNOWLEDGED}", visit.case)
            if count != 1:
                wrong.append(f"{visit.word}: acknowledged {count} times")
            if visit.door == "counter":
                continue
            mails = self.sql(
                "SELECT mail_ref FROM complaint_notice WHERE ticket_id = %s"
                " AND kind = 'acknowledged'",
                visit.case,
            )
            times = [arrived[(ref or "").strip()] for (ref,) in mails]
            if times != [1]:
                wrong.append(f"{visit.word}: its mail arrived {times} times")
        return wrong

    def _notes(self, sent: list) -> list[str]:
        ids = [visit.case for visit in sent]
        texts = self.sql(
            "SELECT res_id, body FROM mail_message WHERE model = 'helpdesk.ticket'"
            " AND res_id = ANY(%s)",
            ids,
        )
        by_case: dict[int, list[str]] = {}
        for case, body in texts:
            by_case.setdefault(case, []).append(body or "")
        wrong = []
        for visit in sent:
            for note in visit.notes:
                bodies = by_case.get(visit.case, [])
                # the number at its end is not the beginning of another number
                count = sum(
                    f"{note}<" in f"{body}<" or f"{note}\n" in body for body in bodies
                )
                if count != 1:
                    wrong.append(f"{note}: {count} times")
        return wrong

    def _packages(self, sent: list) -> list[str]:
        wrong = []
        for visit in sent:
            states = [
                state
                for (state,) in self.sql(
                    "SELECT state FROM complaint_solution WHERE ticket_id = %s",
                    visit.case,
                )
            ]
            wanted = ["done"] if visit.way == "settled" else []
            if states != wanted:
                wrong.append(f"{visit.word}: {states} instead of {wanted}")
        return wrong

    def _surveys(self, sent: list) -> list[str]:
        wrong = []
        for visit in sent:
            rows = self.sql(
                "SELECT complaint_state FROM survey_user_input"
                " WHERE complaint_ticket_id = %s",
                visit.case,
            )
            states = [state for (state,) in rows]
            wanted = 1 if visit.way == "settled" else 0
            answered = int(visit.survey == "answered")
            if len(states) != wanted or states.count("answered") != answered:
                wrong.append(f"{visit.word}: {states}, answered {answered} times")
        return wrong

    def _reminders(self, sent: list) -> list[str]:
        due = [
            visit.case for visit in sent if visit.way == "due" and visit.state == "due"
        ]
        silent = self.sql(
            "SELECT number, next_notice_by, escalate_at FROM helpdesk_ticket"
            " WHERE id = ANY(%s) AND NOT EXISTS (SELECT 1 FROM complaint_escalation"
            " WHERE ticket_id = helpdesk_ticket.id)",
            due,
        )
        twice = self.sql(
            "SELECT ticket_id, kind, level, due_at FROM complaint_escalation"
            " GROUP BY 1, 2, 3, 4 HAVING count(*) > 1"
        )
        return [*(f"nobody was told: {row}" for row in silent), *map(str, twice)]

    def _days(self, days: list) -> list[str]:
        found = dict(self.sql("SELECT id, state FROM store_day"))
        return [
            f"{day.shop.code}: {found.get(day.id)}"
            for day in days
            if found.get(day.id) != "closed"
        ]

    def _mails(self, sink) -> list[str]:
        left = self.sql(
            "SELECT state, failure_reason FROM mail_mail"
            " WHERE state IN ('outgoing', 'exception')"
        )
        arrived = Counter(
            (mail["Message-ID"], mail["X-Envelope-To"]) for mail in sink.messages
        )
        twice = [f"{key}: {count}" for key, count in arrived.items() if count > 1]
        return [*map(str, left), *twice]
