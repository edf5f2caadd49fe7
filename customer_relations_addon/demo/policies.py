"""What may be promised, what customers expect, and what they get on top."""

from __future__ import annotations

from odoo.fields import Command

from .desk import STAFF, table

MONTH = 30.4
# who has confirmed the policies in force; the others still have to
CONFIRMED = ("clerk", "clerk2", "supervisor", "supervisor_mk", "manager", "director")
IMPACT = {
    "customer_impact": "Collectors are told in time, and a no ends the call. Others "
    "wait no longer than before.",
    "privacy_impact": "Uses name, telephone and what was bought here. Only customers "
    "who agreed to be called.",
}
# how many of the entitled use it in two years
USED = 0.4
NOTES = ("", "", "", "Very pleased.", "即場完成,客人滿意。", "With a cup of tea.")


def policies(desk):
    """One for collectors in force, one that is over, and one in the making."""
    manager = desk.as_user("manager")
    vip = desk.ref("customer_class_vip").ids
    watches = desk.ref("retail_complaint_addon.product_category_watch_demo").id
    regular = desk.ref("customer_class_regular").ids
    collectors, halfyear, spring, _draft = manager["customer.policy"].create(
        [
            {
                "name": "Collectors: a call every two months",
                "class_ids": [Command.set(vip)],
                "categ_id": watches,
                "promise": "First look at limited pieces; kept aside for 48 hours.",
                "no_promise": "A place on a list for a deposit; a resale value.",
                "interval_count": 2,
                "channel": "call",
                "contact_with": "What has come in, and the next service.",
                **IMPACT,
            },
            {
                "name": "Local customers: a word every half year",
                "class_ids": [Command.set(regular)],
                "promise": "Cleaning and a look at the strap, free of charge.",
                "contact_by": "store",
                "interval_count": 6,
                "channel": "visit",
                "contact_with": "Cleaning, opening hours, what has been repaired.",
                **IMPACT,
            },
            {
                "name": "Spring preview: everybody of the list is called",
                "class_ids": [Command.set(vip)],
                "promise": "Two seats, a drink, no sale before noon.",
                "contact_by": "store",
                "interval_count": 3,
                "channel": "letter",
                "date_from": desk.date(-300),
                "date_to": desk.date(-200),
                **IMPACT,
            },
            {
                "name": "Trade customers: a visit every half year",
                "class_ids": [Command.set(desk.ref("customer_class_trade").ids)],
                "promise": "Answer to an offer within two working days.",
                "contact_by": "manager",
                "interval_count": 6,
                "channel": "visit",
            },
        ]
    )
    (collectors | halfyear | spring).action_start()
    spring.action_end()
    running = manager["customer.policy"].search([("state", "=", "running")])
    for login in CONFIRMED:
        running.with_env(desk.as_user(login)).action_confirm()


def expectations(desk):
    manager = desk.as_user("manager")
    classes = desk.ref("customer_class_vip") | desk.ref("customer_class_regular")
    hotel = manager["res.partner.category"].sudo().create({"name": "Hotel Desk"})
    desk.customer(54).sudo().category_id = hotel
    shop, abroad, trade, guests = manager["customer.segment"].create(
        [
            {
                "name": "Customers of the Tsim Sha Tsui shop",
                "store_ids": [Command.set(desk.store("tst").ids)],
                "class_ids": [Command.set(classes.ids)],
                "description": "Buy watches and come back for service.",
            },
            {
                "name": "Visitors from abroad",
                "class_ids": [Command.set(desk.ref("customer_class_tourist").ids)],
                "description": "Here for days; afterwards everything goes by mail.",
            },
            {
                "name": "Trade customers",
                "class_ids": [Command.set(desk.ref("customer_class_trade").ids)],
                "description": "Order in dozens, complain on paper.",
            },
            {
                "name": "Guests sent by hotels",
                "tag_ids": [Command.set(hotel.ids)],
                "description": "Come with a card of the hotel desk.",
            },
        ]
    )
    segments = {"shop": shop, "abroad": abroad, "trade": trade, "desk": guests}
    names = "segment aspect name importance measure expected_score source review"
    rows = []
    for cells in table("expectations", parts=8):
        row = dict(zip(names.split(), cells, strict=True))
        row["segment_id"] = segments[row.pop("segment")].id
        row["review_date"] = desk.date(int(row.pop("review")))
        row["importance"] = int(row["importance"])
        row["expected_score"] = float(row["expected_score"])
        row["source_note"] = "Talks of the shop with twelve customers."
        rows.append(row)
    manager["customer.expectation"].create(rows)


def services(desk):
    """Offer two more services, and let those use them who may."""
    manager = desk.as_user("manager")
    vip = desk.ref("customer_class_vip")
    manager["customer.service"].create(
        [
            {
                "name": "Engraving while you wait",
                "description": "Up to twelve signs, in English or Chinese.",
                "condition": "No hollow pieces.",
                "cost": 85,
            },
            {
                "name": "Delivery home by our own staff",
                "description": "Hong Kong Island and Kowloon, signed for.",
                "class_ids": [Command.set(vip.ids)],
                "max_uses": 6,
                "cost": 210,
            },
            {
                "name": "Red packets with the family name",
                "description": "For the New Year of 2025; the stock is gone.",
                "cost": 12,
                "date_from": desk.date(-700),
                "date_to": desk.date(-640),
            },
        ]
    )
    offered = manager["customer.service"].search([("date_to", "=", False)])
    rows = [row for service in offered for row in _uses(desk, service)]
    uses = desk.bulk("customer.service.use").create(rows)
    desk.date_back(uses, "date")
    _exception(desk, offered.filtered("class_ids")[:1])


def _uses(desk, service):
    """Each customer uses a service once: nothing is used more often than allowed."""
    rng = desk.random("service", service.name)
    entitled = service.class_ids
    for number, (kind, store, login) in desk.known.items():
        own = desk.ref(f"customer_class_{kind}")
        allowed = not entitled or own.id in entitled.ids
        use = rng.random() < USED * (1.5 if kind == "vip" else 0.6)
        if number == "portal" or not allowed or not use or not desk.months:
            continue
        days = 3 + rng.random() * (min(desk.months, 23) * MONTH)
        yield {
            "service_id": service.id,
            "partner_id": desk.customer(number).id,
            "company_id": desk.company_of(store).id,
            "store_id": desk.store(store).id,
            "user_id": desk.user(login or rng.choice(STAFF[store])).id,
            "date": desk.date(-int(days)),
            "note": rng.choice(NOTES),
        }


def _exception(desk, service):
    """The store manager gives a customer what is for others, and says why."""
    head = desk.as_user("supervisor")
    head["customer.service.use"].create(
        {
            "service_id": service.id,
            "partner_id": desk.customer(47).id,
            "store_id": desk.store("tst").id,
            "date": desk.date(-11),
            "exception_reason": "Waited an hour for us last month.",
        }
    )


def scripts(desk):
    yield _told(desk)


def _told(desk):
    yield desk.hours_ago(5.5)
    policies(desk)
    expectations(desk)
    services(desk)
