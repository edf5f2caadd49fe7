"""Pieces that were sold in two years: the same batch has the same faults."""

from __future__ import annotations

PIECES = 260
PREFIX = "JQ"
# Sold more often than the others.
FAVOURITES = {"worn_gilt": 6, "steel_stud": 5, "abacus": 4, "rope": 3, "studs": 3}
BATCHES_A_YEAR = 4


def sell(desk, months):
    """Make the serial numbers of what was sold; return them by product name."""
    rng = desk.random("pieces")
    products = _products(desk)
    names = list(products)
    company = desk.ref("base.main_company")
    days = max(months, 3) * 30
    rows = []
    for number in range(PIECES):
        name = rng.choices(names, [FAVOURITES.get(one, 1) for one in names])[0]
        back = rng.randrange(20, days + 120)
        code = products[name].default_code.partition("-")[2]
        made = desk.date(-back - 60)
        batch = f"{code}/{made:%y}-{made.month * BATCHES_A_YEAR // 13 + 1}"
        values = {
            "name": f"{PREFIX}{200000 + number * 13}",
            "product_id": products[name].id,
            "company_id": company.id,
            "production_batch": batch,
        }
        rows.append((name, desk.date(-back), values))
    lots = desk.env["stock.lot"].with_context(tracking_disable=True)
    made = lots.create([values for _name, _day, values in rows])
    sold = {}
    for (name, day, _values), lot in zip(rows, made, strict=True):
        sold.setdefault(name, []).append((day, lot))
    return sold


def _products(desk):
    """The jewellery of this addon's catalogue."""
    data = desk.env["ir.model.data"].search(
        [
            ("module", "=", desk.addon),
            ("model", "=", "product.product"),
            ("name", "=like", "product_%_demo"),
        ]
    )
    products = desk.env["product.product"]
    return {
        one.name.removeprefix("product_").removesuffix("_demo"): products.browse(
            one.res_id
        )
        for one in data.sorted("id")
    }
