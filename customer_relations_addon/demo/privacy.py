"""Who agreed to what, who took it back, and what people asked about their data."""

from __future__ import annotations

from datetime import timedelta

from .desk import STAFF

OFFICER = "compliance"
# share of the customers who were asked, and what they said
ASKED = {"vip": 1.0, "regular": 0.7, "trade": 1.0, "tourist": 0.35}
CHANNELS = {
    "all": ("email", "phone", "sms", "post", "social"),
    "mail": ("email",),
    "call": ("phone", "sms"),
    "paper": ("post",),
}
# source | state | channels | evidence, and how often
SAID = (
    ("written", "given", "all", "Member form, signed at the counter", 30),
    ("online", "given", "mail", "Ticked on the web form", 26),
    ("written", "given", "paper", "會員表格,店內簽署", 12),
    ("email", "given", "mail", "Reply to our mail of welcome", 8),
    ("written", "refused", "all", "Left the box empty and said so", 9),
    ("online", "refused", "call", "Online form", 6),
)
# customer | days ago | channels | source | evidence
WITHDRAWN = (
    (21, 30, "call", "oral", "要求只收短訊"),
    (41, 70, "call", "email", "“Mails only, please.”"),
    (3, 15, "all", "online", "Link in the newsletter"),
    (51, 90, "mail", "online", "Link in the newsletter"),
    (8, 140, "all", "written", "信件存檔"),
)
# customer | days ago | what was said; confirmed in writing or still to be
ORAL = ((49, 120, True), (20, 60, True), (12, 6, False), (44, 11, False))
DETAILS = {
    "access": "All data you hold about me, please, also what your staff wrote down.",
    "erasure": "I have moved abroad for good. Please delete everything.",
    "correction": "我的電話號碼改了,舊號碼請刪除。",
    "objection": "请不要再给我寄资料。",
}


def consents(desk):
    """Write down what customers said, in the order of time."""
    purposes = desk.env["customer.purpose"]._find(
        "marketing", desk.ref("base.main_company")
    )
    rows = []
    weights = [row[-1] for row in SAID]
    for number, (kind, store, login) in desk.known.items():
        rng = desk.random("consent", number)
        if number == "portal" or not desk.months or rng.random() > ASKED[kind]:
            continue
        source, state, how, evidence, _often = rng.choices(SAID, weights)[0]
        days = 150 + rng.randrange(max(desk.months * 30 - 140, 10))
        rows.append((days, number, store, login, state, how, source, evidence))
    for number, days, how, source, evidence in WITHDRAWN:
        _kind, store, login = desk.known[number]
        before = "Member form, signed at the counter"
        rows.append((700, number, store, login, "given", how, "written", before))
        rows.append((days, number, store, login, "withdrawn", how, source, evidence))
    spoken = {}
    for number, days, confirmed in ORAL:
        _kind, store, login = desk.known[number]
        spoken[number] = confirmed
        said = "Said at the counter, in front of a colleague"
        rows.append((days, number, store, login, "given", "call", "oral", said))
    for days, number, store, login, state, how, source, evidence in sorted(
        rows, key=lambda row: -row[0]
    ):
        _say(desk, purposes, (number, store, login, days), state, how, source, evidence)
    _confirm(desk, [number for number, confirmed in spoken.items() if confirmed])


def _say(desk, purpose, who, state, how, source, evidence):
    number, store, login, days = who
    rng = desk.random("said", number, days)
    env = desk.acting(login or STAFF[store][0], store)
    env["customer.consent"]._record(
        desk.customer(number),
        purpose.with_env(env),
        CHANNELS[how],
        state,
        source,
        evidence=evidence,
        store=desk.store(store).with_env(env),
        at=desk.shop_moment(days, rng, store),
    )


def _confirm(desk, numbers):
    """What was only said has been confirmed in writing, within 14 days."""
    for number in numbers:
        _kind, store, login = desk.known[number]
        said = (
            desk.env["customer.consent"]
            .sudo()
            .search(
                [("partner_id", "=", desk.customer(number).id), ("source", "=", "oral")]
            )
        )
        said.with_env(desk.acting(login, store)).action_confirm_in_writing()
        said._trusted().write({"confirmed_at": said[0].at + timedelta(days=3)})


def _request(desk, by, number, kind, **values):
    customer = desk.customer(number)
    details = values.pop("details", DETAILS[kind])
    request = desk.as_user(by)["customer.privacy.request"].create(
        {"partner_id": customer.id, "kind": kind, "details": details, **values}
    )
    return request.with_env(desk.as_user(OFFICER))


def _answered_in_time(desk):
    """Everything is put into a file and handed over on day 24 of 40."""
    yield desk.days_ago(66, 15.2)
    request = _request(desk, "clerk", 55, "access")
    yield desk.days_ago(63, 10.5)
    request.user_id = request.env.user
    request.action_identify("Passport shown in a video call; no copy kept.")
    yield desk.days_ago(44, 16.0)
    request.fee = 120
    request.fee_paid_at = desk.date()
    yield desk.days_ago(42, 11.0)
    _export(desk, request)
    request.action_answer("The file with everything we hold was handed over.")
    yield desk.days_ago(30, 11.0)
    request.action_close()


def _export(desk, request):
    """Note what was in the file; the file itself was deleted after 30 days."""
    contacts, person = request._keys()
    found = request.env["customer.privacy.finder"]._find(contacts, person)
    counts = {name: len(hit.every) for name, hit in found.items() if hit.every}
    values = {
        "request_id": request.id,
        "user_id": request.env.uid,
        "made_at": desk.now,
        "record_count": sum(counts.values()),
        "model_count": len(counts),
        "summary": counts,
    }
    export = request.env["customer.privacy.export"].sudo()._trusted().create(values)
    log = request.env["customer.access.log"]
    for kind in ("made", "export"):
        log._write_down(export, kind)
    _date_log(desk)


def _date_log(desk):
    """The log takes the time of the database, which knows nothing of the past."""
    desk.env.cr.execute(
        "UPDATE customer_access_log SET at = %s WHERE at > %s",
        (desk.now, desk.now + timedelta(minutes=1)),
    )


def _refused(desk):
    """Somebody who could not show who they are."""
    yield desk.days_ago(88, 12.0)
    request = _request(
        desk, "supervisor2", 43, "access", details="Sent from another address."
    )
    yield desk.days_ago(60, 12.0)
    request.action_refuse(
        "identity", "Two letters asked for proof; none came. The right stays."
    )


def _not_erased(desk):
    """A customer with an open case: the reason is written down, and kept."""
    yield desk.days_ago(35, 12.0)
    request = _request(desk, "clerk", 57, "erasure")
    yield desk.days_ago(31, 15.0)
    request.action_identify("Showed his identity card at the counter.")
    yield desk.days_ago(30, 15.0)
    request.action_refuse("needed", "His complaint is not closed: afterwards, gladly.")


def _near_its_end(desk):
    """Day 37 of 40, and the file is not made yet."""
    yield desk.days_ago(37, 16.0)
    request = _request(desk, "clerk2", 39, "access")
    yield desk.days_ago(28, 10.0)
    request.action_identify("Came to Causeway Bay with his identity card.")
    request.user_id = request.env.user


def _too_late(desk):
    """Nobody has looked at it for 43 days."""
    yield desk.days_ago(43, 19.0)
    _request(desk, "clerk_mk", 16, "correction")


def _corrected(desk):
    yield desk.days_ago(51, 13.0)
    request = _request(desk, "clerk", 5, "correction")
    yield desk.days_ago(49, 13.0)
    request.action_identify("Called back on the old number, answered three questions.")
    request.action_answer("電話號碼已更改,舊號碼已刪除。")


def _objected(desk):
    yield desk.days_ago(26, 13.0)
    request = _request(desk, "eshop", 35, "objection")
    yield desk.days_ago(25, 13.0)
    request.action_identify("Wrote from the address we have.")
    request.action_answer("已停止寄送。")
    request._end_marketing()


def _erased(desk):
    """Somebody nobody knows any more: only the numbers are left."""
    yield desk.days_ago(58, 12.0)
    person = (
        desk.env["res.partner"]
        .sudo()
        .create(
            {
                "name": "Winifred Ashdown",
                "email": "winifred.ashdown@example.com",
                "phone": "+44 7700 900461",
                "customer_class_id": desk.ref("customer_class_tourist").id,
            }
        )
    )
    desk.bulk("customer.exchange").create(
        {
            "partner_id": person.id,
            "company_id": desk.ref("base.main_company").id,
            "store_id": desk.store("tst").id,
            "user_id": desk.user("clerk").id,
            "kind": "visit",
            "date": desk.now,
            "subject": "Miss Ashdown looked at pearls",
        }
    )
    request = desk.as_user("clerk")["customer.privacy.request"].create(
        {
            "partner_id": person.id,
            "kind": "erasure",
            "details": DETAILS["erasure"],
        }
    )
    request = request.with_env(desk.as_user(OFFICER))
    yield desk.days_ago(54, 12.0)
    request.action_identify("Wrote from the address we have, and called.")
    erasure = request.env["customer.erasure"]._start(request)
    erasure.action_ask()
    yield desk.days_ago(53, 12.0)
    erasure.with_env(desk.as_user("manager")).action_approve()
    _date_log(desk)


def _waits(desk):
    """The officer has asked; a manager has not agreed yet."""
    yield desk.days_ago(8, 12.0)
    number = _without_case(desk)
    request = _request(desk, "clerk", number, "erasure")
    yield desk.days_ago(6, 12.0)
    request.action_identify("Showed a driving licence.")
    erasure = request.env["customer.erasure"]._start(request)
    erasure.action_ask()


def _without_case(desk):
    """Return a customer who has never complained and owns nothing we repair."""
    tickets = desk.env["helpdesk.ticket"].sudo()
    for number in range(262, 105, -1):
        partner = desk.customer(number)
        repairs = desk.env.get("repair.order")
        busy = tickets.search_count([("partner_id", "=", partner.id)], limit=1)
        if repairs is not None:
            domain = [("partner_id", "=", partner.id)]
            busy = busy or repairs.sudo().search_count(domain, limit=1)
        if not busy:
            return number
    raise AssertionError("Every customer of the demo has complained.")


def _opened(desk):
    """The privacy officer reads sensitive facts, which is logged."""
    yield desk.hours_ago(2.5)
    facts = desk.as_user(OFFICER)["customer.fact"]
    facts.search([("sensitive", "=", True)], limit=3).read(["value"])


def _agreed(desk):
    yield desk.hours_ago(4.5)
    consents(desk)


def _retained(desk):
    """Two visits of former years: one is emptied, the other one asks for the data."""
    yield desk.days_ago(3, 12.0)
    visits = desk.bulk("customer.exchange").create(
        [
            {
                "partner_id": desk.customer(number).id,
                "company_id": desk.ref("base.main_company").id,
                "store_id": desk.store("tst").id,
                "user_id": desk.user("clerk").id,
                "kind": "visit",
                "date": desk.now - timedelta(days=800),
                "subject": "Had a strap shortened",
            }
            for number in (39, 61)
        ]
    )
    rule = desk.ref("data_recycle_visits")
    admin = desk.ref("base.user_admin")
    rows = desk.env["data_recycle.record"].with_user(admin).sudo(False)
    rows = rows.create(
        [{"res_id": visit.id, "recycle_model_id": rule.id} for visit in visits]
    )
    rows.action_validate()


def scripts(desk):
    yield _near_its_end(desk)
    yield _too_late(desk)
    yield _waits(desk)
    yield _agreed(desk)
    yield _opened(desk)
    yield _retained(desk)
    if desk.months:
        past = (_answered_in_time, _refused, _not_erased, _corrected, _objected)
        for script in (*past, _erased):
            yield script(desk)
