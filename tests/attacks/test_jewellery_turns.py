"""Two people make the same thing for one ring: there is one of it."""

import secrets

import pytest

from support.attack import pressed
from support.cases import SIGNATURE
from support.quality import CASE, INSPECTION, INVESTIGATION, Quality, field, late

LINE, REFERRAL = "qc.inspection.line", "complaint.referral"
CONSENT, CERTIFICATE = "jewellery.consent.record", "jewellery.certificate"
HAND_OVER = "complaint.custody.hand.over"


@pytest.fixture(scope="module")
def quality(_attack):
    return Quality(_attack)


def test_one_number_is_entered_by_two(attack, quality, at_once):
    """Two desks have the same certificate in their hands, for two rings."""
    [laboratory] = attack.call(
        "investigator", "jewellery.laboratory", "search", domain=[], limit=1
    )
    number = secrets.token_hex(4)
    spellings = (f"HG {number}", f"hg-{number}", f"HG{number}")
    people = ("investigator", "investigator2", "investigator")
    entering = []
    for login, spelling in zip(people, spellings, strict=True):
        vals = {
            "laboratory_id": laboratory,
            "number": spelling,
            "lot_id": quality.lot(),
        }
        entering.append((login, CERTIFICATE, "create", [vals], {}))
    assert len(at_once(*entering)) == 1


def test_a_ring_is_collected_while_it_is_assayed(attack, quality, at_once):
    """Nothing is taken off a ring that its owner has back."""
    case = quality.case()
    article = quality.taken_in(case)
    found = quality.inspection(case)
    consent = quality.consent("clerk", found)
    attack.call("clerk", CONSENT, "action_record", [consent])
    collect = {
        "custody_id": article,
        "kind": "return",
        "weight": 100,
        "other_name": "Victim",
        "own_signature": SIGNATURE,
        "other_signature": SIGNATURE,
    }
    screen = quality.one("clerk", HAND_OVER, **collect)
    result = {"vals": quality.result(735, "cupellation")}
    winners = at_once(
        ("clerk", HAND_OVER, "action_hand_over", [screen], {}),
        ("inspector", LINE, "write", [quality.line(found)], result),
    )
    assert winners
    returned = field(attack, "complaint.custody", article, "state") == "returned"
    measured = attack.sql.one(
        "SELECT measured FROM qc_inspection_line WHERE inspection_id = %s", found
    )
    assert returned or measured
    if returned and not measured:
        late(attack, "inspector", LINE, "write", quality.line(found), **result)


def test_one_case_is_investigated_by_two(attack, quality, at_once):
    """Whoever is second finds the investigation of the first."""
    case = quality.case()
    asked = [attack.refer(case, login) for login in ("inspector", "inspector2")]
    winners = at_once(
        pressed("clerk", CASE, "action_investigate", case),
        pressed("inspector", REFERRAL, "action_investigate", asked[0]),
        pressed("inspector2", REFERRAL, "action_investigate", asked[1]),
        pressed("clerk3", CASE, "action_investigate", case),
    )
    assert len(winners) == 4
    [found] = {winner.value["res_id"] for winner in winners}
    cases = "SELECT 1 FROM jewellery_investigation_ticket_rel WHERE ticket_id = %s"
    assert len(attack.sql(cases, case)) == 1
    by = field(attack, INVESTIGATION, found, "user_id")
    assert by in {attack.user(login) for login in ("inspector", "inspector2")}


def test_one_inspection_is_repeated_by_two(attack, quality, at_once):
    found = quality.inspection(quality.case())
    quality.measure(found, 751)
    attack.call("inspector", INSPECTION, "action_confirm", [found])
    people = ("inspector", "inspector2", "investigator")
    again = [pressed(login, INSPECTION, "action_repeat", found) for login in people]
    winners = at_once(*again)
    assert len(winners) == 3
    assert len({winner.value["res_id"] for winner in winners}) == 1
    repeats = "SELECT 1 FROM qc_inspection WHERE repeat_of_id = %s"
    assert len(attack.sql(repeats, found)) == 1
