"""The daily logs of the last weeks, with what was not in order and what happened."""

from __future__ import annotations

from datetime import timedelta

from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.retail_complaint_addon.demo import moments

from .desk import SHOPS, STAFF

# Long enough for the whole of the last month
WEEKS = 9
MISSING = {"cwb": (9,), "macau": (3,)}
SHUT = {"mk": 17}
UNDER_WAY = {"tst": 0, "mk": 1}
# shop: visitors on a weekday, and how many of them buy
VISITORS = {"tst": (74, 0.11), "cwb": (58, 0.08), "mk": (66, 0.1), "macau": (42, 0.12)}
# shop, days ago, line of the checklist (code of its XML id), what was wrong
NOT_OK = (
    ("tst", 3, "opening_entrance", "Spotlight over window 2 is out; ordered."),
    ("tst", 11, "opening_till", "Card terminal 1 without paper, refilled."),
    ("tst", 20, "closing_promises", "Two calls of today left for tomorrow."),
    ("cwb", 1, "opening_staff", "Two badges forgotten."),
    ("cwb", 2, "opening_briefing", "未開早會,同事遲到。"),
    ("cwb", 5, "opening_counters", "Glass of counter 3 with fingerprints until noon."),
    ("cwb", 12, "closing_papers", "Repair slip with a name lay on the counter."),
    ("mk", 4, "opening_stock", "點算少一隻,其後在維修抽屜找到。"),
    ("mk", 15, "opening_security", "Camera 4 dark; the firm came at three."),
    ("macau", 6, "opening_notices", "Price list in Portuguese was missing."),
)
HANDED_OVER = (
    "Mr Pun comes at three for the chronograph; it is in drawer 2.",
    "陳太嘅手鏈已修好,等佢電話。",
    "Window 1 is changed on Monday: keep the keys.",
    "明日中午師傅來驗鏡頭。",
    "Parcel for Lyon is packed; the courier comes before eleven.",
)
REMARKS = (
    "Rain until five, few people.",
    "旅行團三個,下午好忙。",
    "School holidays: many families.",
    "",
    "",
)
# shop, days ago, hour, kind, grave, what, words, what was done (none: still open)
INCIDENTS = (
    ("tst", 2, 14.2, "system", "minor", "Card terminal offline for twenty minutes",
     "Three customers paid in cash, one left.", ""),
    ("cwb", 6, 17.5, "customer", "minor", "Customer shouted about the waiting time",
     "Waited forty minutes for a strap.", ""),
    ("mk", 1, 12.0, "premises", "serious", "Water from the ceiling above counter 4",
     "Counter emptied; the landlord has been called.", ""),
    ("tst", 12, 19.0, "damage", "minor", "展示盒跌落,錶圈刮花", "同事搬貨時失手。",
     "已送工場打磨。"),
    ("cwb", 19, 15.0, "accident", "serious", "Visitor slipped at the wet entrance",
     "No injury; given tea and a taxi.", "Mat laid out, cleaning time changed."),
    ("macau", 8, 20.0, "loss", "serious", "Ring missing after a viewing",
     "Found in the tray of the next counter.", "Two trays at a time at most."),
    ("mk", 33, 13.0, "privacy", "minor", "Repair slip with a name photographed",
     "A customer took a picture of the counter.", "Slips lie face down now."),
    ("tst", 75, 11.0, "system", "minor", "Scales out of calibration",
     "Difference of 0.03 g at opening.", "Sealed scales of the safe were used."),
    ("cwb", 110, 16.0, "other", "minor", "火警演習", "十五分鐘,店舖照常。",
     "無需跟進。"),
    ("tst", 190, 18.0, "loss", "serious", "Attempted theft of a bangle",
     "The person ran when spoken to.", "Reported; the lock of tray 6 was changed."),
    ("mk", 260, 14.0, "damage", "minor", "珠鏈斷線", "試戴時斷線,全部拾回。",
     "重新穿線。"),
)  # fmt: skip


def _rows(desk):
    """Return (shop, days ago, values) of each day that has a log."""
    for shop in SHOPS:
        usual, share = VISITORS[shop]
        rng = desk.random("days", shop)
        for back in range(WEEKS * 7 if desk.months else 3, -1, -1):
            if back in MISSING.get(shop, ()) or (not back and shop not in UNDER_WAY):
                continue
            date = desk.date(-back)
            busy = 1.5 if date.weekday() > 4 else 1.0
            visitors = int(usual * busy * rng.uniform(0.75, 1.25)) * bool(back)
            people = [desk.user(login).id for login in STAFF[shop]]
            values = {
                "store_id": desk.store(shop).id,
                "date": date,
                "user_ids": [Command.set(people[: rng.randrange(1, len(people) + 1)])],
                "other_staff": rng.choice(("", "", "Ah Fai (helper)", "暑期工一名")),
                "visitors": visitors,
                "sales_count": int(visitors * share * rng.uniform(0.7, 1.3)),
                "other_enquiries": rng.randrange(0, 6) if back else 0,
                "other_compliments": int(rng.random() < 0.25),
                "note": rng.choice(REMARKS) if back else "",
                "hand_over": rng.choice(HANDED_OVER) if rng.random() < 0.45 else "",
            }
            yield shop, back, values


def days(desk):
    rows = list(_rows(desk))
    model = desk.bulk("store.day")
    # the clock of the other histories has listed days that are told here
    model.search([("state", "=", "missing")]).unlink()
    made = model.create([values for _shop, _back, values in rows])
    _check(desk, made, rows)
    open_, closed = model.browse(), model.browse()
    for day, (shop, back, _values) in zip(made, rows, strict=True):
        if UNDER_WAY.get(shop) == back:
            open_ |= day
        elif SHUT.get(shop) == back:
            day.write({"state": "shut", "shut_reason": "Typhoon signal no. 8"})
            day.write({"visitors": 0, "sales_count": 0})
        else:
            closed |= day
    closed._fix_counts()
    closed.write({"state": "closed"})
    _date(desk, made, rows)
    for shop, back in MISSING.items():
        model._list_missing(desk.store(shop), [desk.date(-one) for one in back])


def _check(desk, made, rows):
    """Everything is in order, but for what the table says."""
    wrong = {(shop, back, line): note for shop, back, line, note in NOT_OK}
    lines = {line: desk.ref(f"store_checklist_{line}") for *_x, line, _note in NOT_OK}
    every = made.check_ids
    partly = made.browse()
    for day, (shop, back, _values) in zip(made, rows, strict=True):
        if UNDER_WAY.get(shop) == back:
            partly |= day
    later = partly.check_ids.filtered(lambda check: check.moment == "closing")
    (every - later).write({"result": "ok"})
    for day, (shop, back, _values) in zip(made, rows, strict=True):
        for name, line in lines.items():
            note = wrong.get((shop, back, name))
            if note:
                found = day.check_ids.filtered(lambda one, of=line: one.line_id == of)
                found.write({"result": "not_ok", "note": note})


def _date(desk, made, rows):
    """A log is opened before the shop, and closed after it."""
    desk.env.flush_all()
    for day, (shop, back, values) in zip(made, rows, strict=True):
        people = [desk.user(login).id for login in STAFF[shop]]
        opened = min(moments.at(values["date"], 10.3), desk.today - timedelta(hours=1))
        closed = moments.at(values["date"], 20.6)
        done = day.state == "closed"
        read = done and values["hand_over"] and back > 1
        desk.env.execute_query(
            SQL(
                """UPDATE store_day
                      SET create_date = %s, create_uid = %s,
                          opened_at = %s, opened_by_id = %s,
                          closed_at = %s, closed_by_id = %s,
                          taken_over_at = %s, taken_over_by_id = %s
                    WHERE id = %s RETURNING id""",
                opened,
                people[0],
                opened,
                people[0],
                closed if done else None,
                people[-1] if done else None,
                closed + timedelta(hours=14) if read else None,
                people[0] if read else None,
                day.id,
            )
        )
        desk.env.cr.execute(
            """UPDATE store_day_check SET done_by_id = %s,
                      done_at = CASE WHEN moment = 'opening' THEN %s ELSE %s END
                WHERE day_id = %s AND result IS NOT NULL""",
            (people[0], opened, closed, day.id),
        )
    made.invalidate_recordset()
    made.check_ids.invalidate_recordset()


def incidents(desk):
    rows = []
    for shop, back, hour, kind, grave, what, text, measure in INCIDENTS:
        if back > max(desk.months * 30, 10):
            continue
        at = min(desk.days_ago(back, hour), desk.today)
        values = {
            "name": what,
            "store_id": desk.store(shop).id,
            "happened_at": at,
            "kind": kind,
            "severity": grave,
            "description": text,
        }
        if measure:
            chief = desk.user(desk.chief(shop))
            later = min(at + timedelta(hours=30), desk.today)
            values |= {
                "measure": measure,
                "state": "closed",
                "closed_at": later,
                "closed_by_id": chief.id,
            }
        rows.append(values)
    made = desk.bulk("store.incident").create(rows)
    made.filtered(lambda one: one.state == "closed").activity_ids.unlink()
    desk.date_back(made, "happened_at")


def scripts(desk):
    yield _told(desk)


def _told(desk):
    # after the exchanges, which the days count
    yield desk.hours_ago(3)
    days(desk)
    incidents(desk)
