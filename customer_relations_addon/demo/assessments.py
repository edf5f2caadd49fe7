"""Every quarter each shop is looked at; what is poor becomes better, or does not."""

from __future__ import annotations

from datetime import timedelta

from .desk import SHOPS

QUARTER = 91
AGENCY = "Brightwater Mystery Shopping"
# shop: usual points, and by how much they change each quarter
LEVEL = {"tst": (8.6, 0.02), "cwb": (8.5, 0.0), "mk": (7.0, 0.16), "macau": (7.6, 0.06)}
# Since then many are new in Causeway Bay.
WORSE, WORSE_QUARTERS, WORSE_BY = "cwb", 3, 2.3
# Whatever is tried there, this stays as it is.
STUBBORN, STUBBORN_POINTS = ("store_criterion_greeting", "store_criterion_needs"), 4
NOTES = {
    "low": (
        "Nobody looked up for four minutes.",
        "不熟悉產品,要問同事。",
        "Price of the service was not said.",
        "Receipt without the terms of the guarantee.",
        "Contact details were asked for without saying why.",
    ),
    "high": ("", "", "", "", "Very good.", "值得其他店學習。"),
}
SUMMARY = (
    "Friendly and clean. Knowledge of the new models differs from one to the next.",
    "店面整潔,接待親切;售後說明可以再清楚一點。",
    "A busy hour, handled well. After-sales was not mentioned at all.",
)
# what was done about a criterion: what, customers, their data, result, what was found
CURES = (
    (
        "Half an hour on the new models every Monday before opening.",
        "Customers get an answer without a second colleague. Opening time stays.",
        "No personal data.",
        "Eight Mondays held, notes in the binder.",
        "Looked at again with the team.",
    ),
    (
        "One colleague greets; the others serve. Plan on the wall.",
        "Shorter wait at the door. Regulars keep their own colleague.",
        "No personal data.",
        "Plan made for four weeks.",
        "Compared two Saturdays.",
    ),
    (
        "A card with care, service interval and prices goes into every bag.",
        "Customers know what comes. Three languages, large type.",
        "No personal data; nothing is written on the card.",
        "Cards printed and in use.",
        "Asked ten customers.",
    ),
)
IMPACTS = {"customer_impact": "better", "privacy_impact": "none"}
# what becomes of one improvement after the other
FATES = ("checked", "done", "checked", "begun", "idle", "checked", "cancelled", "begun")
# nothing stays begun for half a year
OLD = timedelta(days=150)
OLD_FATES = {"done": "checked", "begun": "checked", "idle": "cancelled"}
# who says whether it helped; never the owner
CHECKER = {"tst": "manager", "cwb": "manager", "mk": "manager"}
OWN_IDEAS = (
    ("tst", "supervisor", 120, "Ring sizers at every counter",
     "Customers walk across the shop to be measured."),
    ("mk", "supervisor_mk", 25, "午飯時間加一個同事", "一點到兩點冇人接待。"),
    ("cwb", "supervisor2", 55, "A quiet table for repairs",
     "Prices are discussed in front of everybody."),
)  # fmt: skip


def _quarter(desk, shop, back):
    """The store manager looks; twice a year an agency does so, too."""
    rng = desk.random("assessment", shop, back)
    start = desk.days_ago(back * QUARTER + 12 + rng.randrange(20), 15.0)
    yield start
    yield from _visit(desk, shop, back, "manager", rng)
    if back % 2 or shop == "macau":
        return
    yield desk.now + timedelta(days=rng.randrange(2, 9))
    yield from _visit(desk, shop, back, "mystery", rng)


def _visit(desk, shop, back, kind, rng):
    login = desk.chief(shop) if kind == "manager" else _agent(shop)
    env = desk.acting(login, shop)
    assessment = env["store.assessment"].create(
        {
            "store_id": desk.store(shop).id,
            "date": desk.date(),
            "kind": kind,
            "assessor_name": AGENCY if kind == "mystery" else False,
        }
    )
    _give_points(desk, assessment.line_ids, shop, back, rng)
    assessment.summary = rng.choice(SUMMARY)
    yield desk.now + timedelta(minutes=40)
    assessment.action_done()
    domain = assessment._improvement_domain()
    # sudo: whoever the shop's manager is
    for improvement in env["service.improvement"].sudo().search(domain):
        desk.add(_cure(desk, shop, improvement.id))


def _agent(shop):
    return "director" if shop == "macau" else "manager"


def _give_points(desk, lines, shop, back, rng):
    """Write points; the sum of a group goes up and down with the shop."""
    usual, change = LEVEL[shop]
    level = usual + change * (8 - back)
    worse = shop == WORSE and back < WORSE_QUARTERS
    stubborn = [desk.ref(name).id for name in STUBBORN] if worse else []
    if worse:
        level -= WORSE_BY - 0.4 * back
    for line in lines:
        points = max(0, min(10, round(rng.gauss(level, 1.0))))
        if line.criterion_id.id in stubborn:
            points = STUBBORN_POINTS
        low = points < line.threshold
        notes = NOTES["low" if low else "high"]
        line.write({"points": points, "note": rng.choice(notes)})


def _cure(desk, shop, improvement_id):
    """The owner plans, does it; a manager says whether it helped."""
    desk.cured = number = getattr(desk, "cured", -1) + 1
    rng = desk.random("cure", shop, number)
    fate = FATES[number % len(FATES)]
    yield desk.now + timedelta(days=rng.randrange(3, 9))
    improvement = desk.env["service.improvement"].browse(improvement_id)
    mine = improvement.with_env(desk.acting(improvement.sudo().owner_id.login, shop))
    if desk.now < desk.today - OLD:
        fate = OLD_FATES.get(fate, fate)
    what, customers, data, result, found = CURES[number % len(CURES)]
    if fate == "idle":
        return
    if fate == "cancelled":
        mine.action_cancel()
        return
    mine.write(
        {
            "what": what,
            "customer_impact_note": customers,
            "privacy_impact_note": data,
            **IMPACTS,
        }
    )
    mine.action_start()
    yield desk.now + timedelta(days=rng.randrange(12, 26))
    if fate == "begun":
        return
    mine.result = result
    mine.action_done()
    yield desk.now + timedelta(days=95)
    judge = improvement.with_env(desk.acting(CHECKER.get(shop, "director"), shop))
    if fate == "done" or judge.sudo().owner_id == judge.env.user:
        return  # nobody has looked yet
    judge.effect_comment = found
    if judge.effect == "better":
        judge.action_effective()
    else:
        judge.action_not_effective()


def _own_idea(desk, shop, login, days, name, why):
    yield desk.days_ago(days, 11.0)
    env = desk.acting(login, shop)
    improvement = env["service.improvement"].create(
        {
            "name": name,
            "store_id": desk.store(shop).id,
            "why": why,
            "due_date": desk.date(45),
        }
    )
    desk.add(_cure(desk, shop, improvement.id))


def _under_way(desk):
    """A check that is not finished yet."""
    yield desk.hours_ago(2)
    env = desk.as_user("supervisor_mk")
    assessment = env["store.assessment"].create(
        {"store_id": desk.store("mk").id, "kind": "manager"}
    )
    _give_points(desk, assessment.line_ids[:6], "mk", 0, desk.random("under way"))


def scripts(desk):
    for shop in SHOPS:
        for back in range((desk.months * 30) // QUARTER, -1, -1):
            if back or desk.months:
                yield _quarter(desk, shop, back)
    for row in OWN_IDEAS:
        if row[2] < max(desk.months * 30, 60):
            yield _own_idea(desk, *row)
    yield _under_way(desk)
