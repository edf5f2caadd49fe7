"""Amounts that are no amounts, and amounts that are not what the measure is worth."""

import pytest

from support.attack import every_door

SOLUTION = "complaint.solution"
LINE = "complaint.solution.line"
NO_AMOUNTS = {
    "NaN": float("nan"),
    "Infinity": float("inf"),
    "-Infinity": float("-inf"),
    "huge": 1e20,
    "more digits than a float": 10**400,
    "negative": -5000,
    "text": "nine hundred",
    "text infinity": "Infinity",
    "text NaN": "nan",
    "true": True,
    "list": [900],
    "object": {"amount": 900},
    "thousands": "1,000",
    "NUL": "9\x0000",
}


@pytest.fixture(scope="module")
def case(_attack):
    return _attack.case()


@every_door
@pytest.mark.parametrize("column", ["amount", "cost", "customer_value"])
def test_no_amounts(attack, door, case, column):
    package = attack.package(case, 100)
    line = attack.id_of("complaint_solution_line", "solution_id", package)
    for value in NO_AMOUNTS.values():
        new = {"type_id": attack.kind("refund"), "amount": 5, column: value}
        values = {"ticket_id": case, "line_ids": [[0, 0, new]]}
        attack.refused(door, "clerk", SOLUTION, "create", vals_list=[values])
        attack.refused(door, "clerk", LINE, "write", [line], vals={column: value})
        attack.refused(
            door,
            "clerk",
            LINE,
            "create",
            vals_list=[{"type_id": new["type_id"], "solution_id": package}],
            context={f"default_{column}": value},
        )
    assert attack.log(case) == []


@pytest.mark.parametrize("amount", [0, 0.001, None, False])
def test_nothing_for_a_measure_with_money(attack, door, case, amount):
    package = attack.package(case, amount)
    attack.refused(door, "clerk", SOLUTION, "action_submit", [package])
    assert attack.state(package) == "draft"


def test_money_for_a_measure_without(attack, door):
    case = attack.case()
    for column in ("amount", "cost", "customer_value"):
        line = {"type_id": attack.kind("apology"), column: 90000}
        values = {"ticket_id": case, "line_ids": [[0, 0, line]]}
        attack.refused(door, "clerk", SOLUTION, "create", vals_list=[values])


def test_the_greater_of_worth_and_cost(attack, door):
    case = attack.case()
    for column in ("cost", "customer_value"):
        line = {"type_id": attack.kind("repair"), "amount": 10, column: 50000}
        values = {"ticket_id": case, "line_ids": [[0, 0, line]]}
        attack.refused(door, "clerk", SOLUTION, "create", vals_list=[values])
        del line["amount"]
        (package,) = attack.knock(door, "clerk", SOLUTION, "create", vals_list=[values])
        assert attack.step("clerk", package, "submit") == "submitted"


def dear_product(attack) -> int:
    return attack.record("Attacked watch", "product.product", list_price=38000)


@pytest.mark.parametrize("named_on", ["line", "case"])
def test_a_replacement_counts_its_price(attack, door, named_on):
    """Not naming the article does not make it cheap."""
    product = dear_product(attack)
    case = attack.case(**({"product_id": product} if named_on == "case" else {}))
    line = {"type_id": attack.kind("replacement"), "amount": 900}
    if named_on == "line":
        line["product_id"] = product
    values = {"ticket_id": case, "line_ids": [[0, 0, line]]}
    attack.refused(door, "clerk", SOLUTION, "create", vals_list=[values])
    line["amount"] = 38000
    (package,) = attack.knock(door, "clerk", SOLUTION, "create", vals_list=[values])
    assert attack.step("clerk", package, "submit") == "submitted"


def test_a_refusal_counts_what_is_claimed(attack, door):
    case = attack.case(claimed_amount=380000)
    line = {"type_id": attack.kind("refusal"), "amount": 900}
    values = {"ticket_id": case, "line_ids": [[0, 0, line]]}
    attack.refused(door, "clerk", SOLUTION, "create", vals_list=[values])


def test_a_claim_that_grows_after_its_refusal(attack):
    """The clerk refuses 900 and enters the true claim of 380,000 afterwards."""
    case = attack.case(claimed_amount=900)
    package = attack.package(case, 900, kind="refusal")
    assert attack.step("clerk", package, "submit") == "approved"
    ticket = "helpdesk.ticket"
    attack.call("clerk", ticket, "write", [case], vals={"claimed_amount": 380000})
    attack.refused("web", "clerk", SOLUTION, "action_offer", [package])
    again = attack.case(claimed_amount=900)
    package = attack.package(again, 900, kind="refusal")
    attack.step("clerk", package, "submit", "offer")
    attack.call("clerk", ticket, "write", [again], vals={"claimed_amount": 380000})
    attack.refused("web", "clerk", SOLUTION, "action_accept", [package])
    assert attack.state(package) == "offered"


def test_a_claim_is_not_made_small_after_a_submission(attack, door):
    case = attack.case(claimed_amount=380000)
    package = attack.package(case, 900, kind="repair")
    attack.step("clerk", package, "submit")
    ticket = "helpdesk.ticket"
    attack.refused(door, "clerk", ticket, "write", [case], vals={"claimed_amount": 5})
    usd = attack.currency("USD")
    attack.refused(door, "clerk", ticket, "write", [case], vals={"currency_id": usd})
    attack.call("supervisor", ticket, "write", [case], vals={"claimed_amount": 5})


def test_many_small_lines_are_one_sum(attack):
    case = attack.case()
    line = {"type_id": attack.kind("refund"), "amount": 10}
    values = {"ticket_id": case, "line_ids": [[0, 0, line]] * 101}
    (package,) = attack.call("clerk", SOLUTION, "create", vals_list=[values])
    assert attack.step("clerk", package, "submit") == "submitted"
    for login in ("clerk", "clerk3"):
        attack.refused("web", login, SOLUTION, "action_approve", [package])


def test_an_empty_package(attack, door):
    (package,) = attack.call(
        "clerk", SOLUTION, "create", vals_list=[{"ticket_id": attack.case()}]
    )
    attack.refused(door, "clerk", SOLUTION, "action_submit", [package])


GARBAGE = {
    "type_id": ["x", -1, 2**40, True, [], {}, 99999999],
    "product_id": ["x", 2**40],
    "solution_id": ["x", True, 2**40, 99999999],
    "sequence": ["x", 2**40],
    "name": ["a\x00b", "\ud800"],
}


@pytest.mark.parametrize("column", GARBAGE)
def test_garbage_in_a_line(attack, door, case, column):
    package = attack.package(case, 5)
    line = attack.id_of("complaint_solution_line", "solution_id", package)
    for value in GARBAGE[column]:
        attack.refused(door, "clerk", LINE, "write", [line], vals={column: value})


BAD = {
    "ticket_id": ["x", True, -3, 2**40, [], {}, 99999999],
    "currency_id": ["HKD", True, 2**40],
    "line_ids": [
        "x",
        5,
        ["x"],
        [[9, 0, 0]],
        [[0, 0, 5]],
        [[1, "x", {}]],
        [[6, 0, "x"]],
    ],
    "evidence_ids": ["x", [[6, 0, ["x"]]], [[4, True]], [["x"]]],
    "due_date": ["tomorrow", "2026-99-99", 5.5],
    "executor_id": ["x", 2**40],
    "reason": ["a\x00b", "\udfff"],
    "no_such_field": [1],
}


@pytest.mark.parametrize("column", BAD)
def test_garbage_in_a_package(attack, door, case, column):
    for value in BAD[column]:
        values = {"ticket_id": case, column: value}
        attack.refused(door, "clerk", SOLUTION, "create", vals_list=[values])
        if column != "no_such_field":
            attack.refused(
                door,
                "clerk",
                SOLUTION,
                "create",
                vals_list=[{"ticket_id": case} if column != "ticket_id" else {}],
                context={f"default_{column}": value},
            )
