"""What several journeys need before they start."""

import datetime
import uuid

import pytest

RING_PRICE = 58000


@pytest.fixture
def surveys_at_once(rpc, sql):
    """The company sends its surveys on the day a case is closed."""
    admin = rpc("admin")
    company = sql.one("SELECT res_id FROM ir_model_data WHERE name = 'main_company'")
    names = ["complaint_survey_delay"]
    [before] = admin.call("res.company", "read", [company], names)
    admin.call("res.company", "write", [company], {names[0]: 0})
    yield
    admin.call("res.company", "write", [company], {names[0]: before[names[0]]})


@pytest.fixture
def ring(rpc, sql):
    """A ring of 18 K sold to the customer with a login, and another of its batch."""
    admin = rpc("admin")
    tag = f"R{uuid.uuid4().hex[:6].upper()}"
    [product] = admin.call(
        "product.product",
        "create",
        [
            {
                "name": f"Cathedral Ring 18K {tag}",
                "type": "consu",
                "is_storable": True,
                "tracking": "serial",
                "list_price": RING_PRICE,
                "jewellery_ok": True,
                "metal": "gold",
                "fineness": 750,
                "jewellery_weight_g": 4.6,
                "plating_metal": "rhodium",
                "plating_kind": "plated",
                "plating_um": 0.5,
                "worn_as": "skin",
            }
        ],
    )
    company = sql.one("SELECT res_id FROM ir_model_data WHERE name = 'main_company'")
    values = {"product_id": product, "company_id": company, "production_batch": tag}
    pieces = [{**values, "name": f"{tag}-{number}"} for number in (1, 2)]
    lots = admin.call("stock.lot", "create", pieces)
    return {
        "tag": tag,
        "serial": f"{tag}-1",
        "other": f"{tag}-2",
        "lots": lots,
        "price": RING_PRICE,
        "bought": datetime.date.today() - datetime.timedelta(days=120),
        "customer": "Poon Lai Fong",
        "email": "customer@example.com",
    }
