"""What customers asked for: quoted, confirmed, lost, or still to be answered."""

from __future__ import annotations

from datetime import timedelta

from odoo.fields import Command

from odoo.addons.retail_complaint_addon.demo import moments

from .desk import STAFF, table

SELLER = "sales"
# customer | asked for | product | days ago | in words | became | hours to the quotation
ASKED = """
 9 | stock | observatory | 2 | Panda dial for a collector | open |
20 | product | feicui | 3 | 壽禮翡翠,要有證書 | open |
61 | product | pearl | 2 | 金婚:南洋珠項鏈 | open |
56 | product | meridian | 5 | Blue Meridian, shipped to Singapore | quoted | 22
12 | product | sapphire | 8 | 藍寶石戒指,先睇裸石 | quoted | 30
59 | order | mantel | 6 | Two dozen mantel clocks, engraved | quoted | 40
49 | product | solitaire | 9 | Solitaire for the daughter | quoted | 5
 2 | order | solitaire | 14 | 玫瑰金情侶對戒 | confirmed | 9
38 | product | eternity | 33 | Eternity band HK 12 | confirmed | 3
41 | price | kowloon | 40 | Price of the Kowloon GMT by mail | lost | 50
28 | product | regent | 55 | 限量款等候名单 | quoted | 70
45 | valuation | observatory | 61 | Valuation of a chronograph | lost |
15 | product | tidewater | 64 | 女兒畢業禮物 | confirmed | 4
62 | product | hoops | 70 | Nickel-free hoops | open |
42 | price | tidewater | 77 | Diver with the orange strap | confirmed | 26
 3 | product | tidewater | 88 | 潛水錶 | quoted | 12
 8 | stock | perle | 95 | 細錶面女裝錶 | confirmed | 2
39 | trade_in | pulse | 101 | Trade-in of a smart watch | lost | 60
44 | product | pearl | 118 | Pearl strand for an evening | lost | 33
18 | product | charm | 130 | 銀手鏈生日禮物 | confirmed | 1
52 | product | perle | 141 | Watch for a thin wrist | confirmed | 1
34 | price | observatory | 160 | 询价并邮寄上海 | lost | 80
60 | order | bangle | 188 | Forty bangles with assay report | confirmed | 44
47 | order | bangle | 205 | Engraved bangle | confirmed | 18
 5 | order | solitaire | 230 | 訂造婚戒 | confirmed | 52
50 | product | meridian | 262 | Meridian, receipt for the customs | confirmed | 6
10 | product | pearl | 300 | 珍珠項鏈 | lost | 28
21 | repair | kowloon | 330 | GMT 保養報價 | confirmed | 15
27 | product | bangle | 365 | 龙凤镯一对 | confirmed | 7
16 | product | hoops | 410 | 18K 耳環 | confirmed | 3
43 | price | eternity | 450 | Band with a second stone | lost | 64
 1 | product | meridian | 500 | 生日手錶 | confirmed | 10
13 | other | | 540 | 帶膠錶帶換皮帶 | lost |
"""
REASONS = {
    "Too expensive": (10, 34, 39),
    "Bought elsewhere": (41, 44, 43),
    "Quotation came too late": (45, 13),
}
CONFIRMED_AFTER = (6, 90)


def _enquiry(desk, row, reasons):
    number, kind, word, days, words, end, hours = row
    rng = desk.random("enquiry", number, days)
    _class, store, login = desk.known[int(number)]
    login = login or STAFF[store][0]
    yield desk.shop_moment(int(days), rng, store)
    product = f"retail_complaint_addon.product_{word}_demo"
    customer = desk.customer(int(number))
    lead = desk.acting(login, store)["crm.lead"].create(
        {
            "name": words,
            "type": "opportunity",
            "partner_id": customer.id,
            "company_id": desk.company_of(store).id,
            "enquiry_kind": kind,
            "product_id": desk.env.ref(product).id if word else False,
            "store_id": desk.store(store).id,
            "user_id": desk.user(login).id,
            "expected_revenue": desk.env.ref(product).list_price if word else 0,
        }
    )
    order = None
    if hours:
        yield moments.later(desk.now, "shop", rng, hours=int(hours))
        order = _quotation(desk, lead, rng)
        order.action_quotation_sent()
    if end == "confirmed":
        yield moments.later(
            desk.now, "shop", rng, hours=rng.randrange(*CONFIRMED_AFTER)
        )
        order.action_confirm()
        lead.sudo().action_set_won()
    elif end == "lost":
        yield moments.later(desk.now, "shop", rng, days=rng.randrange(3, 12))
        reason = reasons[int(number)]
        lead.action_set_lost(lost_reason_id=reason.id)
        if order:
            order._action_cancel()


def _quotation(desk, lead, rng):
    """Sales writes the quotation, with a discount for some."""
    sales = desk.as_user(SELLER)
    pieces = 24 if lead.enquiry_kind == "order" and rng.random() < 0.4 else 1
    line = {
        "product_id": lead.product_id.id,
        "product_uom_qty": pieces,
        "discount": rng.choice((0, 0, 5, 10)),
    }
    return sales["sale.order"].create(
        {
            "partner_id": lead.partner_id.id,
            "company_id": lead.company_id.id,
            "opportunity_id": lead.id,
            "validity_date": desk.date(30),
            "order_line": [Command.create(line)],
        }
    )


def _reasons(desk):
    known = desk.env["crm.lost.reason"].sudo()
    found = {}
    for name, numbers in REASONS.items():
        reason = known.search([("name", "=", name)], limit=1)
        reason = reason or known.create({"name": name})
        found |= dict.fromkeys(numbers, reason)
    return found


def scripts(desk):
    reasons = _reasons(desk)
    for row in table(ASKED, parts=7):
        if desk.months * 30 > int(row[3]) or row[5] == "open":
            yield _enquiry(desk, row, reasons)
