"""What shops hand to sales and the workshop, and what came of it."""

from __future__ import annotations

from datetime import timedelta

from .desk import table

SALES, WORKSHOP = "sales", "manager"
WORDS = {
    "service": "爪位已執好,免費。",
    "nothing": "The price was too high for him.",
    "returned": "We need the paper of the purchase first.",
}


def _handed(desk, row):
    number, target, word, days, by, what, note, end = row
    yield desk.days_ago(int(days), 16.5)
    _class, store, _login = desk.known[int(number)]
    product = desk.env.ref(f"retail_complaint_addon.product_{word}_demo")
    receiver = SALES if target == "sales" else WORKSHOP
    given = desk.acting(by, store)["customer.handover"].create(
        {
            "name": what,
            "note": note,
            "target": target,
            "partner_id": desk.customer(int(number)).id,
            "store_id": desk.store(store).id,
            "to_store_id": False if target == "sales" else desk.store("ws").id,
            "user_id": desk.user(receiver).id,
            "product_id": product.id,
        }
    )
    if end == "open":
        return
    yield desk.now + timedelta(hours=4)
    mine = given.with_env(desk.as_user(receiver))
    mine.action_take()
    if end == "taken":
        return
    yield desk.now + timedelta(hours=30)
    if end == "returned":
        mine._hand_back(WORDS[end])
        return
    if end in ("quotation", "order"):
        # the enquiry the customer has there already
        mine.lead_id = mine.env["crm.lead"].search(
            [("partner_id", "=", mine.partner_id.id), ("order_ids", "!=", False)],
            limit=1,
        )
        orders = mine.lead_id.order_ids
        end = "order" if "sale" in orders.mapped("state") else "quotation"
        end = end if orders else "nothing"
    mine._finish(end, WORDS.get(end, "As agreed with the customer."))


def scripts(desk):
    for row in table("handovers", parts=8):
        if desk.months or row[-1] in ("open", "taken"):
            yield _handed(desk, row)
