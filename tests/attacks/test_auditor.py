"""The auditor reads everything, changes and posts nothing."""

import datetime

import pytest

from support import secret as secrets
from support.attack import every_door

TICKET = "helpdesk.ticket"
SOLUTION = "complaint.solution"
# Every method of ours that a button or a program could call.
BUTTONS = {
    TICKET: [
        "action_acknowledge",
        "action_close_complaint",
        "action_reopen",
        "action_settle_on_site",
        "action_propose_solution",
        "action_send_survey",
        "action_open_survey",
        "action_make_complaint",
        "action_archive",
        "assign_to_me",
        "copy",
        "unlink",
    ],
    SOLUTION: [
        f"action_{step}"
        for step in (
            "submit withdraw offer accept decline complete cancel approve reject"
        ).split()
    ]
    + ["copy", "unlink"],
    "complaint.approval": ["action_approve", "action_reject", "unlink", "copy"],
    "complaint.step": ["action_done", "action_skip", "unlink", "copy"],
    "complaint.decision": ["unlink", "copy"],
    "complaint.chain": ["unlink", "copy"],
    "complaint.solution.line": ["unlink", "copy"],
    "mail.message": ["unlink"],
    "mail.activity": ["action_done", "action_feedback", "unlink"],
    "mail.followers": ["unlink"],
    "ir.attachment": ["unlink", "copy"],
}
ADDON = "retail_complaint_addon"


def models_of_ours(attack) -> list[str]:
    rows = attack.sql(
        "SELECT m.model FROM ir_model m JOIN ir_model_data d"
        " ON d.model = 'ir.model' AND d.res_id = m.id"
        " WHERE d.module = %s AND NOT m.abstract AND"
        " (m.model LIKE 'complaint.%%' OR m.model LIKE 'retail.%%'"
        "  OR m.model LIKE 'helpdesk.%%') ORDER BY 1",
        ADDON,
    )
    return [model for (model,) in rows]


@pytest.fixture(scope="module")
def secret(_attack):
    return secrets.make(_attack)


def test_the_auditor_reads_everything(attack, secret):
    """The control: what is refused below is not refused for want of sight."""
    for model, ids in secret.records.items():
        found = attack.call("auditor", model, "search", domain=[["id", "in", ids]])
        assert sorted(found) == sorted(ids), model
        rows = attack.call("auditor", model, "read", ids, fields=["display_name"])
        assert len(rows) == len(ids)
    file = secret.ids("ir.attachment")[0]
    assert secret.word in attack.by("auditor").get(f"/web/content/{file}").text
    chains = secret.ids("complaint.chain")
    attack.call("auditor", "complaint.chain", "action_verify", chains)
    attack.call("auditor", TICKET, "action_verify_decisions", [secret.case])
    elsewhere = attack.case("eshop", store_id=attack.store("WEB"))
    assert attack.call("auditor", TICKET, "read", [elsewhere], fields=["name"])


@pytest.mark.parametrize("model", BUTTONS)
def test_no_button_works(attack, secret, model):
    for name in BUTTONS[model]:
        arguments = {}
        if name == "action_settle_on_site":
            arguments = {"vals": {"type_id": attack.kind("refund"), "amount": 5}}
        ids = secret.ids(model)[:1]
        attack.refused("web", "auditor", model, name, ids, **arguments)


def test_no_model_of_ours_is_written(attack, secret):
    """Every model, also those this file does not know of."""
    values = {"name": "Audited", "ticket_id": secret.case}
    for model in models_of_ours(attack):
        if model == "complaint.period.report":
            continue  # the screen that asks for figures of a period
        known = attack.call("admin", model, "fields_get", attributes=["type"])
        given = {name: value for name, value in values.items() if name in known}
        existing = []
        table = model.replace(".", "_")
        if attack.sql.one("SELECT to_regclass(%s)", table):
            rows = attack.sql(f'SELECT id FROM "{table}" LIMIT 1')
            existing = [row[0] for row in rows]
        attack.refused("web", "auditor", model, "create", vals_list=[given])
        if existing:
            attack.refused("web", "auditor", model, "write", existing, vals=given)
            attack.refused("web", "auditor", model, "unlink", existing)


@every_door
@pytest.mark.parametrize(
    "values",
    [
        {"name": "Audited"},
        {"user_id": 2},
        {"stage_id": 4},
        {"priority": "3"},
        {"color": 3},
        {"access_token": "mine"},
        {"message_ids": [[0, 0, {"body": "Mine"}]]},
        {"message_follower_ids": [[5, 0, 0]]},
        {"activity_ids": [[0, 0, {"summary": "Mine"}]]},
        {"attachment_ids": [[5, 0, 0]]},
        {"solution_ids": [[0, 0, {"name": "Mine"}]]},
        {"tag_ids": [[5, 0, 0]]},
        {},
    ],
    ids=lambda values: next(iter(values), "nothing"),
)
def test_no_field_of_a_case_is_written(attack, door, secret, values):
    if not values:
        attack.refused(
            door,
            "auditor",
            TICKET,
            "web_save",
            [secret.case],
            vals={"name": "Audited"},
            specification={},
        )
        return
    attack.refused(door, "auditor", TICKET, "write", [secret.case], vals=values)


def test_the_auditor_takes_no_case(attack, secret):
    me = attack.user("auditor")
    for login in ("clerk", "director", "admin"):
        case = [secret.case]
        attack.refused("web", login, TICKET, "write", case, vals={"user_id": me})
    values = {"name": "Audited", "category_id": attack.category}
    attack.refused("web", "auditor", TICKET, "create", vals_list=[values])
    attack.refused("web", "auditor", TICKET, "name_create", name="Audited")


def test_the_auditor_posts_nothing(attack, secret):
    case = [secret.case]
    me = attack.partner("auditor")
    for method, arguments in (
        ("message_post", {"body": "Audited"}),
        ("message_post", {"body": "Audited", "subtype_xmlid": "mail.mt_comment"}),
        ("message_post", {"body": "Audited", "message_type": "notification"}),
        (
            "message_notify",
            {"body": "Audited", "partner_ids": [attack.partner("clerk")]},
        ),
        ("message_subscribe", {"partner_ids": [me]}),
        ("message_subscribe", {"partner_ids": [attack.partner("customer")]}),
        ("activity_schedule", {"summary": "Audited"}),
        ("activity_schedule", {"act_type_xmlid": "mail.mail_activity_data_todo"}),
    ):
        attack.refused("web", "auditor", TICKET, method, case, **arguments)
    place = {"res_model": TICKET, "res_id": secret.case}
    activity = {
        "res_model_id": attack.id_of("ir_model", "model", TICKET),
        "res_id": secret.case,
        "user_id": attack.user("auditor"),
    }
    for model, values in (
        ("mail.message", {"model": TICKET, "res_id": secret.case, "body": "Audited"}),
        ("mail.activity", activity),
        ("mail.followers", {**place, "partner_id": me}),
        ("ir.attachment", {**place, "name": "audited.txt", "raw": "Audited"}),
    ):
        attack.refused("web", "auditor", model, "create", vals_list=[values])
    for model, values in (
        ("mail.message", {"body": "Audited"}),
        ("mail.activity", {"summary": "Audited"}),
        ("mail.followers", {"partner_id": me}),
        ("ir.attachment", {"name": "audited.txt"}),
    ):
        ids = secret.ids(model)[:1]
        attack.refused("web", "auditor", model, "write", ids, vals=values)


def test_the_auditor_posts_on_nothing_else_of_ours(attack, secret):
    """Packages, stores and approvals have a chatter of their own, or may get one."""
    for model, ids in (
        (SOLUTION, [secret.package]),
        ("complaint.approval", secret.ids("complaint.approval")),
        ("retail.store", [attack.store("TST")]),
    ):
        known = attack.call("admin", model, "fields_get", allfields=["message_ids"])
        if known:
            attack.refused("web", "auditor", model, "message_post", ids, body="Audited")
        values = {"model": model, "res_id": ids[0], "body": "Audited"}
        attack.refused("web", "auditor", "mail.message", "create", vals_list=[values])
        file = {"res_model": model, "res_id": ids[0], "name": "a.txt", "raw": "a"}
        attack.refused("web", "auditor", "ir.attachment", "create", vals_list=[file])


def test_the_routes_of_the_chatter_take_nothing(attack, secret):
    client = attack.by("auditor")
    message = secret.ids("mail.message")[-1]
    me = [attack.partner("auditor")]
    for path, params in (
        (
            "/mail/message/post",
            {
                "thread_model": TICKET,
                "thread_id": secret.case,
                "post_data": {"body": "Audited"},
            },
        ),
        (
            "/mail/message/update_content",
            {"message_id": message, "update_data": {"body": "Audited"}},
        ),
        (
            "/mail/thread/subscribe",
            {"res_model": TICKET, "res_id": secret.case, "partner_ids": me},
        ),
        ("/mail/attachment/delete", {"attachment_id": secret.ids("ir.attachment")[0]}),
    ):
        with attack.no("AccessError", "NotFound"):
            client.route(path, **params)
    upload = {"thread_id": str(secret.case), "thread_model": TICKET}
    with attack.nothing_moves():
        client.post("/mail/attachment/upload", upload, files={"ufile": ("a", b"a")})
        client.post(
            "/web/binary/upload_attachment",
            {"model": TICKET, "id": str(secret.case)},
            files={"ufile": ("a", b"a")},
        )


def test_the_composer_sends_nothing(attack, secret):
    for mode in ("comment", "mass_mail"):
        values = {
            "model": TICKET,
            "res_ids": f"[{secret.case}]",
            "body": "Audited",
            "subject": "Audited",
            "composition_mode": mode,
            "partner_ids": [[6, 0, [attack.partner("customer")]]],
        }
        try:
            made = attack.call(
                "auditor", "mail.compose.message", "create", vals_list=[values]
            )
        except AssertionError as error:
            assert error.kind == "AccessError"
            continue
        attack.refused(
            "web", "auditor", "mail.compose.message", "action_send_mail", made
        )
    later = {
        "model": TICKET,
        "res_id": secret.case,
        "body": "Audited",
        "author_id": attack.partner("auditor"),
        "scheduled_date": str(datetime.datetime.now() + datetime.timedelta(days=1))[
            :19
        ],
    }
    attack.refused(
        "web", "auditor", "mail.scheduled.message", "create", vals_list=[later]
    )


def test_no_screen_of_ours_decides_for_the_auditor(attack, secret):
    approvals = [[6, 0, secret.ids("complaint.approval")]]
    for model, values in (
        ("complaint.approval.decide", {"approval_ids": approvals}),
        ("complaint.settle.on.site", {"ticket_id": secret.case}),
        ("complaint.solution.step", {"solution_id": secret.package}),
    ):
        attack.refused("web", "auditor", model, "create", vals_list=[values])


def test_no_link_of_the_customer_for_the_auditor(attack, secret):
    """Whoever held its token wrote as the customer (L3)."""
    attack.refused("web", "auditor", TICKET, "get_portal_url", [secret.case])


def test_an_auditor_who_is_a_clerk_too_changes_nothing(attack):
    """The stricter role holds."""
    login = attack.person(
        "auditing_clerk",
        f"{ADDON}.group_complaint_clerk",
        f"{ADDON}.group_complaint_auditor",
    )
    case = attack.case()
    values = {"member_ids": [[4, attack.user(login), 0]]}
    attack.call("admin", "retail.store", "write", [attack.store("TST")], vals=values)
    package = attack.package(case, 500)
    attack.refused("web", login, TICKET, "write", [case], vals={"name": "Audited"})
    attack.refused("web", login, TICKET, "message_post", [case], body="Audited")
    for step in ("submit", "cancel"):
        attack.refused("web", login, SOLUTION, f"action_{step}", [package])
    attack.refused("web", login, SOLUTION, "write", [package], vals={"reason": "Mine"})
    attack.refused("web", login, SOLUTION, "unlink", [package])
    attack.refused("web", login, SOLUTION, "create", vals_list=[{"ticket_id": case}])
    step = {"name": "Mine", "ticket_id": case}
    attack.refused("web", login, "complaint.step", "create", vals_list=[step])
