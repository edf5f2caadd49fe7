"""Visits, calls, mails and letters of two years, and what was promised in them."""

from __future__ import annotations

from datetime import timedelta

from odoo.addons.retail_complaint_addon.demo import moments

from . import words
from .desk import STAFF
from .people import QUIET

MONTH = 30.4
# exchanges a month
OFTEN = {"vip": 0.75, "trade": 0.4, "regular": 0.16, "tourist": 0.06}
MINUTES = {"visit": (5, 55), "call": (2, 14)}
SHARE_PROMISED = 0.75
# The team of Causeway Bay is new since then, and promises more than it keeps.
WORSE_STORE, WORSE_DAYS = "cwb", 270
KINDS_OF_END = ("kept", "late", "broken", "withdrawn")
ENDS = (84, 8, 3, 5)
ENDS_WORSE = (62, 24, 9, 5)
# customer | kind | days ago | hour | about | words | promise | due in days | outcome
NOW = (
    (9, "visit", 2, 17.0, "The panda dial", "Would take it today.",
     "Call when the panda dial is in the shop", 3, "open"),
    (38, "visit", 6, 13.5, "Earrings for the eternity band", "Drawing agreed.",
     "Send the drawing of the earrings", 2, "open"),
    (44, "call", 9, 12.0, "Repair of the clasp", "Waits for a call of ours.",
     "Call about the price of the clasp", 3, "open"),
    (12, "call", 4, 16.0, "藍寶石戒指", "想睇過裸石先。", "安排睇石", 2, "open"),
    (20, "visit", 3, 15.0, "壽禮翡翠", "要有證書,月底前。",
     "揀三件畀客人睇", 6, "open"),
    (45, "call", 1, 11.5, "Valjoux 72", "Monthly call.",
     "Ask the auction desk for its list", 4, "open"),
    (61, "visit", 2, 18.0, "金婚禮物", "預算六萬。", "由總店調南洋珠", 3, "open"),
    (49, "call", 1, 12.5, "Ring for the daughter", "Size to follow.",
     "Keep the solitaire aside for a week", 7, "open"),
    (56, "email", 5, 20.0, "Blue Meridian", "Answered the same night.",
     "Offer the price with shipping", 2, "kept"),
    (28, "chat", 8, 19.0, "限量款", "愿意等下一批。", "写入等候名单", 2, "kept"),
    (41, "email", 3, 10.8, "Three references", "Sent with prices.",
     "Send the third price", 1, "late"),
    (15, "letter", 12, 11.0, "Thanks for the card", "Filed.", "", 0, ""),
    (47, "social", 7, 12.0, "Faster this time", "Thanked for the review.", "", 0, ""),
    (59, "call", 2, 10.9, "Jubilee order", "Two dozen clocks, engraved.",
     "Written offer to the office", 5, "open"),
)  # fmt: skip
IMPORTANT = (9, 38, 59, 61)
FOLLOW_UPS = {20: 2, 45: 14, 12: 1}


def past(desk):
    """Return the values of exchanges of the months before, each with its row."""
    rows = words.said()
    found = []
    for number, (kind, store, login) in desk.known.items():
        if number in QUIET:
            continue
        rng = desk.random("exchange", number)
        often = OFTEN[kind] * desk.months
        count = int(often) + (rng.random() < often % 1)
        for _turn in range(count):
            days = 1 + rng.random() * (desk.months * MONTH - 2)
            row = rng.choice(rows[words.language(number)])
            how = rng.choice(row["kinds"])
            low, high = MINUTES.get(how, (0, 0))
            values = {
                "partner_id": _id(desk, number),
                "company_id": desk.company_of(store).id,
                "store_id": desk.store(store).id,
                "user_id": desk.user(login or rng.choice(STAFF[store])).id,
                "kind": how,
                "direction": row["direction"],
                "date": desk.shop_moment(days, rng, store),
                "duration": rng.randrange(low, high) if high else 0,
                "subject": row["subject"],
                "note": row["note"],
                "topic_ids": desk.ref(f"customer_topic_{row['topic']}").ids,
                "important": rng.random() < 0.06,
            }
            found.append((values, row, store, rng))
    return found


def _id(desk, number):
    if number == "portal":
        return desk.ref("partner_customer_demo").id
    return desk.customer(number).id


def _values_now(desk):
    found = []
    for number, kind, days, hour, about, text, promise, due, end in NOW:
        _class, store, login = desk.known.get(number, ("regular", "tst", "clerk"))
        topic = "event" if kind == "social" else "product"
        values = {
            "partner_id": _id(desk, number),
            "company_id": desk.company_of(store).id,
            "store_id": desk.store(store).id,
            "user_id": desk.user(login or STAFF[store][0]).id,
            "kind": kind,
            "direction": "out" if kind == "call" else "in",
            "date": desk.days_ago(days, hour),
            "duration": 12 if kind in ("visit", "call") else 0,
            "subject": about,
            "note": text,
            "topic_ids": desk.ref(f"customer_topic_{topic}").ids,
            "important": number in IMPORTANT,
        }
        lang = words.language(number)
        row = {"lang": lang, "promise": promise, "within": due, "end": end}
        found.append((values, row, store, desk.random("now", number)))
    return found


def told(desk):
    """Write the exchanges and their promises down, in two batches."""
    rows = [*past(desk), *_values_now(desk)]
    model = desk.bulk("customer.exchange")
    made = model.create([values for values, _row, _store, _rng in rows])
    desk.date_back(made, "date")
    promises = []
    for exchange, (values, row, store, rng) in zip(made, rows, strict=True):
        if row["promise"] and ("end" in row or rng.random() < SHARE_PROMISED):
            promises.append(_promise(desk, exchange, values, row, store, rng))
    kept = desk.bulk("customer.promise").create(promises)
    desk.date_back(kept, "made_at")
    for number, days in FOLLOW_UPS.items():
        person = desk.customer(number)
        last = made.filtered(lambda one, who=person: one.partner_id.id == who.id)[-1:]
        mine = last.with_env(desk.env).with_user(last.user_id)
        mine.follow_up_date = desk.date(days)


def _promise(desk, exchange, values, row, store, rng):
    made_at = values["date"] + timedelta(minutes=5)
    due_at = _due(made_at, row["within"])
    result = {
        "name": row["promise"],
        "partner_id": values["partner_id"],
        "company_id": values["company_id"],
        "store_id": values["store_id"],
        "user_id": values["user_id"],
        "exchange_id": exchange.id,
        "made_at": made_at,
        "due_at": due_at,
        "within": 0,
    }
    end = row.get("end") or _end(desk, made_at, due_at, store, rng)
    lang = row["lang"]
    if end == "kept":
        done = made_at + (due_at - made_at) * rng.uniform(0.2, 0.95)
        done_at = _open_hour(done, due_at, desk.today)
        said = {"result": rng.choice(words.KEPT[lang])}
    elif end == "late":
        later = due_at + timedelta(hours=rng.uniform(3, 90))
        done_at = min(later, desk.today - timedelta(minutes=5))
        said = {"result": rng.choice(words.LATE[lang])}
    elif end in ("broken", "withdrawn"):
        table = words.BROKEN if end == "broken" else words.WITHDRAWN
        done_at = min(due_at, desk.today)
        said = {"reason": rng.choice(table[lang])}
    else:
        return result
    state = "kept" if end == "late" else end
    return result | {"state": state, "done_at": done_at, **said}


def _end(desk, made_at, due_at, store, rng):
    """Return what became of it; what is due later has just not happened."""
    if due_at > desk.today:
        return "open"
    new_team = (desk.today - made_at).days < WORSE_DAYS
    worse = store == WORSE_STORE and new_team
    return rng.choices(KINDS_OF_END, ENDS_WORSE if worse else ENDS)[0]


def _due(made_at, days):
    """Return the evening of a day; promises say days, not hours."""
    day = moments.local(made_at).date() + timedelta(days=days)
    return moments.at(day, 20.0)


def _open_hour(moment, due_at, today):
    wall = moments.local(moment)
    if not 10 <= wall.hour < 20:
        moment = moments.at(wall.date(), 14.5)
    return min(max(moment, moment), due_at, today - timedelta(minutes=1))


def scripts(desk):
    yield _told(desk)


def _told(desk):
    yield desk.hours_ago(5)
    told(desk)
