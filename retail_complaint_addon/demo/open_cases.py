"""What lies on the desks today: every stage, every kind of waiting."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from . import texts
from .case import Case
from .kinds import JEWELS, WATCHES
from .ordinary import take
from .plans import Plan
from .survey import follow_up


class Open(NamedTuple):
    """One case of today, a line of ``texts/open.txt``.

    :param age: days since it was received, fractions for hours
    :param state: name of the function below that brings it there
    :param package: measures that are proposed
    """

    store: str
    by: str
    category: str
    lang: str
    customer: str
    product: str
    lot: int
    paid: int
    age: float
    state: str
    package: list
    told: dict


def table():
    """Return the cases of ``texts/open.txt``."""
    rows = []
    for line in (texts.FOLDER / "open.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("|")]
        cells += [""] * (len(Open._fields) - len(cells))
        *names, lot, paid, age, state, package, told = cells
        measures = [_measure(one) for one in package.split(" + ") if one]
        values = dict(one.split("=") for one in told.split())
        rows.append(
            Open(*names, int(lot), int(paid), float(age), state, measures, values)
        )
    return rows


def _measure(text):
    """Read a measure.

    >>> _measure("apology")
    'apology'
    >>> _measure("replacement 26500 New piece @kowloon")
    ('replacement', 26500, 'New piece', 'kowloon')
    """
    kind, _space, rest = text.partition(" ")
    if not rest:
        return kind
    amount, _space, name = rest.partition(" ")
    name, _at, article = name.partition(" @")
    return (kind, int(amount), name, *filter(None, [article]))


def scripts(desk):
    for number, row in enumerate(table(), start=1):
        yield STATES[row.state](desk, *_begin(desk, number, row))


def _begin(desk, number, row):
    case = Case(desk, ("open", number), row.store, row.by.strip("-"))
    case.start = desk.hours_ago(row.age * 24)
    known = texts.complaints()
    lang = row.lang if (row.category, row.lang) in known else "zh_hant"
    fitting = [
        text
        for text in known[row.category, lang]
        if text.goods == "any" or row.product in _goods(text.goods)
    ]
    plan = Plan(
        number=1000 + number,
        start=case.start,
        store=row.store,
        by=case.clerk,
        category=row.category,
        text=case.rng.choice(fitting),
        customer=row.customer,
        worse=False,
        product=row.product,
        lot=row.lot,
        paid=row.paid,
        bought=case.rng.randrange(6, 90),
    )
    return case, plan, row


def _goods(kind):
    return WATCHES if kind == "watch" else JEWELS


def _new(desk, case, plan, row):
    yield case.start
    take(case, plan, **row.told)


def _working(desk, case, plan, row):
    yield from _new(desk, case, plan, row)
    yield _part(desk, 0.1)
    case.acknowledge()
    case.steps(1)


def _part(desk, share):
    """Return a moment between now and the end of the history."""
    return desk.now + (desk.today - desk.now) * share


def _due(desk, case, plan, row):
    yield from _working(desk, case, plan, row)
    yield _part(desk, 0.7)
    case.change(
        case.chief,
        next_notice_by=desk.today + timedelta(days=3),
        resolve_by=desk.today + timedelta(hours=9),
    )


def _draft(desk, case, plan, row):
    yield from _working(desk, case, plan, row)
    yield _part(desk, 0.5)
    case.propose(*row.package)
    case.propose("apology", ("refund", row.paid, "Price paid"))


def _hold(desk, case, plan, row):
    yield from _working(desk, case, plan, row)
    case.change("manager", legal_hold=True)
    yield _part(desk, 0.5)
    case.submit(case.propose(*row.package))


def _pending(desk, case, plan, row):
    yield from _working(desk, case, plan, row)
    yield _part(desk, 0.5)
    case.propose("apology", ("voucher", 500, "Voucher"))
    case.submit(case.propose(*row.package))


def _approved(desk, case, plan, row):
    yield from _working(desk, case, plan, row)
    yield _part(desk, 0.3)
    package = case.propose(*row.package)
    if not case.submit(package):
        yield _part(desk, 0.5)
        case.approve(package)


def _offered(desk, case, plan, row):
    yield from _approved(desk, case, plan, row)
    yield _part(desk, 0.4)
    case.offer(case.packages[-1])
    case.stage("awaiting")
    case.next_notice(6)


def _accepted(desk, case, plan, row, due=12):
    yield from _offered(desk, case, plan, row)
    yield _part(desk, 0.3)
    case.accept(case.packages[-1], due=due)
    case.stage("in_progress")
    case.next_notice(8)


def _late(desk, case, plan, row):
    yield from _accepted(desk, case, plan, row, due=1)


def _closed(desk, case, plan, row):
    yield from _accepted(desk, case, plan, row)
    yield _part(desk, 0.1)
    case.carry_out(case.packages[-1])
    case.close("justified", "people_capacity", "accepted")


def _low(desk, case, plan, row):
    yield from _working(desk, case, plan, row)
    package = case.propose(*row.package)
    case.submit(package)
    case.offer(package)
    case.accept(package)
    yield case.later(days=1)
    case.carry_out(package)
    case.close("justified", "people_capacity", "accepted")
    yield from follow_up(case, "angry", after=1, low_is_done=False)


def _reopened(desk, case, plan, row):
    yield from _low(desk, case, plan, row)
    yield _part(desk, 0.4)
    case.reopen()
    case.propose(*row.package, ("goodwill", 400, "For the patience"))


STATES = {
    "new": _new,
    "working": _working,
    "due": _due,
    "draft": _draft,
    "hold": _hold,
    "pending": _pending,
    "approved": _approved,
    "offered": _offered,
    "accepted": _accepted,
    "late": _late,
    "closed": _closed,
    "low": _low,
    "reopened": _reopened,
}
