"""Many complaints in little time: rows straight into the tables, by COPY.

Only for measuring: none of our checks runs here.
"""

import io
import random
from datetime import datetime, timedelta

from texts import complaint

from odoo.addons.retail_complaint_addon.rules import tokens

SEED = 19
BATCH = 20_000
STORES, PRODUCTS, CUSTOMERS = 60, 300, 2_000
COLUMNS = (
    "id",
    "company_id",
    "number",
    "name",
    "description",
    "remedy_sought",
    "is_complaint",
    "active",
    "received_at",
    "create_date",
    "store_id",
    "product_id",
    "category_id",
    "cause_id",
    "partner_id",
    "commercial_partner_id",
    "stage_id",
    "round",
    "nature",
    "severity",
    "handling",
)
KINDS = {"store": "store_id", "product": "product_id", "category": "category_id"}
KINDS["cause"] = "cause_id"


def make(env, count: int) -> list[int]:
    """Fill the database with ``count`` complaints; return their ids."""
    chance = random.Random(SEED)
    places = _catalogue(env)
    ids = []
    while len(ids) < count:
        ids += _batch(env, min(BATCH, count - len(ids)), chance, places)
    for table in ("helpdesk_ticket", "complaint_fingerprint"):
        env.cr.execute(f"ANALYZE {table}")
    env.cr.commit()
    env.registry.clear_cache()
    env.invalidate_all()
    return ids


def _catalogue(env) -> dict[str, list[int]]:
    company = env.company
    stores = env["retail.store"].create(
        [
            {"name": f"Store {n}", "code": f"B{n}", "company_id": company.id}
            for n in range(STORES)
        ]
    )
    products = env["product.product"].create(
        [{"name": f"Article {n}", "list_price": 100 + n} for n in range(PRODUCTS)]
    )
    customers = env["res.partner"].create(
        [{"name": f"Customer {n}"} for n in range(CUSTOMERS)]
    )
    categories = env["helpdesk.ticket.category"].search([("is_complaint", "=", True)])
    causes = env["complaint.cause"].search([]) or env["complaint.cause"].create(
        [{"name": f"Cause {n}"} for n in range(20)]
    )
    stages = env["helpdesk.ticket.stage"].search([("closed", "=", False)], limit=1)
    env.flush_all()
    return {
        "company_id": company.ids,
        "store_id": stores.ids,
        "product_id": products.ids,
        "category_id": categories.ids,
        "cause_id": causes.ids,
        "partner_id": customers.ids,
        "stage_id": stages.ids,
    }


def _batch(env, count, chance, places) -> list[int]:
    env.cr.execute(
        "SELECT nextval('helpdesk_ticket_id_seq') FROM generate_series(1, %s)", [count]
    )
    ids = [id_ for (id_,) in env.cr.fetchall()]
    now = datetime(2026, 11, 1)
    tickets, prints = [], []
    for id_ in ids:
        title, text, wish = complaint(chance)
        row = {name: chance.choice(known) for name, known in places.items()}
        if chance.random() < 0.4:
            row["cause_id"] = None
        row.update(
            id=id_,
            number=f"B{id_:09d}",
            name=title,
            description=text,
            remedy_sought=wish,
            is_complaint=True,
            active=True,
            received_at=now - timedelta(minutes=chance.randrange(2_000_000)),
            create_date=now,
            commercial_partner_id=row["partner_id"],
            round=1,
            nature="product",
            severity="moderate",
            handling="on_site",
        )
        tickets.append([row[name] for name in COLUMNS])
        prints.append(_fingerprint(id_, row))
    _copy(env, "helpdesk_ticket", COLUMNS, tickets)
    _copy(env, "complaint_fingerprint", ("ticket_id", "tokens", "words"), prints)
    return ids


def _fingerprint(id_, row) -> tuple:
    """What the desk itself would store, see ``complaint.fingerprint``."""
    text = f"{row['name']} {tokens.plain(row['description'])} {row['remedy_sought']}"
    words = tokens.numbers(tokens.words(text))
    facts = [tokens.fact(kind, row[name]) for kind, name in KINDS.items() if row[name]]
    found = ",".join(map(str, sorted({*words, *facts})))
    return id_, f"{{{found}}}", len(words)


def _copy(env, table, columns, rows) -> None:
    text = io.StringIO()
    for row in rows:
        text.write("\t".join(_cell(value) for value in row) + "\n")
    text.seek(0)
    names = ", ".join(f'"{name}"' for name in columns)
    env.cr.copy_expert(f"COPY {table} ({names}) FROM STDIN", text)


def _cell(value) -> str:
    if value is None:
        return "\\N"
    return str(value).replace("\\", "\\\\").replace("\t", " ").replace("\n", " ")
