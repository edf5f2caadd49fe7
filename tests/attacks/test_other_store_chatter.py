"""Chatter, files, to-dos and pages of a case of TST, seen from another shop."""

import json

import pytest

from support import secret as secrets
from support.secret import finds_nothing, readings, sees_nothing

TICKET = "helpdesk.ticket"
OUTSIDERS = ["clerk2", "supervisor2", "watchmaker", "clerk_macau"]


@pytest.fixture(scope="module")
def secret(_attack):
    return secrets.make(_attack)


@pytest.fixture(scope="module")
def own(_attack):
    """A case of the outsider's own."""
    return _attack.case("clerk2", store_id=_attack.store("CWB"))


@pytest.mark.parametrize("login", OUTSIDERS)
def test_nobody_follows_by_themselves(attack, secret, login):
    me = attack.partner(login)
    attack.refused(
        "web", login, TICKET, "message_subscribe", [secret.case], partner_ids=[me]
    )
    follower = {"res_model": TICKET, "res_id": secret.case, "partner_id": me}
    attack.refused("web", login, "mail.followers", "create", vals_list=[follower])
    for path, params in (
        ("/mail/thread/subscribe", {"res_model": TICKET, "res_id": secret.case}),
        ("/mail/thread/unsubscribe", {"res_model": TICKET, "res_id": secret.case}),
    ):
        with attack.no():
            attack.by(login).route(path, partner_ids=[me], **params)


def test_following_does_not_open_the_case(attack, secret):
    """Put there by somebody who may: still no sight of it."""
    me = attack.partner("clerk2")
    attack.call("clerk", TICKET, "message_subscribe", [secret.case], partner_ids=[me])
    follows = (
        "SELECT count(*) FROM mail_followers WHERE res_id = %s AND partner_id = %s"
    )
    assert attack.sql.one(follows, secret.case, me) == 0, "who cannot read: left out"
    with attack.sql.connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO mail_followers (res_model, res_id, partner_id)"
            " VALUES ('helpdesk.ticket', %s, %s)",
            (secret.case, me),
        )
    try:
        sees_nothing(attack, "clerk2", secret.word, readings(TICKET, [secret.case]))
        finds_nothing(attack, "clerk2", TICKET, [secret.case])
        attack.refused(
            "web", "clerk2", TICKET, "message_post", [secret.case], body="Mine"
        )
        attack.refused(
            "web", "clerk2", TICKET, "write", [secret.case], vals={"name": "Mine"}
        )
    finally:
        with attack.sql.connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM mail_followers WHERE res_id = %s AND partner_id = %s"
                " AND res_model = 'helpdesk.ticket'",
                (secret.case, me),
            )


@pytest.mark.parametrize("login", OUTSIDERS)
def test_nobody_posts(attack, secret, login):
    case = [secret.case]
    for method, arguments in (
        ("message_post", {"body": "Mine"}),
        ("message_post", {"body": "Mine", "subtype_xmlid": "mail.mt_comment"}),
        ("activity_schedule", {"summary": "Mine"}),
    ):
        attack.refused("web", login, TICKET, method, case, **arguments)
    thread = {"model": TICKET, "res_id": secret.case}
    composer = {"model": TICKET, "res_ids": f"[{secret.case}]", "body": "Mine"}
    activity = {
        "res_model_id": attack.id_of("ir_model", "model", TICKET),
        "res_id": secret.case,
        "user_id": attack.user(login),
    }
    file = {"name": "Mine", "raw": "Mine", "res_model": TICKET, "res_id": secret.case}
    for model, values in (
        ("mail.message", {**thread, "body": "Mine"}),
        ("mail.activity", activity),
        ("ir.attachment", file),
    ):
        attack.refused("web", login, model, "create", vals_list=[values])
    # The composer opens as an empty screen; sending is what counts.
    try:
        made = attack.call(
            login, "mail.compose.message", "create", vals_list=[composer]
        )
    except AssertionError as error:
        assert error.kind == "AccessError"
    else:
        attack.refused("web", login, "mail.compose.message", "action_send_mail", made)
    with attack.no("AccessError", "NotFound"):
        attack.by(login).route(
            "/mail/message/post",
            thread_model=TICKET,
            thread_id=secret.case,
            post_data={"body": "Mine"},
        )


@pytest.mark.parametrize("login", OUTSIDERS)
def test_the_routes_of_the_chatter_tell_nothing(attack, secret, login):
    client = attack.by(login)
    thread = {"thread_model": TICKET, "thread_id": secret.case}
    message = secret.ids("mail.message")[-1]
    with attack.nothing_moves():
        for path, params in (
            ("/mail/thread/messages", thread),
            (
                "/mail/data",
                {
                    "fetch_params": [
                        [
                            "mail.thread",
                            {
                                **thread,
                                "request_list": [
                                    "followers",
                                    "attachments",
                                    "activities",
                                ],
                            },
                        ]
                    ]
                },
            ),
            ("/mail/chatter_fetch", thread),
            ("/portal/chatter_init", thread),
            (
                "/mail/message/reaction",
                {"message_id": message, "content": "x", "action": "add"},
            ),
            (
                "/mail/message/update_content",
                {"message_id": message, "update_data": {"body": "Mine"}},
            ),
            ("/mail/update_is_internal", {"message_id": message, "is_internal": False}),
            (
                "/mail/attachment/delete",
                {"attachment_id": secret.ids("ir.attachment")[0]},
            ),
            (
                "/mail/read_subscription_data",
                {"follower_id": secret.ids("mail.followers")[0]},
            ),
        ):
            try:
                answer = client.route(path, **params)
            except AssertionError as error:
                assert error.kind in (
                    "AccessError",
                    "NotFound",
                    "Forbidden",
                    "MissingError",
                ), f"{path}: {error}\n{error.debug}"
            else:
                assert secret.word not in json.dumps(answer), path


@pytest.mark.parametrize("login", [*OUTSIDERS, "customer"])
def test_no_page_shows_the_case_or_its_file(attack, secret, login):
    file = secret.ids("ir.attachment")[0]
    message = secret.ids("mail.message")[-1]
    client = attack.by(login)
    with attack.nothing_moves():
        for path in (
            f"/web/content/{file}",
            f"/web/content/{file}?download=true",
            f"/web/image/{file}",
            f"/web/content/{TICKET}/{secret.case}/description",
            f"/web/image/{TICKET}/{secret.case}/name",
            f"/my/ticket/{secret.case}",
            f"/mail/message/{message}",
            f"/mail/view?model={TICKET}&res_id={secret.case}",
        ):
            answer = client.get(path)
            assert answer.status_code < 500, path
            assert secret.word not in answer.text, path
        zipped = client.post(
            "/mail/attachment/zip", {"file_ids": str(file), "zip_name": "x.zip"}
        )
        assert secret.word.encode() not in zipped.content
    upload = {"thread_id": str(secret.case), "thread_model": TICKET}
    with attack.nothing_moves():
        answer = client.post(
            "/mail/attachment/upload", upload, files={"ufile": ("x.txt", b"Mine")}
        )
        assert answer.status_code in (200, 403, 404)


def test_the_export_of_the_screen_tells_nothing(attack, secret):
    data = {
        "model": TICKET,
        "fields": [{"name": "name", "label": "Name"}, {"name": "number", "label": "N"}],
        "ids": [secret.case],
        "domain": [],
        "groupby": [],
        "import_compat": False,
        "context": {},
    }
    attack.server.expect(
        "ERROR", r"odoo\.addons\.web\.controllers\.export", "Exception during request"
    )
    client = attack.by("clerk2")
    for ids in ([secret.case], False):
        form = {"data": json.dumps({**data, "ids": ids})}
        with attack.nothing_moves():
            answer = client.post("/web/export/csv", form)
        assert secret.word not in answer.text


def test_own_files_and_messages_do_not_move_into_the_case(attack, secret, own):
    file = {"name": "own.txt", "raw": "own", "res_model": TICKET, "res_id": own}
    (own_file,) = attack.call("clerk2", "ir.attachment", "create", vals_list=[file])
    loose = {"name": "loose.txt", "raw": "loose"}
    (loose,) = attack.call("clerk2", "ir.attachment", "create", vals_list=[loose])
    place = {"res_model": TICKET, "res_id": secret.case}
    for one in (own_file, loose):
        attack.refused("web", "clerk2", "ir.attachment", "write", [one], vals=place)
    message = attack.call("clerk2", TICKET, "message_post", [own], body="Mine")
    message = message[0] if isinstance(message, list) else message
    moved = {"model": TICKET, "res_id": secret.case}
    attack.refused("web", "clerk2", "mail.message", "write", [message], vals=moved)
    foreign = secret.ids("ir.attachment")
    attack.refused(
        "web",
        "clerk2",
        TICKET,
        "message_post",
        [own],
        body="Look",
        attachment_ids=foreign,
    )
