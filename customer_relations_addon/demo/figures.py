"""Public reviews, contacts that are there twice, and the indicators over all of it."""

from __future__ import annotations

from datetime import timedelta

from .desk import table

# name | phone or e-mail of which customer | what became of it
DOUBLES = (
    ("Priscilla S. T. Wu", 38, "phone", "open"),
    ("Raymond Szeto", 41, "email", "proposed"),
    ("黃家輝", 3, "email", "open"),
    ("Amanda Y. YIP", 40, "phone", "merged"),
    ("Grace Mui", 44, "phone", "dismissed"),
)
# indicator: target and warning threshold this company has set for itself
TARGETS = {
    "first_response": (16, 48),
    "acknowledged": (85, 65),
    "resolved": (80, 58),
    "notices": (75, 62),
    "on_site": (30, 18),
    "csat_handling": (3.8, 3.2),
    "ces": (2.8, 4),
    "nps": (10, -25),
    "per_1000": (25, 60),
    "repeat": (50, 75),
    "promises": (80, 65),
    "conversion": (9, 7),
    "assessment": (80, 65),
}
# No sales are in this database: nothing would be counted
UNUSED = ("repurchase",)
# What the owners began of what the indicators proposed
BEGUN = (
    (
        "Who takes a complaint names the day of the next word at once.",
        "Customers know when they hear from us.",
        "No personal data.",
    ),
    (
        "Ten minutes every morning for what is due today, the clerk reads it out.",
        "Fewer customers have to ask again.",
        "Cases are read out by number, never by name.",
    ),
    (
        "One colleague a day only answers; the others serve.",
        "The first answer comes the same day.",
        "Nothing more about customers is written down.",
    ),
)
PROPOSED = "Same voice, same watch; the old address is that of her office."


def reviews(desk):
    rows = []
    for store, site, days, stars, number, text, answered in table("reviews", parts=7):
        if int(days) > max(desk.months * 30, 30):
            continue
        rows.append(
            {
                "store_id": desk.store(store).id,
                "company_id": desk.company_of(store).id,
                "site": site,
                "date": desk.date(-int(days)),
                "stars": float(stars),
                "number": int(number),
                "text": text,
                "answered": answered == "yes",
            }
        )
    desk.env["service.public.review"].sudo().create(rows)


def doubles(desk):
    """Typed in twice at two counters, found by number and address."""
    partners = desk.bulk("res.partner")
    head = desk.as_user("supervisor")
    pairs = head["customer.duplicate"]
    for name, number, key, end in DOUBLES:
        first = desk.customer(number)
        second = partners.create({"name": name, key: first[key], "lang": first.lang})
        if end == "open":
            continue
        values = {"partner_id": first.id, "other_id": second.id, "note": PROPOSED}
        login = "clerk" if end == "proposed" else "supervisor"
        screen = desk.as_user(login)["customer.merge"].create(values)
        if end == "merged":
            screen.action_merge()
            continue
        screen.action_propose()
        if end == "dismissed":
            pairs._pair(first, second).with_env(head).action_dismiss()
    pairs.action_find()


def indicators(desk):
    """Somebody answers for each of them, and all is counted over the two years."""
    known = desk.env["service.indicator"].sudo()
    for name, (target, warning) in TARGETS.items():
        bounds = {"target": target, "warning": warning, "is_example": False}
        desk.ref(f"service_indicator_{name}").sudo().write(bounds)
    for name in UNUSED:
        desk.ref(f"service_indicator_{name}").sudo().active = False
    every = known.search([])
    people = ("manager", "director", "supervisor")
    for turn, login in enumerate(people):
        every[turn :: len(people)].user_id = desk.user(login)
    desk.commit()
    every._recompute(whole=True)
    begin(desk)
    desk.commit()


def begin(desk):
    """Every second proposal is under way: answered for, and started."""
    proposed = (
        desk.env["service.improvement"]
        .sudo()
        .search(
            [("source", "=", "indicator"), ("state", "=", "draft")],
            order="store_id, id",
        )
    )
    for improvement, words in zip(proposed[::2], BEGUN, strict=False):
        mine = improvement.with_user(improvement.owner_id).sudo(False)
        what, customers, data = words
        mine.write(
            {
                "what": what,
                "customer_impact": "better",
                "customer_impact_note": customers,
                "privacy_impact": "none",
                "privacy_impact_note": data,
            }
        )
        mine.action_start()


def _doubles(desk):
    yield desk.hours_ago(2.2)
    reviews(desk)
    doubles(desk)


def _counted(desk):
    yield desk.today - timedelta(milliseconds=500)
    indicators(desk)


def scripts(desk):
    yield _doubles(desk)
    yield _counted(desk)
