"""What is written on a case: in one's own name, by who works on it, for good."""

import base64
import html
import secrets

import pytest

from support.attack import every_door
from support.client import Client

ADDON = "retail_complaint_addon"
PARTNERS = "base.group_partner_manager"
TICKET = "helpdesk.ticket"
NOTE = "mail.message"
LATER = "2035-01-01 00:00:00"


@pytest.fixture(scope="module")
def case(_attack):
    return _attack.case()


def forged(attack) -> list[dict]:
    """The director says yes: by author, by address alone, by somebody without user."""
    director = attack.partner("director")
    return [
        {"author_id": director},
        {"author_id": director, "email_from": "director@example.com"},
        {"author_id": False, "email_from": "director@example.com"},
    ]


@every_door
def test_posting_as_a_colleague(attack, door, case):
    for name in forged(attack):
        attack.refused(
            door, "clerk", TICKET, "message_post", [case], body="Approved", **name
        )
        values = {"model": TICKET, "res_id": case, "body": "Approved", **name}
        attack.refused(door, "clerk", NOTE, "create", vals_list=[values])
        later = {**values, "scheduled_date": LATER}
        later.pop("email_from", None)
        attack.refused(
            door, "clerk", "mail.scheduled.message", "create", vals_list=[later]
        )
    attack.knock(door, "clerk", TICKET, "message_post", [case], body="In my own name")


@pytest.mark.parametrize("mode", ["comment", "mass_mail"])
def test_the_composer_as_a_colleague(attack, door, case, mode):
    """Mass mode writes as superuser, with the author the client chose."""
    values = {
        "model": TICKET,
        "res_ids": f"[{case}]",
        "composition_mode": mode,
        "body": "<p>Approved</p>",
        "subject": "Approved",
    }
    for name in forged(attack):
        (composer,) = attack.call(
            "clerk", "mail.compose.message", "create", vals_list=[{**values, **name}]
        )
        attack.refused(
            door, "clerk", "mail.compose.message", "action_send_mail", [composer]
        )
    (composer,) = attack.call(
        "clerk", "mail.compose.message", "create", vals_list=[values]
    )
    attack.knock(door, "clerk", "mail.compose.message", "action_send_mail", [composer])


def template(attack) -> int:
    return attack.sql(
        "SELECT id FROM mail_template WHERE model = %s ORDER BY id LIMIT 1", TICKET
    )[0][0]


def test_a_template_as_a_colleague(attack, door, case):
    send = (door, "clerk", "mail.template", "send_mail", [template(attack)])
    body = {
        "body_html": "<p>Approved</p>",
        "subject": "Yes",
        "email_to": "x@example.com",
    }
    for name in forged(attack):
        for more in ({}, {"message_type": "notification"}, {"is_notification": True}):
            values = {**body, **name, **more}
            attack.refused(*send, res_id=case, email_values=values)
    attack.knock(*send, res_id=case, email_values=body)


@pytest.mark.parametrize("login", ["auditor", "clerk2", "watchmaker"])
def test_those_who_do_not_work_on_it(attack, door, case, login):
    """Reading is enough for upstream's composer, templates and scheduled messages."""
    body = {"body_html": "<p>Hello</p>", "subject": "x", "email_to": "x@example.com"}
    send = (door, login, "mail.template", "send_mail", [template(attack)])
    attack.refused(*send, res_id=case, email_values=body)
    values = {
        "model": TICKET,
        "res_id": case,
        "author_id": attack.partner(login),
        "body": "Hello",
        "scheduled_date": LATER,
    }
    attack.refused(door, login, "mail.scheduled.message", "create", vals_list=[values])
    for given in ({"res_ids": f"[{case}]"}, {"res_domain": f"[('id', '=', {case})]"}):
        composer = {
            "model": TICKET,
            "composition_mode": "mass_mail",
            "body": "Hello",
            "subject": "x",
            **given,
        }
        (screen,) = attack.call(
            login, "mail.compose.message", "create", vals_list=[composer]
        )
        if login == "auditor" or "res_ids" in given:
            attack.refused(
                door, login, "mail.compose.message", "action_send_mail", [screen]
            )


def test_what_was_said_stays_said(attack, door, case):
    """V1, V2: neither changed nor deleted, and no change without its trace."""
    attack.call("clerk", TICKET, "message_post", [case], body="We offer HK$9000")
    (message,) = attack.sql(
        "SELECT max(id) FROM mail_message WHERE model = %s AND res_id = %s",
        TICKET,
        case,
    )[0]
    for login in ("clerk", "supervisor", "admin"):
        for values in (
            {"body": "We offer HK$90"},
            {"author_id": attack.partner("director")},
            {"date": "2020-01-01 00:00:00"},
            {"res_id": attack.case()},
            {"model": "res.partner"},
            {"is_internal": True},
        ):
            attack.refused(door, login, NOTE, "write", [message], vals=values)
        attack.refused(door, login, NOTE, "unlink", [message])
        with attack.no():
            attack.by(login).route(
                "/mail/message/update_content",
                message_id=message,
                update_data={"body": "We offer HK$90", "attachment_ids": []},
            )


def test_no_change_goes_untracked(attack, door, case):
    """V3: the keys that switch the trace off switch off nothing here."""
    silent = {"tracking_disable": True, "mail_notrack": True, "mail_create_nolog": True}
    before = attack.sql.one(
        "SELECT count(*) FROM mail_tracking_value v JOIN mail_message m"
        " ON m.id = v.mail_message_id WHERE m.model = %s AND m.res_id = %s",
        TICKET,
        case,
    )
    severity = attack.sql.one(
        "SELECT severity FROM helpdesk_ticket WHERE id = %s", case
    )
    other = "major" if severity != "major" else "minor"
    attack.knock(
        door,
        "clerk",
        TICKET,
        "write",
        [case],
        vals={"severity": other},
        context=silent,
    )
    after = attack.sql.one(
        "SELECT count(*) FROM mail_tracking_value v JOIN mail_message m"
        " ON m.id = v.mail_message_id WHERE m.model = %s AND m.res_id = %s",
        TICKET,
        case,
    )
    assert after > before


def test_a_to_do_is_not_slipped_under_a_foreign_case(attack, door, case):
    own = attack.case("clerk2", store_id=attack.store("CWB"))
    model = attack.id_of("ir_model", "model", TICKET)
    place = {"res_model_id": model, "res_id": own, "summary": "Hello"}
    create = (door, "clerk2", "mail.activity", "create")
    (activity,) = attack.knock(*create, vals_list=[place])
    attack.refused(*create, vals_list=[{**place, "res_id": case}])
    write = (door, "clerk2", "mail.activity", "write", [activity])
    attack.refused(*write, vals={"res_id": case})
    attack.refused(*write, vals={"res_model_id": model, "res_id": case})


# The links of the customer (L3)


@pytest.fixture(scope="module")
def of_customer(_attack):
    """A case of the customer who is signed in, and the token its link shows."""
    case = _attack.case(partner_id=_attack.partner("customer"))
    # As upstream's notifications make one.
    token = _attack.sql.one(
        "UPDATE helpdesk_ticket SET access_token = %s WHERE id = %s"
        " RETURNING access_token",
        secrets.token_hex(18),
        case,
    )
    return case, token


def say(client, case: int, **proof):
    params = {"thread_model": TICKET, "thread_id": case, "post_data": {"body": "Yes"}}
    return client.route("/mail/message/post", **params, **proof)


def author_of(attack, case: int) -> int:
    return attack.sql.one(
        "SELECT author_id FROM mail_message WHERE model = %s AND res_id = %s"
        " ORDER BY id DESC LIMIT 1",
        TICKET,
        case,
    )


@pytest.fixture
def stranger(attack):
    """Somebody without a login."""
    return Client(attack.server.url, attack.server.database, "nobody")


@pytest.mark.parametrize("login", ["auditor", "clerk2", "watchmaker", None])
def test_the_token_of_the_portal_is_no_signature(attack, stranger, of_customer, login):
    case, token = of_customer
    client = attack.by(login) if login else stranger
    for proof in ({"token": token}, {"token": token, "pid": 1, "hash": token}):
        with attack.no("AccessError", "NotFound"):
            say(client, case, **proof)


def test_who_works_on_it_signs_with_their_own_name(attack, of_customer):
    case, token = of_customer
    for proof in ({"token": token}, {"token": token, "pid": 1, "hash": "x"}):
        say(attack.by("clerk"), case, **proof)
        assert author_of(attack, case) == attack.partner("clerk")


def test_a_shared_link_signs_for_nobody(attack, of_customer):
    """Sent from the screen of the portal, it stands in the chatter for all to read."""
    case, _token = of_customer
    login = attack.person("sharer", f"{ADDON}.group_complaint_clerk", PARTNERS)
    values = {"member_ids": [[4, attack.user(login), 0]]}
    attack.call("admin", "retail.store", "write", [attack.store("TST")], vals=values)
    customer = attack.partner("customer")
    share = {"res_model": TICKET, "res_id": case, "partner_ids": [[6, 0, [customer]]]}
    (screen,) = attack.call(login, "portal.share", "create", vals_list=[share])
    attack.call(login, "portal.share", "action_send_mail", [screen])
    body = attack.sql.one(
        "SELECT body FROM mail_message WHERE model = %s AND res_id = %s"
        " ORDER BY id DESC LIMIT 1",
        TICKET,
        case,
    )
    assert "/mail/view" in body and "hash=" not in body


def test_no_mail_carries_a_signature(attack, smtp_sink):
    """Its link is the tracking page's, which is for this customer alone."""
    (customer,) = attack.call(
        "clerk",
        "res.partner",
        "create",
        vals_list=[{"name": "Linked", "email": "linked@example.com"}],
    )
    case = attack.case(partner_id=customer)
    smtp_sink.clear()
    post = {"body": "Is it red?", "partner_ids": [customer]}
    attack.call(
        "clerk", TICKET, "message_post", [case], subtype_xmlid="mail.mt_comment", **post
    )
    (mail,) = smtp_sink.wait_for(1)
    page = html.unescape(mail.get_body(("html",)).get_content())
    assert "Is it red?" in page and "/complaint/track/" in page
    token = attack.sql.one(
        "SELECT access_token FROM helpdesk_ticket WHERE id = %s", case
    )
    assert "hash=" not in page and not (token and token in page)


def test_the_customer_gets_no_file_of_a_note(attack):
    """L1: upstream's page lists every file, with a link that needs no login."""
    case = attack.case(partner_id=attack.partner("customer"))
    for name, subtype in (("inside", "mail.mt_note"), ("outside", "mail.mt_comment")):
        attack.call(
            "clerk",
            TICKET,
            "message_post",
            [case],
            body=name,
            message_type="comment",
            subtype_xmlid=subtype,
            attachments=[[f"{name}.txt", base64.b64encode(b"x").decode()]],
        )
    page = attack.by("customer").get(f"/my/ticket/{case}")
    assert page.status_code == 200
    assert "outside.txt" in page.text
    assert "inside.txt" not in page.text
