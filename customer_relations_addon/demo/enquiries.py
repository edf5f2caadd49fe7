"""What customers asked for: quoted, confirmed, lost, or still to be answered."""

from __future__ import annotations

from odoo.fields import Command

from odoo.addons.retail_complaint_addon.demo import moments

from .desk import STAFF, table

SELLER = "sales"
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


def _price_in_own_money(desk):
    """The price lists were made before the company was one of Hong Kong."""
    for prices in desk.env["product.pricelist"].sudo().search([]):
        company = prices.company_id
        if company in (desk.company_of("tst"), desk.company_of("macau")):
            prices.currency_id = company.currency_id


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
    _price_in_own_money(desk)
    for row in table("enquiries", parts=7):
        if desk.months * 30 > int(row[3]) or row[5] == "open":
            yield _enquiry(desk, row, reasons)
