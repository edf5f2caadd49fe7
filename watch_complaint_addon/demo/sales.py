"""What was sold in two years: complaints are counted against it."""

from __future__ import annotations

from datetime import timedelta

WATCHES = 1800
STORES = {"tst": 38, "mk": 24, "web": 20, "cwb": 18}
PREFIX = "HT"
# Sold more often than their price says.
FAVOURITES = {"pacer": 3, "shelf": 3, "metro": 2, "tidewater": 2, "meridian": 2}


def sell(desk, months):
    """Add what was sold; the catalogue gets its sales at the end, as the cases say.

    :return: {name of the product: [serial numbers that were sold]}
    """
    days = max(months, 3) * 30
    products = _products(desk)
    sold = {name: [] for name in products}
    rng = desk.random("sales")
    names = list(products)
    weights = [_weight(products[name], name) for name in names]
    company = desk.ref("base.main_company")
    values, owners = [], []
    for number in range(WATCHES):
        name = rng.choices(names, weights)[0]
        day = desk.date(-rng.randrange(5, days + 200))
        owners.append(name)
        values.append(
            {
                "name": f"{PREFIX}{100000 + number * 7}",
                "product_id": products[name].id,
                "company_id": company.id,
                "sold_on": day,
                "warranty_start": day,
                "sold_store_id": _store(desk, rng).id,
                "warranty_card": f"{number * 7919 % 10**7:07d}",
                "selling_dealer": company.name,
            }
        )
    lots = desk.env["stock.lot"].with_context(tracking_disable=True)
    for name, lot in zip(owners, lots.create(values), strict=True):
        sold[name].append(lot)
    return sold


def _products(desk):
    data = desk.env["ir.model.data"].search(
        [("model", "=", "product.product"), ("name", "=like", "product_%_demo")]
    )
    products = {
        one.name.removeprefix("product_").removesuffix("_demo"): desk.env[
            "product.product"
        ].browse(one.res_id)
        for one in data.sorted("id")
    }
    return {name: one for name, one in products.items() if one.watch_ok}


def _weight(product, name):
    """Cheap watches are sold more often."""
    return FAVOURITES.get(name, 1) * 10 / max(product.list_price, 400) ** 0.5


def _store(desk, rng):
    name = rng.choices(list(STORES), list(STORES.values()))[0]
    return desk.ref(f"store_{name}_demo")


def belongs_to(desk):
    """A watch that is complained about was sold when the first case says."""
    cases = desk.env["helpdesk.ticket"].search(
        [
            ("lot_id.product_id.watch_ok", "=", True),
            ("purchase_date", "!=", False),
        ],
        order="received_at desc",
    )
    for case in cases:
        case.lot_id.with_context(tracking_disable=True).write(
            {
                "sold_on": case.purchase_date,
                "warranty_start": case.purchase_date,
                "sold_store_id": case.lot_id.sold_store_id.id or case.store_id.id,
                "owner_id": case.partner_id.id,
            }
        )
    _sell_catalogue(desk)


def _sell_catalogue(desk):
    """What is in the catalogue with its seller, and was never complained about."""
    rng = desk.random("catalogue")
    lots = desk.env["stock.lot"].with_context(tracking_disable=True)
    for lot in lots.search(
        [
            ("product_id.watch_ok", "=", True),
            ("sold_store_id", "!=", False),
            ("sold_on", "=", False),
        ],
        order="id",
    ):
        day = desk.date(-rng.randrange(20, 1100))
        values = {"sold_on": day, "warranty_start": day}
        if day < desk.date(-700):
            values["last_service"] = day + timedelta(days=600)
        lot.write(values)
