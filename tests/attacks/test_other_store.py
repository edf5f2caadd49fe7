"""A case of TST is nobody's business in another shop, whatever they try."""

import pytest

from support import secret as secrets
from support.attack import DOORS
from support.secret import finds_nothing, readings, sees_nothing

TICKET = "helpdesk.ticket"
SOLUTION = "complaint.solution"
OUTSIDERS = ["clerk2", "supervisor2", "watchmaker", "clerk_macau"]
# What a clerk could write into each model if the case were theirs.
CHANGES = {
    TICKET: {"name": "Mine"},
    SOLUTION: {"name": "Mine"},
    "complaint.solution.line": {"amount": 1},
    "complaint.approval": {"comment": "Mine"},
    "complaint.decision": {"detail": "Mine"},
    "complaint.chain": {"count": 0},
    "complaint.step": {"result": "Mine"},
    "mail.message": {"body": "Mine"},
    "mail.activity": {"note": "Mine"},
    "mail.followers": {"partner_id": 1},
    "ir.attachment": {"name": "Mine"},
}


@pytest.fixture(scope="module")
def secret(_attack):
    return secrets.make(_attack)


@pytest.fixture(scope="module")
def own(_attack):
    """A case of the outsider's own."""
    return _attack.case("clerk2", store_id=_attack.store("CWB"))


@pytest.mark.parametrize(
    ("login", "model"),
    [
        (login, model)
        for login in OUTSIDERS
        for model in CHANGES
        if login in ("clerk2", "watchmaker")
        or model in (TICKET, SOLUTION, "mail.message")
    ],
)
def test_nothing_of_the_case_is_read(attack, secret, login, model):
    ids = secret.ids(model)
    sees_nothing(attack, login, secret.word, readings(model, ids))
    finds_nothing(attack, login, model, ids)


@pytest.mark.parametrize("model", CHANGES)
def test_nothing_of_the_case_is_changed(attack, secret, model):
    for login in ("clerk2", "watchmaker"):
        for door in DOORS if model == TICKET else ("web", "json2"):
            ids = secret.ids(model)
            attack.refused(door, login, model, "write", ids, vals=CHANGES[model])
            attack.refused(door, login, model, "unlink", ids)


@pytest.mark.parametrize(
    "method",
    [
        "action_acknowledge",
        "action_close_complaint",
        "action_reopen",
        "action_settle_on_site",
        "action_view_solutions",
        "action_view_decisions",
        "action_verify_decisions",
        "action_propose_solution",
        "action_view_partner_cases",
        "action_send_survey",
        "action_open_survey",
        "action_make_complaint",
        "action_archive",
        "assign_to_me",
        "get_portal_url",
        "message_unsubscribe",
        "onchange",
    ],
)
def test_no_button_of_the_case_answers(attack, secret, method):
    arguments = {
        "message_unsubscribe": {"partner_ids": [attack.partner("clerk")]},
        "onchange": {"values": {}, "field_names": [], "fields_spec": {"name": {}}},
    }.get(method, {})
    for login in ("clerk2", "supervisor2"):
        attack.refused("web", login, TICKET, method, [secret.case], **arguments)


@pytest.mark.parametrize(
    "step",
    ["submit", "withdraw", "offer", "accept", "decline", "complete", "cancel"]
    + ["approve", "reject", "open_package", "open_case", "open_decide", "open_step"],
)
def test_no_button_of_the_package_answers(attack, secret, step):
    for login in ("clerk2", "supervisor2", "watchmaker"):
        attack.refused("web", login, SOLUTION, f"action_{step}", [secret.package])


def test_no_approval_of_another_store_is_decided(attack, secret):
    ids = secret.ids("complaint.approval")
    for method in ("action_approve", "action_reject", "action_open_case"):
        for login in ("supervisor2", "supervisor_mk"):
            attack.refused("web", login, "complaint.approval", method, ids)
    values = {"approval_ids": [[6, 0, ids]]}
    attack.refused(
        "web",
        "supervisor2",
        "complaint.approval.decide",
        "create",
        vals_list=[values],
    )


def test_paths_through_other_records_tell_nothing(attack, secret):
    """A domain or a field that leads to the case from what the outsider may read."""
    partner = attack.sql.one(
        "SELECT partner_id FROM helpdesk_ticket WHERE id = %s", secret.case
    )
    team = attack.sql.one(
        "SELECT team_id FROM helpdesk_ticket WHERE id = %s", secret.case
    )
    word = f"%{secret.word}%"
    for model, path in (
        ("res.partner", "helpdesk_ticket_ids.name"),
        ("helpdesk.ticket.team", "ticket_ids.name"),
        (TICKET, "duplicate_ids.name"),
        (TICKET, "solution_ids.name"),
        (SOLUTION, "ticket_id.name"),
        (SOLUTION, "line_ids.solution_id.ticket_id.name"),
        ("complaint.decision", "ticket_id.name"),
        ("mail.message", "body"),
        ("mail.activity", "summary"),
        ("ir.attachment", "name"),
    ):
        fields = attack.call("admin", model, "fields_get", allfields=["id"])
        assert fields, model
        name = path.split(".")[0]
        if not attack.call("admin", model, "fields_get", allfields=[name]):
            continue
        domain = [[path, "ilike", word]]
        call = (model, "search_read", [], {"domain": domain, "fields": ["id"]})
        rows = []
        sees_nothing(attack, "clerk2", secret.word, [call])
        try:
            rows = attack.call("clerk2", model, "search", domain=domain)
        except AssertionError:
            continue
        assert rows == [], f"{model}.{path} leads to the case"
    sees_nothing(
        attack,
        "clerk2",
        secret.word,
        [
            ("res.partner", "read", [[partner]], {}),
            ("helpdesk.ticket.team", "read", [[team]], {}),
            ("retail.store", "read", [[attack.store("TST")]], {}),
            (TICKET, "get_complaint_home", [], {}),
            ("complaint.authority", "get_matrix", [], {}),
            ("complaint.authority", "get_my_authority", [], {}),
        ],
    )


def test_a_link_does_not_open_the_case(attack, secret, own):
    """D1: a linked record shows its title, also to those who may not read it."""
    call = dict(door="web", login="clerk2", model=TICKET, method="write")
    for values in (
        {"duplicate_id": secret.case},
        {"duplicate_ids": [[4, secret.case, 0]]},
        {"duplicate_ids": [[6, 0, [secret.case]]]},
        {"duplicate_ids": [[1, secret.case, {"name": "Mine"}]]},
        {"solution_ids": [[4, secret.package, 0]]},
        {"solution_ids": [[1, secret.package, {"name": "Mine"}]]},
        {"solution_ids": [[2, secret.package, 0]]},
        {"step_ids": [[4, secret.ids("complaint.step")[0], 0]]},
        {"step_ids": [[6, 0, secret.ids("complaint.step")]]},
        {"attachment_ids": [[4, secret.ids("ir.attachment")[0], 0]]},
        {"message_ids": [[4, secret.ids("mail.message")[0], 0]]},
        {"activity_ids": [[4, secret.ids("mail.activity")[0], 0]]},
        {"store_id": attack.store("TST"), "duplicate_id": secret.case},
    ):
        attack.refused(*call.values(), [own], vals=values)
    values = {
        "name": "Linked",
        "category_id": attack.category,
        "duplicate_id": secret.case,
    }
    attack.refused("web", "clerk2", TICKET, "create", vals_list=[values])
    sees_nothing(
        attack,
        "clerk2",
        secret.word,
        [
            (
                TICKET,
                "onchange",
                [[own], {"duplicate_id": secret.case}, ["duplicate_id"]],
                {"fields_spec": {"duplicate_id": {"fields": {"display_name": {}}}}},
            ),
            (
                TICKET,
                "default_get",
                [["duplicate_id"]],
                {"context": {"default_duplicate_id": secret.case}},
            ),
        ],
    )


CHILDREN = {
    SOLUTION: {"name": "Mine"},
    "complaint.step": {"name": "Mine"},
    "complaint.fact.answer": {"value": "Mine"},
    "complaint.settle.on.site": {},
}


@pytest.mark.parametrize("model", CHILDREN)
def test_nothing_is_hung_on_the_case(attack, secret, own, model):
    values = {**CHILDREN[model], "ticket_id": secret.case}
    for login in ("clerk2", "watchmaker"):
        attack.refused("web", login, model, "create", vals_list=[values])
    context = {"default_ticket_id": secret.case}
    attack.refused(
        "web", "clerk2", model, "create", vals_list=[CHILDREN[model]], context=context
    )
    call = (
        model,
        "onchange",
        [[], {"ticket_id": secret.case}, ["ticket_id"]],
        {"fields_spec": {"ticket_id": {"fields": {"display_name": {}}}}},
    )
    sees_nothing(attack, "clerk2", secret.word, [call])


# Packages and the log of others


def test_no_package_moves_between_stores(attack, secret, own):
    package = attack.package(own, 500, "clerk2")
    values = {"ticket_id": secret.case}
    attack.refused("web", "clerk2", SOLUTION, "write", [package], vals=values)
    attack.refused("web", "clerk2", SOLUTION, "copy", [package], default=values)
    attack.refused("web", "clerk2", SOLUTION, "copy", [secret.package])
    line = {"type_id": attack.kind("refund"), "amount": 5}
    attack.refused(
        "web",
        "clerk2",
        "complaint.solution.line",
        "create",
        vals_list=[{**line, "solution_id": secret.package}],
    )


def test_the_log_is_not_verified_by_strangers(attack, secret):
    chains = secret.ids("complaint.chain")
    attack.refused("web", "clerk2", "complaint.chain", "action_verify", chains)
    attack.refused("web", "watchmaker", "complaint.chain", "action_verify", chains)


def test_a_case_of_ones_own_is_open(attack, own):
    """The control: the same calls work where they should."""
    assert attack.call("clerk2", TICKET, "search_count", domain=[["id", "=", own]]) == 1
    assert attack.call("clerk2", TICKET, "message_post", [own], body="Hello")
    attack.call("clerk2", TICKET, "write", [own], vals={"name": "Still mine"})
    package = attack.package(own, 500, "clerk2")
    assert attack.step("clerk2", package, "submit") == "approved"
