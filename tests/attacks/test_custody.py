"""Articles: signed for once, by who receives them, and never rewritten."""

import pytest

from support.attack import DOORS, all_at_once
from support.cases import SIGNATURE

ARTICLE = "complaint.custody"
MOVE = "complaint.custody.move"
OUTSIDERS = ["clerk3", "supervisor", "auditor", "watchmaker", "customer", "manager"]


@pytest.fixture
def handed(attack):
    """An article on its way from TST to CWB."""
    article = attack.article(attack.case())
    return article, attack.handed_over(article)


def screens(attack, move: int, *logins: str) -> list:
    """The receiver's screen of each, filled in and ready to be pressed."""
    values = {"move_id": move, "own_signature": SIGNATURE, "weight_received": 100}
    return [
        (
            attack.by(login),
            attack.call(
                login, "complaint.custody.receive", "create", vals_list=[values]
            ),
        )
        for login in logins
    ]


def test_eight_accept_at_once(attack, run_parallel, handed):
    article, move = handed
    ready = screens(attack, move, *["clerk2", "supervisor2"] * 4)
    winners = all_at_once(
        run_parallel,
        [
            lambda c=client, i=ids: c.call(
                "complaint.custody.receive", "action_accept", i
            )
            for client, ids in ready
        ],
    )
    assert len(winners) == 1
    rows = attack.sql(
        "SELECT m.accepted_by_id = c.holder_id, c.state FROM complaint_custody_move m"
        " JOIN complaint_custody c ON c.id = m.custody_id WHERE m.id = %s",
        move,
    )
    assert rows == [(True, "in_custody")]


def test_accept_against_taking_back(attack, run_parallel, handed):
    article, move = handed
    [(client, ids)] = screens(attack, move, "clerk2")
    giver = attack.by("clerk")
    winners = all_at_once(
        run_parallel,
        [
            lambda: client.call("complaint.custody.receive", "action_accept", ids),
            lambda: giver.call(MOVE, "action_cancel", [move]),
        ],
    )
    assert len(winners) == 1


@pytest.mark.parametrize("login", OUTSIDERS)
def test_only_the_receiver_accepts(attack, handed, login):
    _article, move = handed
    for method, given in (
        ("action_accept", {}),
        ("action_refuse", {"reason": "Forged"}),
    ):
        attack.refused("web", login, MOVE, method, [move], **given)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("login", ["clerk", "manager", "auditor", "watchmaker"])
def test_nobody_rewrites_it(attack, handed, door, login):
    article, move = handed
    for model, id_, vals in (
        (ARTICLE, article, {"state": "returned"}),
        (ARTICLE, article, {"condition": "Broken when it came"}),
        (MOVE, move, {"state": "accepted"}),
        (MOVE, move, {"from_signature": SIGNATURE}),
    ):
        attack.refused(door, login, model, "write", [id_], vals=vals)
        attack.refused(door, login, model, "unlink", [id_])
    attack.refused(
        door, login, MOVE, "create", vals_list=[{"custody_id": article, "kind": "back"}]
    )


@pytest.mark.parametrize("login", ["admin", "manager"])
def test_signatures_are_not_exchanged(attack, handed, login):
    _article, move = handed
    file = attack.sql.one(
        "SELECT id FROM ir_attachment WHERE res_model = %s AND res_id = %s"
        " AND res_field = 'from_signature'",
        MOVE,
        move,
    )
    attack.refused(
        "web", login, "ir.attachment", "write", [file], vals={"datas": SIGNATURE}
    )
    attack.refused("web", login, "ir.attachment", "unlink", [file])
