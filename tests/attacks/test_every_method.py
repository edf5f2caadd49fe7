"""Every public method of ours is an endpoint: strangers call each of them.

The list is read from the source, so that a new method is attacked from its first day.
"""

import ast
import contextlib
import itertools
from pathlib import Path

import pytest

from support.attack import CLEAN
from support.client import Client, OdooError
from support.quality import CASE, INSPECTION, INVESTIGATION, Quality
from support.quality_states import in_every_state

ROOT = Path(__file__).parents[2]
# Their own attacks are in the other files; here only what is not of the framework.
FRAMEWORK = {
    "create",
    "write",
    "unlink",
    "copy",
    "copy_data",
    "default_get",
    "export_data",
    "onchange",
    "get_formview_action",
    "get_formview_id",
    "get_import_templates",
    "init",
    "name_create",
    "name_search",
    "message_subscribe",
    "message_new",
    "message_process",
    "message_route",
    "message_update",
}
STRANGERS = ["clerk2", "auditor", "watchmaker", "customer"]
# People who stand near to a case of Quality, and what each may do there all the same.
NEAR = {
    "customer": set(),
    "employee": set(),
    "clerk2": set(),
    "supervisor2": set(),
    "auditor": set(),
    "investigator_macau": set(),
    "inspector2": {INSPECTION},
    "clerk": {CASE, (INVESTIGATION, "action_draw_report")},
}
# Words for what a button asks for; anything else is left out.
WORDS = {"result": "Done", "comment": "No"}
JUNK = [None, "x", -1, [], {}, [["x"]], {"x": 1}, "a\x00b", 2**40]


def names_of(node: ast.ClassDef) -> list[str]:
    """The models a class defines or extends."""
    found = {}
    for item in node.body:
        if isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name):
            if item.targets[0].id in ("_name", "_inherit"):
                try:
                    found[item.targets[0].id] = ast.literal_eval(item.value)
                except ValueError:
                    continue
    name = found.get("_name") or found.get("_inherit") or []
    return [name] if isinstance(name, str) else name


# What ours adds to methods of the framework, with arguments of another kind.
OVERRIDES = [
    ("helpdesk.ticket", "get_formview_id", "access_uid"),
    ("helpdesk.ticket", "get_formview_action", "access_uid"),
    ("helpdesk.ticket", "message_subscribe", "partner_ids"),
    ("complaint.approval", "message_subscribe", "partner_ids"),
    ("helpdesk.ticket", "copy", "default"),
    ("complaint.solution", "copy", "default"),
]


def is_private(node: ast.FunctionDef) -> bool:
    marks = {ast.unparse(mark) for mark in node.decorator_list}
    return node.name.startswith("_") or bool(marks & {"property", "api.private"})


def methods(addon: str = "*_addon") -> list[tuple[str, str, bool, tuple[str, ...]]]:
    """(model, method, whether it takes ids, its parameters) of all addons, or one."""
    found = set()
    files = [*ROOT.glob(f"{addon}/models/*.py"), *ROOT.glob(f"{addon}/wizards/*.py")]
    for path in sorted(files):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.ClassDef):
                continue
            for item in node.body:
                if not isinstance(item, ast.FunctionDef) or is_private(item):
                    continue
                if item.name in FRAMEWORK:
                    continue
                marks = {ast.unparse(mark) for mark in item.decorator_list}
                parameters = tuple(arg.arg for arg in item.args.args[1:])
                for model in names_of(node):
                    if model.endswith(".mixin"):
                        continue
                    takes_ids = "api.model" not in marks
                    found.add((model, item.name, takes_ids, parameters))
    return sorted(found)


METHODS = methods()
QUALITY = methods("jewellery_quality_addon")


@pytest.fixture(scope="module")
def records(_attack):
    """A case of TST with a record of each model hanging on it."""
    case = _attack.case()
    package = _attack.package(case, 5000)
    _attack.step("clerk", package, "submit")
    (step,) = _attack.call(
        "clerk",
        "complaint.step",
        "create",
        vals_list=[{"name": "Call", "ticket_id": case}],
    )
    _attack.refer(case)
    article = _attack.article(case)
    closed = _attack.case(partner_email="victim@example.com")
    _attack.close(closed)
    screens = {
        "complaint.settle.on.site": {"ticket_id": case},
        "complaint.solution.step": {"solution_id": package, "step": "cancel"},
        "complaint.approval.decide": {
            "approval_ids": [[6, 0, _attack.pending(package)]]
        },
        "complaint.notice.compose": {
            "ticket_id": case,
            "kind": "public_reply",
            "channel": "public",
        },
    }
    made = {
        model: _attack.call("clerk", model, "create", vals_list=[values])[0]
        for model, values in screens.items()
    }
    _attack.call(
        "clerk",
        "complaint.notice.compose",
        "action_tell",
        [made["complaint.notice.compose"]],
    )
    notice = _attack.id_of("complaint_notice", "ticket_id", case)
    [made["complaint.notice.return"]] = _attack.call(
        "clerk",
        "complaint.notice.return",
        "create",
        vals_list=[{"notice_id": notice, "reason": "Shorter"}],
    )
    return {
        **made,
        "complaint.notice": notice,
        "helpdesk.ticket": case,
        "complaint.solution": package,
        "complaint.approval": _attack.pending(package)[0],
        "complaint.step": step,
        "complaint.referral": _attack.id_of("complaint_referral", "ticket_id", case),
        "complaint.custody": article,
        "complaint.custody.move": _attack.handed_over(
            article, to_store_id=_attack.store("MK")
        ),
        "complaint.chain": _attack.id_of("complaint_chain", "ticket_id", case),
        "survey.user_input": _attack.id_of(
            "survey_user_input", "complaint_ticket_id", closed
        ),
        "retail.store": _attack.store("TST"),
    }


@contextlib.contextmanager
def clean(what: str):
    """Whatever the answer is, it is no crash."""
    try:
        yield
    except OdooError as error:
        good = error.kind in CLEAN or error.status in (403, 404)
        assert good, f"{what}: {error}\n{error.debug}"


def try_it(attack, login: str, model: str, method: str, ids, arguments: dict) -> None:
    """Refused cleanly, or answered without a trace."""
    client = attack.by(login)
    given = [] if ids is None else [ids]
    with attack.nothing_moves(), clean(f"{login} {model}.{method}({arguments})"):
        client.call(model, method, *given, **arguments)


def test_the_list_is_not_empty():
    assert len(METHODS) > 40
    assert ("complaint.solution", "action_submit", True, ()) in METHODS
    assert ("repair.order", "action_start", True, ()) in METHODS


@pytest.fixture(scope="module")
def quality(_attack):
    """Records of Quality in every state, and a quality manager of another company."""
    made = Quality(_attack)
    known = in_every_state(made)
    _attack.person("employee")
    made.abroad("investigator_macau")
    return known


@pytest.mark.parametrize("login", NEAR)
def test_who_is_near_moves_nothing_of_quality(attack, quality, login):
    """Every button of the addon on every record, in whatever state it is."""
    client, tried = attack.by(login), 0
    for model, group in itertools.groupby(QUALITY, lambda row: row[0]):
        # one look at the tables for each model: looking takes longer than calling
        with attack.nothing_moves():
            for _model, method, _takes_ids, parameters in group:
                if {model, (model, method)} & NEAR[login]:
                    continue
                given = {name: WORDS.get(name) for name in parameters}
                for id_ in quality.get(model, ()):
                    with clean(f"{login} {model}.{method}"):
                        client.call(model, method, [id_], **given)
                    tried += 1
    assert tried > 100


def test_without_a_login_nothing_of_quality_answers(attack, quality):
    anybody = Client(attack.server.url, attack.server.database, "")
    with attack.nothing_moves():
        for model, method, _ids, _parameters in QUALITY:
            if model in quality:
                with pytest.raises(OdooError) as caught:
                    anybody.call(model, method, quality[model][:1])
                assert caught.value.kind == "SessionExpiredException"


@pytest.mark.parametrize("login", STRANGERS)
def test_strangers_move_nothing(attack, records, login):
    for model, method, takes_ids, parameters in METHODS:
        ids = [records.get(model, 1)] if takes_ids else None
        try_it(attack, login, model, method, ids, dict.fromkeys(parameters))


def test_a_record_that_is_not_there(attack):
    for model, method, takes_ids, parameters in METHODS:
        if takes_ids:
            given = dict.fromkeys(parameters)
            try_it(attack, "clerk", model, method, [2**31 - 1], given)


def test_parameters_of_another_kind(attack, records):
    """By somebody who may, on a foreign case: junk must not crash before the check."""
    for model, method, takes_ids, parameters in METHODS:
        ids = [records.get(model, 1)] if takes_ids else None
        for parameter in parameters:
            for junk in JUNK:
                arguments = dict.fromkeys(parameters) | {parameter: junk}
                try_it(attack, "clerk2", model, method, ids, arguments)


@pytest.mark.parametrize(
    ("model", "method", "parameter"), OVERRIDES, ids=lambda name: str(name)
)
def test_overrides_with_junk(attack, records, model, method, parameter):
    """By somebody who may: an answer or a clean no, never a crash."""
    for junk in JUNK:
        with clean(f"{model}.{method}({junk!r})"):
            attack.call("clerk", model, method, [records[model]], **{parameter: junk})


@pytest.mark.parametrize("name", [*JUNK, "", " ", "\ud800", "a" * 9999])
def test_a_customer_with_a_junk_name(attack, name):
    with clean(repr(name)):
        attack.call(
            "clerk",
            "res.partner",
            "name_create",
            name=name,
            context={"complaint_customer": True},
        )
