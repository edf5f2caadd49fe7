"""Several people at one repair in the same moment: it happens once, or not at all."""

import itertools

import pytest

from support.attack import all_at_once
from support.cases import SIGNATURE

REPAIR = "repair.order"
NUMBERS = itertools.count(1)


def made(attack, login: str, model: str, **values) -> int:
    """A screen of one person, filled in and waiting for its button."""
    (screen,) = attack.call(login, model, "create", vals_list=[values])
    return screen


def pressed(attack, login: str, model: str, button: str, **values):
    return attack.call(login, model, button, [made(attack, login, model, **values)])


@pytest.fixture
def watch(attack):
    """A watch of its own, sold by us this year."""
    product = attack.record(
        "Raced watch",
        "product.product",
        type="consu",
        is_storable=True,
        tracking="serial",
        warranty_months=24,
        watch_ok=True,
    )
    (lot,) = attack.call(
        "admin",
        "stock.lot",
        "create",
        vals_list=[
            {
                "name": f"RACE-{next(NUMBERS)}",
                "product_id": product,
                "company_id": 1,
                "warranty_start": attack.today(-30),
            }
        ],
    )
    return {"product_id": product, "lot_id": lot}


@pytest.fixture
def repair(attack, watch):
    """A repair in warranty, agreed: it may be started and sent out."""
    case = attack.case(purchase_date=attack.today(-30), **watch)
    decide = "watch.warranty.decide"
    screen = made(attack, "clerk", decide, ticket_id=case, proof=True, result="in")
    attack.call("clerk", decide, "action_decide", [screen])
    repair = attack.call("clerk", "helpdesk.ticket", "action_repair", [case])["res_id"]
    work = attack.record("Raced work", "watch.repair.work", price=100)
    about = {"repair_id": repair}
    pressed(
        attack,
        "clerk",
        "watch.repair.estimate",
        "action_save",
        **about,
        work_ids=[[6, 0, [work]]],
    )
    pressed(
        attack,
        "clerk",
        "watch.repair.consent",
        "action_agree",
        **about,
        by="Victim",
        channel="visit",
        may_open=True,
        may_send=True,
        signature=SIGNATURE,
    )
    return repair


def stage(attack, repair: int) -> str:
    return attack.sql.one("SELECT stage FROM repair_order WHERE id = %s", repair)


def case_of(attack, repair: int) -> int:
    return attack.sql.one("SELECT ticket_id FROM repair_order WHERE id = %s", repair)


def at_once(attack, run_parallel, *calls) -> list:
    ready = [(attack.by(login), *rest) for login, *rest in calls]
    return all_at_once(
        run_parallel,
        [
            lambda c=client, m=model, f=method, i=ids: c.call(m, f, i)
            for client, model, method, ids in ready
        ],
    )


def test_one_repair_is_started_and_finished_by_two(attack, run_parallel, repair):
    people = ["clerk", "clerk3"] * 2
    for button, then, kind in (
        ("action_start", "in_repair", "repair_started"),
        ("action_finish", "ready", "repair_finished"),
    ):
        calls = [(login, REPAIR, button, [repair]) for login in people]
        winners = at_once(attack, run_parallel, *calls)
        assert len(winners) == 1
        assert stage(attack, repair) == then
        assert attack.log(case_of(attack, repair)).count(kind) == 1


def test_one_watch_is_sent_and_taken_back_by_two(attack, run_parallel, repair):
    partner = attack.record("Raced centre", "res.partner")
    found = attack.call(
        "admin",
        "watch.service.centre",
        "search",
        domain=[["partner_id", "=", partner]],
    )
    centre = (
        found
        or attack.call(
            "admin",
            "watch.service.centre",
            "create",
            vals_list=[{"partner_id": partner, "company_id": False}],
        )
    )[0]
    people = ["clerk", "clerk3"] * 2

    def windows(model: str, **values) -> list[tuple]:
        return [
            (login, model, made(attack, login, model, **values)) for login in people
        ]

    sending = windows("watch.centre.send", repair_id=repair, centre_id=centre)
    winners = at_once(
        attack,
        run_parallel,
        *[(login, model, "action_send", [id_]) for login, model, id_ in sending],
    )
    assert len(winners) == 1
    assert stage(attack, repair) == "outside"
    jobs = attack.sql("SELECT id FROM watch_centre_job WHERE repair_id = %s", repair)
    assert len(jobs) == 1
    backing = windows("watch.centre.back", job_id=jobs[0][0])
    winners = at_once(
        attack,
        run_parallel,
        *[(login, model, "action_take_back", [id_]) for login, model, id_ in backing],
    )
    assert len(winners) == 1
    assert stage(attack, repair) == "in_repair"
    assert attack.log(case_of(attack, repair)).count("repair_started") == 1
