"""A small number in a strong currency is no small sum."""

import pytest

SOLUTION = "complaint.solution"
# So much of each currency is just below, and above, HKD 1,000 at the demo's rates.
EDGES = {"EUR": (117, 119), "USD": (127, 129), "CNY": (919, 921), "MOP": (1029, 1031)}


@pytest.mark.parametrize("code", EDGES)
def test_the_limit_counts_in_its_own_currency(attack, door, code):
    for amount, state in zip(EDGES[code], ("approved", "submitted"), strict=True):
        currency = attack.currency(code)
        package = attack.package(attack.case(), amount, currency_id=currency)
        attack.knock(door, "clerk", SOLUTION, "action_submit", [package])
        assert attack.state(package) == state


def test_changed_to_a_strong_currency_in_draft(attack, door):
    """The amounts stay, what they mean changes: counted when submitted."""
    package = attack.package(attack.case(), 900)
    values = {"currency_id": attack.currency("EUR")}
    attack.knock(door, "clerk", SOLUTION, "write", [package], vals=values)
    assert attack.step("clerk", package, "submit") == "submitted"


def test_changed_after_the_decision(attack, door):
    package = attack.package(attack.case(), 900)
    attack.step("clerk", package, "submit")
    values = {"currency_id": attack.currency("EUR")}
    for login in ("clerk", "director", "admin"):
        attack.refused(door, login, SOLUTION, "write", [package], vals=values)


def test_a_currency_without_rate(attack, door):
    """The framework alone would count 900 of it as 900 dollars."""
    unknown = attack.sql.one(
        "SELECT min(id) FROM res_currency c WHERE NOT EXISTS"
        " (SELECT 1 FROM res_currency_rate r WHERE r.currency_id = c.id)"
    )
    package = attack.package(attack.case(), 900, currency_id=unknown)
    attack.refused(door, "clerk", SOLUTION, "action_submit", [package])
    case = attack.case()
    attack.refused(
        door, "clerk", "helpdesk.ticket", "write", [case], vals={"currency_id": unknown}
    )
    assert attack.state(package) == "draft"


def test_sums_of_several_currencies(attack):
    case = attack.case()
    attack.settled(case, 500)
    for code, amount, state in (("EUR", 57, "approved"), ("EUR", 60, "submitted")):
        package = attack.package(case, amount, currency_id=attack.currency(code))
        assert attack.step("clerk", package, "submit") == state


def test_a_claim_in_another_currency(attack, door):
    """Refusing EUR 900 is not refusing HKD 900."""
    case = attack.case(claimed_amount=900, currency_id=attack.currency("EUR"))
    line = {"type_id": attack.kind("refusal"), "amount": 900}
    values = {
        "ticket_id": case,
        "currency_id": attack.currency("HKD"),
        "line_ids": [[0, 0, line]],
    }
    attack.refused(door, "clerk", SOLUTION, "create", vals_list=[values])


@pytest.mark.parametrize("login", ["clerk", "supervisor", "director"])
def test_rates_are_not_for_the_desk(attack, door, login):
    rate = attack.sql(
        "SELECT r.id FROM res_currency_rate r JOIN res_currency c"
        " ON c.id = r.currency_id WHERE c.name = 'EUR' LIMIT 1"
    )[0][0]
    model = "res.currency.rate"
    attack.refused(door, login, model, "write", [rate], vals={"rate": 100})
    attack.refused(door, login, model, "unlink", [rate])
    values = {"currency_id": attack.currency("KWD"), "rate": 1000, "name": "2020-01-01"}
    attack.refused(door, login, model, "create", vals_list=[values])
    euro = [attack.currency("EUR")]
    attack.refused(door, login, "res.currency", "write", euro, vals={"rounding": 1000})
