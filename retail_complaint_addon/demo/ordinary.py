"""How an ordinary case runs, from the counter to the survey."""

from __future__ import annotations

from . import moments, texts
from .case import Case
from .kinds import KINDS, NOT_OURS, measures, weighted
from .plans import CHANNELS, STAFF
from .survey import follow_up

SEVERITY_SHIFT = ("minor", "moderate", "major", "critical")
OUTCOMES = "satisfied*46 accepted*38 dissatisfied*9 unreachable*4"
OUTCOMES_WORSE = "satisfied*22 accepted*42 dissatisfied*28 unreachable*4"
FEELINGS = {
    "satisfied": "happy*50 so_so*12 none*38 bounced*3",
    "accepted": "happy*14 so_so*30 angry*6 none*48 bounced*3",
    "dissatisfied": "angry*55 none*45",
    "unreachable": "none",
    "worse": "angry*34 so_so*26 happy*6 none*34",
}
FREE_ANSWERS = {
    "delivery_late": ("expected_delivery", "Promised on the order: within three days"),
    "delivery_damaged": ("parcel_state", "One corner crushed; photo taken"),
    "privacy": ("personal_data", "Name, telephone and the article bought"),
}


def ordinary(desk, plan):
    """Yield the moments of one case."""
    case = Case(desk, ("case", plan.number), plan.store, plan.by, plan.start)
    rng = case.rng
    yield case.start
    take(case, plan)
    if plan.category.startswith("opinion"):
        yield from thank(case)
        return
    if rng.random() < 0.05:
        desk.add(told_twice(desk, plan, case))
    cause = weighted(KINDS[plan.category].causes, rng)
    verdict = _verdict(cause, rng)
    menu = _menu(plan, verdict, rng)
    outcome = weighted(OUTCOMES_WORSE if plan.worse else OUTCOMES, rng)
    package = measures(menu, rng, plan.product, plan.paid, plan.told["claimed"])
    if _is_small(package) and case.ticket.handling == "on_site" and rng.random() < 0.7:
        yield case.soon(0.2, 2)
        settle_on_site(case, package, verdict, cause, outcome)
    else:
        if not (yield from work(case, plan, package)):
            return
        yield case.soon(0.5, 30)
        case.close(verdict, cause, outcome)
    yield from afterwards(case, plan, outcome, verdict, cause)


def take(case, plan, **told):
    """Register what the customer says, with all that the category asks for."""
    rng, text = case.rng, plan.text
    slots = {
        "p": texts.product(plan.product, text.lang),
        "d": max(plan.bought, 2),
        "amt": texts.amount(plan.paid),
        "shop": texts.shop(plan.store, text.lang),
        "ref": f"W{rng.randrange(20000, 99999)}",
        "date": texts.day(
            moments.local(plan.start).date().replace(day=rng.randrange(1, 28)),
            text.lang,
        ),
    }
    plan.told = {
        "lang": text.lang,
        "wants": text.wants.format(**slots) or False,
        "customer": plan.customer,
        "mood": rng.choices(("calm", "upset", "hostile"), (60, 33, 7))[0],
        "channel": weighted(CHANNELS["web" if plan.store == "web" else "other"], rng),
        "product": plan.product,
        "lot": plan.lot,
        "bought": plan.bought,
        "happened": min(plan.bought, rng.randrange(1, 4)) if plan.bought else None,
        "paid": plan.paid,
        **_particulars(plan, rng),
        **told,
    }
    plan.told.setdefault("claimed", plan.paid)
    case.take(
        plan.category,
        text.title.format(**slots),
        text.body.format(**slots),
        **plan.told,
    )
    return case


def _particulars(plan, rng):
    values = {}
    category = plan.category
    if category.startswith("opinion"):
        return {
            "product": None,
            "lot": None,
            "paid": 0,
            "bought": None,
            "happened": None,
            "mood": "calm",
        }
    if category.startswith("staff"):
        values["incident_place"] = "Sales counter, ground floor"
        if plan.store in STAFF and rng.random() < 0.8:
            values["staff"] = (rng.choice(STAFF[plan.store]),)
    if category in FREE_ANSWERS:
        fact, answer = FREE_ANSWERS[category]
        values["answers"] = {fact: answer}
    if category.startswith(("service", "staff", "privacy", "other")):
        values["claimed"] = 0
    elif category == "payment_wrong":
        values["claimed"] = min(plan.paid, rng.choice((480, 960, 1880, plan.paid)))
    elif category == "refund_late":
        values["claimed"] = min(plan.paid, rng.choice((800, 2600, plan.paid)))
    if category in ("delivery_late", "delivery_lost"):
        values["incident_place"] = "Home address"
    if rng.random() < 0.12:
        values["severity"] = rng.choice(SEVERITY_SHIFT[:3])
    if plan.customer in ("customer_50", "customer_55") or plan.text.lang == "zh_hans":
        values["tags"] = ("tourist",) if plan.store != "macau" else ()
    return values


def _verdict(cause, rng):
    if cause in NOT_OURS:
        return weighted("unfounded*5 partly*3", rng)
    return weighted("justified*7 partly*2", rng)


def _menu(plan, verdict, rng):
    menu = weighted(KINDS[plan.category].menus, rng)
    if verdict == "unfounded" and rng.random() < 0.6:
        menu = weighted("explanation*4 goodwill*2 voucher", rng)
    if plan.store == "macau" and menu == "exchange":
        menu = "voucher"
    return menu


def _amount(package):
    return sum(one[1] for one in package if not isinstance(one, str))


def _is_small(package):
    return _amount(package) <= 900


def settle_on_site(case, package, verdict, cause, outcome):
    """One screen at the counter."""
    case.steps()
    lines = []
    for one in package:
        kind, amount, name = (one, 0, False) if isinstance(one, str) else one[:3]
        type_id = case.desk.ref(f"solution_type_{kind}").id
        lines.append((0, 0, {"type_id": type_id, "amount": amount, "name": name}))
    values = {
        "line_ids": lines,
        "reason": case.say("reason"),
        "evidence": case.say("evidence"),
        "verdict": verdict,
        "cause_id": case.desk.ref(f"cause_{cause}").id,
        "customer_outcome": outcome,
    }
    if outcome == "dissatisfied":
        values["recourse_named"] = case.say("recourse")
    case.as_().action_settle_on_site(values)


def work(case, plan, package):
    """Yield the moments from the acknowledgement to the package carried out.

    :return: False when the case came to a halt on the way
    """
    rng = case.rng
    slow = 2.2 if plan.worse else 1
    yield case.soon(0.5, 20 * slow)
    if case.ticket.closed:
        return False
    case.acknowledge()
    case.steps(1)
    yield case.later(days=rng.uniform(0.2, 3 * slow))
    case.steps(1)
    for attempt in range(3):
        solution = case.propose(*package)
        if attempt == 0 and rng.random() < 0.35:
            case.propose("apology", ("voucher", rng.choice((200, 400)), "Voucher"))
        if not case.submit(solution):
            yield case.soon(3, 50 * slow, office=True)
            if attempt == 0 and rng.random() < 0.13 and case.reject(solution):
                package = measures("repair_half", rng, plan.product, plan.paid)
                continue
            if attempt == 0 and rng.random() < 0.05:
                case.withdraw(solution)
                package = measures("goodwill", rng)
                continue
            if not case.approve(solution):
                return False
        yield case.soon(1, 26 * slow)
        case.offer(solution)
        if rng.random() < 0.6:
            case.stage("awaiting")
        yield case.soon(2, 80)
        if attempt == 0 and rng.random() < 0.14:
            case.decline(solution)
            package = _better(package)
            continue
        case.accept(solution, due=rng.randrange(6, 16))
        break
    yield case.later(days=rng.uniform(0.5, 9 * slow))
    if solution.state == "accepted":
        case.carry_out(solution)
    return True


def _better(package):
    return [*package, ("goodwill", 400, "For the patience")]


def thank(case):
    """Yield the moments of an opinion or a compliment."""
    yield case.soon(0.5, 20)
    case.acknowledge()
    yield case.soon(1, 60)
    case.change(cause_note=case.say("thanks"))
    case.as_().action_close_complaint()


def told_twice(desk, plan, first):
    """Yield the moments of the same story coming in by another door."""
    case = Case(desk, ("twice", plan.number), plan.store, plan.by)
    yield first.soon(4, 40)
    case.rng.random()
    take(case, plan, channel="email")
    yield case.soon(0.5, 8)
    # after a submission only somebody who has not asked may link the two
    case.change(case.chief, duplicate_id=first.ticket.id)
    case.stage("cancelled", case.chief)


def afterwards(case, plan, outcome, verdict, cause):
    """Yield the moments of the survey and of a second round."""
    rng = case.rng
    feeling = weighted(FEELINGS["worse" if plan.worse else outcome], rng)
    comes_back = rng.random() < (0.3 if feeling == "angry" else 0.03)
    if not comes_back:
        yield from follow_up(case, None if feeling == "none" else feeling)
        return
    if feeling == "angry":
        yield from follow_up(case, feeling)
    yield case.later(days=rng.randrange(2, 12))
    case.reopen()
    package = measures("repair_voucher", rng, None, plan.paid)
    if not (yield from work(case, plan, package)):
        return
    yield case.soon(1, 40)
    case.close(verdict, cause, rng.choice(("satisfied", "accepted")))
    yield from follow_up(case, rng.choice(("happy", "so_so", None)))
