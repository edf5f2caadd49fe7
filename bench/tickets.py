"""What a person types into a new ticket, the same on both sides."""

import random
from datetime import timedelta

from data.texts import complaint

from odoo import fields


def values(side, env, count: int, seed: int = 0) -> list[dict]:
    """Return the values of so many tickets: same user, team and customers."""
    chance = random.Random(f"{seed}")
    people = env["res.partner"].search([("name", "=like", "Customer %")], limit=200)
    team = env["helpdesk.ticket.team"].search([("name", "=", "Team 1")])
    categories, more = _side(side, env)
    result = []
    for _number in range(count):
        title, text, wish = complaint(chance)
        vals = {
            "name": title,
            "description": text,
            "team_id": team.id,
            "partner_id": chance.choice(people).id,
            "category_id": chance.choice(categories).id,
            **more,
        }
        if side.name == "ours":
            vals["remedy_sought"] = wish
        result.append(vals)
    return result


def _side(side, env):
    categories = env["helpdesk.ticket.category"]
    if side.name == "peer":
        return categories.search([("name", "=like", "Category %")]), {}
    now = fields.Datetime.now()
    # everything that any of the shipped categories asks for
    facts = {
        "store_id": env["retail.store"].search([("code", "=", "B1")]).id,
        "product_id": env["product.product"].search([], limit=1).id,
        "incident_at": now - timedelta(hours=3),
        "purchase_date": now.date() - timedelta(days=30),
        "purchase_ref": "R-1",
        "claimed_amount": 100,
        "partner_phone": "+852 5555 0101",
        "incident_place": "at the till",
        "customer_mood": "calm",
    }
    # a critical case sends its alert to every manager: mail is left out on both sides
    found = categories.search(
        [("is_complaint", "=", True), ("default_severity", "!=", "critical")]
    )
    # free questions are answered in a table of their own, after the case is there
    plain = [
        c.id for c in found.sudo() if all(f.field_name for f in c._required_facts())
    ]
    return categories.browse(plain), facts
