"""Who the customers are: class, home store, what is known of them, what they wish."""

from __future__ import annotations

from dateutil.relativedelta import relativedelta

from odoo import fields

from .desk import STAFF, table

# number: home store, who looks after the customer
VIPS = {
    2: ("tst", "clerk"),
    9: ("tst", "supervisor"),
    12: ("cwb", "clerk2"),
    15: ("tst", "clerk3"),
    20: ("mk", "clerk_mk"),
    28: ("tst", "clerk"),
    38: ("cwb", "supervisor2"),
    41: ("tst", "clerk3"),
    44: ("cwb", "clerk2"),
    45: ("mk", "supervisor_mk"),
    49: ("tst", "supervisor"),
    56: ("web", "eshop"),
    61: ("macau", "clerk_macau"),
    62: ("macau", "director"),
}
TRADE = {59: ("tst", "manager"), 60: ("tst", "manager")}
TOURISTS = (26, 27, 30, 32, 34, 35, 36, 50, 51, 52, 53, 54, 55, 57, 58)
# They bought once and were never spoken with since.
QUIET = tuple(range(228, 236))
REGULARS = tuple(
    n for n in (*range(1, 26), 39, 40, 42, 43, 46, 47, 48, *range(63, 106), *QUIET)
)
WEIGHTS = {"tst": 9, "cwb": 6, "mk": 5, "web": 2}
LONG_AGO = 430
WARRANTY = relativedelta(years=2)
SERVICE = relativedelta(years=5)


def known(desk):
    """Return {number: (class, home store, login of the salesperson or none)}."""
    rng = desk.random("classes")
    found = {number: ("vip", *home) for number, home in VIPS.items()}
    found |= {number: ("trade", *home) for number, home in TRADE.items()}
    for name, numbers in (("tourist", TOURISTS), ("regular", REGULARS)):
        for number in numbers:
            store = rng.choices(list(WEIGHTS), WEIGHTS.values())[0]
            login = rng.choice(STAFF[store]) if name == "regular" else None
            found.setdefault(number, (name, store, login))
    return found | {"portal": ("regular", "tst", "clerk")}


def classes(desk):
    """Give the customers their class, home store and salesperson; one write a group."""
    groups = {}
    for number, place in desk.known.items():
        groups.setdefault(place, []).append(number)
    partners = desk.bulk("res.partner")
    for (name, store, login), numbers in groups.items():
        people = partners.union(*(_person(desk, number) for number in numbers))
        people.with_env(partners.env).write(
            {
                "customer_class_id": desk.ref(f"customer_class_{name}").id,
                "customer_store_id": desk.store(store).id,
                "user_id": desk.user(login).id if login else False,
            }
        )


def _person(desk, number):
    if number == "portal":
        return desk.ref("partner_customer_demo")
    return desk.customer(number)


def verified(desk):
    """The data of most were gone through with them, of some long ago."""
    rng = desk.random("verified")
    partners = desk.bulk("res.partner")
    for login, numbers in (
        ("clerk", (2, 9, 15, 41, 1, 3, 5)),
        ("clerk2", (12, 38, 44, 8, 10)),
        ("clerk_mk", (20, 45, 16, 18)),
        ("supervisor", (49, 59, 13, 21)),
    ):
        for number in numbers:
            days = rng.choice((12, 35, 80, 200, LONG_AGO))
            partner = desk.customer(number).with_env(partners.env)
            partner.write(
                {
                    "last_verified_at": desk.shop_moment(days, rng),
                    "last_verified_by_id": desk.user(login).id,
                }
            )


def facts(desk):
    rows = []
    for number, kind, key, value, when, marks, source in table("facts", parts=7):
        days, date = when, False
        if when.startswith("+"):
            ahead, years = map(int, when[1:].split(","))
            date = desk.date(ahead) - relativedelta(years=years)
            days = ahead * 7 % 300 + 20
        _class, store, login = desk.known[int(number)]
        user = desk.user(login or STAFF[store][0])
        rows.append(
            {
                "partner_id": desk.customer(number).id,
                "company_id": desk.company_of(store).id,
                "kind": kind,
                "key": key or False,
                "value": value,
                "date": date,
                "important": "!" in marks,
                "sensitive": "*" in marks,
                "source": source,
                "verified_at": desk.date(-int(days)),
                "verified_by_id": user.id,
            }
        )
    made = desk.bulk("customer.fact").create(rows)
    desk.date_back(made, "verified_at", "verified_by_id")


def _product(desk, word):
    name = f"retail_complaint_addon.product_{word}_demo"
    return desk.env.ref(name, raise_if_not_found=False) if word.isascii() else None


def wishes(desk):
    rng = desk.random("wishes")
    rows = []
    for number, what, most, state, ahead, note in table("wishes", parts=6):
        _class, store, login = desk.known[int(number)]
        product = _product(desk, what)
        rows.append(
            {
                "partner_id": desk.customer(number).id,
                "company_id": desk.company_of(store).id,
                "store_id": desk.store(store).id,
                "user_id": desk.user(login or STAFF[store][0]).id,
                "product_id": product.id if product else False,
                "name": product.display_name if product else what,
                "budget": float(most),
                "state": state,
                "wanted_by": desk.date(int(ahead)) if ahead else False,
                "note": note,
            }
        )
    made = desk.bulk("customer.wish").create(rows)
    for wish in made:
        moment = desk.shop_moment(rng.randrange(10, 160), rng)
        desk.env.cr.execute(
            "UPDATE customer_wish SET create_date = %s, create_uid = user_id"
            " WHERE id = %s",
            (moment, wish.id),
        )


def collections(desk):
    """What VIPs own, and what the others have complained about."""
    free = _free_lots(desk)
    rows = []
    for number, what, days, place, serial in table("collections", parts=5):
        _class, home, _login = desk.known[int(number)]
        product = _product(desk, what)
        lots = free.get(product.id, []) if product and home != "macau" else []
        ours = place in STAFF
        bought = desk.date(-int(days))
        row = {
            "partner_id": desk.customer(number).id,
            "company_id": desk.company_of(home).id,
            "bought_on": bought,
            "store_id": desk.store(place).id if ours else False,
            "bought_elsewhere": False if ours else place,
            "warranty_end": bought + WARRANTY if ours else False,
            "next_service": bought + SERVICE if ours else False,
        }
        if product:
            # serial numbers belong to the company that bought the piece
            lot = lots.pop().id if lots else False
            row |= {"product_id": product.id, "lot_id": lot}
        else:
            row |= {"name": what, "serial": serial or False}
        rows.append(row)
    rows[3]["owned_until"] = desk.date(-90)
    rows[3]["note"] = "Given to his son"
    pieces = desk.bulk("customer.ownership")
    pieces.create(rows)
    desk.env.flush_all()
    pieces.create(_complained_of(desk))


def _free_lots(desk):
    """Return {product: serial numbers nobody owns or has complained about}."""
    lots = desk.env["stock.lot"]
    taken = desk.env["helpdesk.ticket"].sudo().search([("lot_id", "!=", False)]).lot_id
    domain = [
        ("id", "not in", taken.ids),
        ("company_id", "=", desk.ref("base.main_company").id),
    ]
    if "owner_id" in lots._fields:
        domain.append(("owner_id", "=", False))
    found = lots.sudo().search(domain, order="id")
    return {
        product.id: list(own) for product, own in found.grouped("product_id").items()
    }


def _complained_of(desk):
    """Return what the last customer of each serial number has in the collection."""
    held = desk.env["customer.ownership"].sudo().search([]).lot_id.ids
    desk.env.cr.execute(
        """SELECT DISTINCT ON (ticket.lot_id) ticket.lot_id, ticket.partner_id,
                  ticket.company_id, ticket.purchase_date AS bought_on,
                  CASE WHEN store.kind IN ('shop', 'online') THEN store.id
                       END AS store_id
             FROM helpdesk_ticket ticket
             JOIN res_partner partner ON partner.id = ticket.partner_id
        LEFT JOIN retail_store store ON store.id = ticket.store_id
            WHERE ticket.lot_id IS NOT NULL AND ticket.lot_id <> ALL(%s)
              AND ticket.is_complaint AND ticket.purchase_date IS NOT NULL
              AND NOT partner.is_company
         ORDER BY ticket.lot_id, ticket.received_at DESC
            LIMIT 90""",
        (held,),
    )
    rows = desk.env.cr.dictfetchall()
    lots = desk.env["stock.lot"].sudo().browse([row["lot_id"] for row in rows])
    owned = "owner_id" in lots._fields
    today = desk.date()
    result = []
    for row, lot in zip(rows, lots, strict=True):
        if owned and lot.owner_id and lot.owner_id.id != row["partner_id"]:
            continue
        bought = fields.Date.to_date(row["bought_on"])
        if bought > today:
            continue
        row |= {"warranty_end": bought + WARRANTY, "next_service": bought + SERVICE}
        result.append(row)
    return result


def scripts(desk):
    yield _told(desk)


def _told(desk):
    yield desk.hours_ago(6)
    classes(desk)
    verified(desk)
    facts(desk)
    wishes(desk)
    collections(desk)
