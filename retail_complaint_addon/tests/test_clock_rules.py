import doctest
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..rules import clock, escalation, targets, working_time
from ..rules.targets import Scope, Target
from ..rules.working_time import Span, WorkingTime, within

# Shared machines are slow at times; that says nothing about the rule.
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

START = datetime(2026, 1, 1)
NEVER = timedelta(0)
DAY, WATCH, STRAP = 31, 32, 33
MAIL = 41


def shop(intervals, zone=UTC):
    return WorkingTime(lambda start, stop: within(intervals, start, stop), zone)


@st.composite
def shops(draw):
    """Opening hours of two years in some zone, with odd holidays and lunch breaks."""
    zone = ZoneInfo(
        draw(
            st.sampled_from(
                ["UTC", "Europe/London", "Asia/Hong_Kong", "America/New_York"]
            )
        )
    )
    week = draw(st.sets(st.integers(0, 6), min_size=1))
    opens = draw(st.integers(0, 12))
    closes = draw(st.integers(opens + 2, 23))
    lunch = draw(st.booleans())
    holidays = draw(st.sets(st.integers(0, 60), max_size=15))
    intervals = []
    for number in range(-20, 700):
        day = START + timedelta(days=number)
        if day.weekday() not in week or number in holidays:
            continue
        middle = (opens + closes) // 2
        parts = [(opens, middle), (middle + 1, closes)] if lunch else [(opens, closes)]
        for begin, stop in parts:
            if begin < stop:
                intervals.append(
                    tuple(
                        day.replace(hour=hour, tzinfo=zone)
                        .astimezone(UTC)
                        .replace(tzinfo=None)
                        for hour in (begin, stop)
                    )
                )
    return shop(intervals, zone)


moments = st.integers(0, 90 * 24 * 60).map(lambda m: START + timedelta(minutes=m))
lengths = st.integers(0, 60 * 60).map(lambda m: timedelta(minutes=m))
spans = st.one_of(
    st.integers(0, 30).map(Span),
    st.integers(1, 80).map(lambda hours: Span(hours, "hours")),
)


@tagged("post_install", "-at_install")
class TestWorkingTime(BaseCase):
    """The arithmetic of the clock, whatever the calendar."""

    def test_doctests(self):
        for module in (clock, escalation, targets, working_time):
            self.assertEqual(doctest.testmod(module).failed, 0, module.__name__)

    @calm
    @given(shops(), moments, moments, spans)
    def test_who_comes_later_is_due_later(self, time, one, other, span):
        one, other = sorted((one, other))
        self.assertLessEqual(time.due(one, span), time.due(other, span))

    @calm
    @given(shops(), moments, spans)
    def test_never_due_before_it_came_in(self, time, start, span):
        self.assertGreaterEqual(time.due(start, span), start)

    @calm
    @given(shops(), moments, lengths)
    def test_after_and_between_are_inverse(self, time, start, length):
        self.assertEqual(time.between(start, time.after(start, length)), length)

    @calm
    @given(shops(), moments, lengths, lengths)
    def test_in_two_steps_as_in_one(self, time, start, one, other):
        self.assertEqual(
            time.after(time.after(start, one), other), time.after(start, one + other)
        )

    @calm
    @given(shops(), st.lists(moments, min_size=3, max_size=3))
    def test_working_time_adds_up(self, time, points):
        one, two, three = sorted(points)
        self.assertEqual(
            time.between(one, two) + time.between(two, three), time.between(one, three)
        )

    @calm
    @given(shops(), moments, spans, moments, moments)
    def test_a_pause_never_shortens(self, time, start, span, begin, end):
        due = time.due(start, span)
        pause = tuple(sorted((begin, end)))
        self.assertGreaterEqual(time.extended(due, start, [pause]), due)

    @calm
    @given(shops(), moments, spans, moments, moments)
    def test_what_was_left_is_left(self, time, start, span, begin, end):
        due = time.due(start, span)
        begin, end = sorted((max(begin, start), max(end, start)))
        if begin > due:
            begin = due
        later = time.extended(due, start, [(begin, end)])
        if begin < end:
            self.assertEqual(time.between(end, later), time.between(begin, due))

    @calm
    @given(shops(), moments, spans, moments)
    def test_a_pause_of_no_time_changes_nothing(self, time, start, span, moment):
        due = time.due(start, span)
        self.assertEqual(time.extended(due, start, [(moment, moment)]), due)
        self.assertEqual(time.extended(due, start, []), due)

    @calm
    @given(shops(), moments, spans, st.lists(moments, min_size=3, max_size=3))
    def test_two_pauses_in_a_row_are_one(self, time, start, span, points):
        one, two, three = sorted(points)
        due = time.due(start, span)
        self.assertEqual(
            time.extended(due, start, [(one, two), (two, three)]),
            time.extended(due, start, [(one, three)]),
        )

    @calm
    @given(shops(), moments, spans)
    def test_late_before_the_pause_stays_late(self, time, start, span):
        due = time.due(start, span)
        pause = (due + timedelta(minutes=1), due + timedelta(days=9))
        self.assertEqual(time.extended(due, start, [pause]), due)

    def test_a_shop_that_never_opens_counts_every_hour(self):
        closed = shop([])
        for time in (WorkingTime(), closed):
            self.assertEqual(time.due(START, Span(3)), START + timedelta(days=3))
            self.assertEqual(
                time.due(START, Span(3, "hours")), START + timedelta(hours=3)
            )
        self.assertIsNone(closed.due(START, None))
        far = datetime(8999, 12, 1)
        self.assertEqual(closed.due(far, Span(1)), far + timedelta(days=1))

    def test_the_day_is_that_of_the_store(self):
        """22:30 in Hong Kong and 23:30 in London are of one day in UTC, not here."""
        hours = [
            (START + timedelta(days=d), START + timedelta(days=d, hours=9))
            for d in range(30)
        ]
        late = datetime(2026, 1, 5, 17, 30)
        hong_kong = shop(hours, ZoneInfo("Asia/Hong_Kong"))
        self.assertEqual(hong_kong.due(late, Span(1)), datetime(2026, 1, 7, 9))
        self.assertEqual(shop(hours).due(late, Span(1)), datetime(2026, 1, 6, 9))


@tagged("post_install", "-at_install")
class TestEscalationRules(BaseCase):
    """Whenever the clock runs, each step of each breach comes once."""

    @calm
    @given(
        shops(),
        st.dictionaries(st.sampled_from(["acknowledge", "notice", "resolve"]), moments),
        st.tuples(st.integers(0, 40), st.integers(0, 40)),
        st.lists(moments, max_size=12),
    )
    def test_each_step_once_and_never_early(self, time, dates, hours, runs):
        hours = dict(zip(("supervisor", "manager"), hours, strict=True))
        steps = escalation.steps(dates, hours, time)
        done, later = set(), min(dates.values(), default=None)
        for now in [*sorted(runs), datetime(2030, 1, 1)]:
            if later is None or later > now:
                # the clock does not look, and it would find nothing
                self.assertFalse(escalation.split(steps, done, now)[0])
                continue
            due, later = escalation.split(steps, done, now)
            for step in due:
                self.assertLessEqual(step.at, now)
                self.assertNotIn(step[:3], done)
                done.add(step[:3])
        self.assertIsNone(later)
        self.assertEqual(
            done,
            {
                (kind, at, level)
                for kind, at in dates.items()
                for level in escalation.LEVELS
            },
        )

    @calm
    @given(shops(), moments, st.integers(0, 40), st.integers(0, 40))
    def test_nobody_is_told_before_those_below(self, time, due, one, other):
        hours = {"supervisor": one, "manager": other}
        steps = escalation.steps({"resolve": due}, hours, time)
        self.assertEqual([step.level for step in steps], list(escalation.LEVELS))


@tagged("post_install", "-at_install")
class TestTargetRules(BaseCase):
    """Which row of the table decides."""

    SCOPE = Scope(1, (DAY, WATCH), "major", MAIL)

    def _days(self, *rows):
        """Return the days to resolve; each row is (days, conditions)."""
        table = [
            Target(number, {"resolve": Span(days)}, **conditions)
            for number, (days, conditions) in enumerate(rows, 1)
        ]
        for order in (table, table[::-1]):
            span = targets.spans(order, self.SCOPE, {"resolve": Span(99)})["resolve"]
        return span.amount

    def test_table(self):
        branch, deep = {"category_id": DAY}, {"category_id": WATCH}
        severity, channel = {"severity": "major"}, {"channel_id": MAIL}
        own = {"company_id": 1}
        for name, rows, expected in (
            ("none", [], 99),
            ("for all", [(1, {})], 1),
            ("other category", [(1, {"category_id": STRAP})], 99),
            ("other severity", [(1, {"severity": "minor"})], 99),
            ("other channel", [(1, {"channel_id": 9})], 99),
            ("other company", [(1, {"company_id": 2})], 99),
            ("one condition fails", [(1, {**deep, "severity": "minor"})], 99),
            ("branch above all", [(1, {}), (2, branch)], 2),
            ("deeper category", [(1, branch), (2, deep)], 2),
            (
                "deeper category, whatever else",
                [(1, {**branch, **severity}), (2, deep)],
                2,
            ),
            ("category above severity", [(1, severity), (2, branch)], 2),
            ("severity above channel", [(1, channel), (2, severity)], 2),
            ("channel above company", [(1, own), (2, channel)], 2),
            ("company above all", [(1, {}), (2, own)], 2),
            ("category and severity", [(1, deep), (2, {**deep, **severity})], 2),
            (
                "both and channel",
                [(1, {**deep, **severity}), (2, {**deep, **severity, **channel})],
                2,
            ),
            (
                "own among equals",
                [(1, {**deep, **severity}), (2, {**deep, **severity, **own})],
                2,
            ),
            ("shared and narrower", [(1, own), (2, severity)], 2),
            ("the older of two equals", [(1, deep), (2, deep)], 1),
        ):
            with self.subTest(name):
                self.assertEqual(self._days(*rows), expected)

    def test_each_time_by_itself(self):
        rows = [
            Target(1, {"acknowledge": Span(4, "hours")}, severity="major"),
            Target(2, {"resolve": Span(22), "notice": None}, category_id=WATCH),
        ]
        general = {"acknowledge": Span(1), "notice": Span(5), "resolve": Span(10)}
        self.assertEqual(
            targets.spans(rows, self.SCOPE, general),
            {"acknowledge": Span(4, "hours"), "notice": None, "resolve": Span(22)},
        )
