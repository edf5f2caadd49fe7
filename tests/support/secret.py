"""A case with everything that hangs on one, and proof that somebody sees none of it."""

import base64
import dataclasses
import json
import secrets

from .attack import CLEAN, Attack
from .client import OdooError

TICKET = "helpdesk.ticket"
SOLUTION = "complaint.solution"
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)


@dataclasses.dataclass
class Secret:
    """``word`` stands in the title, the texts and the file of the case."""

    word: str
    case: int
    package: int
    records: dict[str, list[int]]

    def ids(self, model: str) -> list[int]:
        return self.records[model]


def make(attack: Attack, login: str = "clerk", **vals) -> Secret:
    """A case of ``login`` with a package that waits for a supervisor."""
    word = f"topsecret{secrets.token_hex(4)}"
    case = attack.case(login, name=f"{word} case", description=f"<p>{word}</p>", **vals)
    package = attack.package(case, 5000, login, name=word)
    attack.step(login, package, "submit")
    values = {"name": word, "ticket_id": case}
    attack.call(login, "complaint.step", "create", vals_list=[values])
    file = {"name": f"{word}.txt", "res_model": TICKET, "res_id": case}
    file["datas"] = base64.b64encode(word.encode()).decode()
    attack.call(login, "ir.attachment", "create", vals_list=[file])
    attack.call(login, TICKET, "message_post", [case], body=word)
    activity = {
        "res_model_id": attack.id_of("ir_model", "model", TICKET),
        "res_id": case,
        "summary": word,
        "user_id": attack.user(login),
    }
    attack.call(login, "mail.activity", "create", vals_list=[activity])
    return Secret(word, case, package, records_of(attack, case, package))


def hang(attack: Attack, case: int, word: str) -> None:
    """A referral, an article in custody and a notice."""
    attack.refer(case, "supervisor", reason=word)
    screens = {
        "complaint.custody.take.in": {
            "store_id": attack.store("TST"),
            "description": word,
            "condition": word,
            "own_signature": PIXEL,
            "no_signature_reason": "Sent by post",
            "signed_by": "Victim",
        },
        "complaint.notice.compose": {
            "kind": "progress",
            "channel": "phone",
            "recipient": "Victim",
            "spoken": word,
        },
    }
    methods = ("action_take_in", "action_tell")
    for (model, values), method in zip(screens.items(), methods, strict=True):
        vals_list = [{**values, "ticket_id": case}]
        (screen,) = attack.call("clerk", model, "create", vals_list=vals_list)
        attack.call("clerk", model, method, [screen])


def records_of(attack: Attack, case: int, package: int) -> dict[str, list[int]]:
    queries = {
        TICKET: ("helpdesk_ticket", "id"),
        SOLUTION: ("complaint_solution", "ticket_id"),
        "complaint.approval": ("complaint_approval", "ticket_id"),
        "complaint.decision": ("complaint_decision", "ticket_id"),
        "complaint.chain": ("complaint_chain", "ticket_id"),
        "complaint.step": ("complaint_step", "ticket_id"),
    }
    records = {
        model: [
            row[0]
            for row in attack.sql(f"SELECT id FROM {table} WHERE {column} = %s", case)
        ]
        for model, (table, column) in queries.items()
    }
    lines = "SELECT id FROM complaint_solution_line WHERE solution_id = %s"
    records["complaint.solution.line"] = [row[0] for row in attack.sql(lines, package)]
    for model, column in (
        ("mail.message", "model"),
        ("mail.activity", "res_model"),
        ("mail.followers", "res_model"),
        ("ir.attachment", "res_model"),
    ):
        table = model.replace(".", "_")
        rows = attack.sql(
            f"SELECT id FROM {table} WHERE {column} = %s AND res_id = %s", TICKET, case
        )
        records[model] = [row[0] for row in rows]
    assert all(records.values()), records
    return records


def sees_nothing(attack: Attack, login: str, word: str, calls) -> None:
    """Each call answers without the word, or says no cleanly; nothing moves."""
    client = attack.by(login)
    with attack.nothing_moves():
        for model, method, args, kwargs in calls:
            place = f"{model}.{method} as {login}"
            try:
                answer = client.call(model, method, *args, **kwargs)
            except OdooError as error:
                assert error.kind in CLEAN, f"{place}: {error}\n{error.debug}"
                assert word not in error.message, f"{place} tells it in its error"
            else:
                assert word not in json.dumps(answer), f"{place} tells it"


def readings(model: str, ids: list[int]) -> list[tuple]:
    """Every way of reading these records; those that count must count none."""
    domain = [["id", "in", ids]]
    fields = {"display_name": {}}
    return [
        (model, "read", [ids], {}),
        (model, "web_read", [ids], {"specification": fields}),
        (model, "export_data", [ids, ["id", "display_name"]], {}),
        (model, "name_search", [], {"name": "topsecret", "domain": domain}),
        (
            model,
            "web_search_read",
            [],
            {"domain": domain, "specification": fields},
        ),
        (model, "copy", [ids[:1]], {}),
    ]


def finds_nothing(attack: Attack, login: str, model: str, ids: list[int]) -> None:
    """Neither found nor counted, however one asks."""
    if model == "mail.followers":
        # Odoo shows every employee who follows what; not what it is.
        return
    domain = [["id", "in", ids]]
    for method, arguments in (
        ("search", {"domain": domain}),
        ("search_count", {"domain": domain}),
        ("read_group", {"domain": domain, "fields": ["id"], "groupby": []}),
        (
            "formatted_read_group",
            {"domain": domain, "groupby": [], "aggregates": ["__count"]},
        ),
    ):
        try:
            answer = attack.call(login, model, method, **arguments)
        except OdooError as error:
            assert error.kind in CLEAN, f"{method}: {error}\n{error.debug}"
            continue
        if method.endswith("read_group"):
            answer = sum(row.get("__count", 0) for row in answer)
        assert not answer, f"{login} finds {model} by {method}: {answer}"
