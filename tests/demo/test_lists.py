"""Every list of the menus and every filter of its search has something to show."""

import ast
import re
from functools import cache

import pytest

# Filters that find nothing in good order, with the reason.
EMPTY = {
    "unassigned": "a complaint is never without an owner",
    "archived": "nothing of the demo is archived",
    "inactive": "nothing of the demo is archived",
    "without_manager": "every store has one",
    "left": "nobody has left: promises go to the store manager at that moment",
    "message_needaction": "depends on what the reader has not read yet",
}
# The other lists belong to upstream, with filters of their own.
OURS = ("helpdesk.ticket", "helpdesk.ticket.category", "retail.store")
OURS += ("survey.user_input", "qc.inspection", "stock.lot", "product.template")
OURS += ("repair.order",)
PREFIXES = ("complaint.", "jewellery.", "watch.", "customer.", "store.", "service.")
PREFIXES += ("help.",)
# Nothing to list: a screen of settings, and backups, which are made on a machine.
NO_LISTS = ("res.config.settings", "db.backup", "backup.restore.test")
# Who looks at a list; the first who sees something is enough.
READERS = ("manager", "director", "supervisor", "supervisor2", "clerk", "auditor")
READERS += ("inspector", "investigator", "watchmaker", "compliance")
MENUS = """
    WITH RECURSIVE below AS (
        SELECT id, action FROM ir_ui_menu WHERE id IN (
            SELECT res_id FROM ir_model_data
             WHERE module IN ('retail_complaint_addon', 'jewellery_quality_addon',
                              'watch_complaint_addon', 'customer_relations_addon')
               AND model = 'ir.ui.menu')
         UNION
        SELECT m.id, m.action FROM ir_ui_menu m JOIN below ON m.parent_id = below.id
    )
    SELECT action FROM below WHERE action LIKE 'ir.actions.act_window,%%'
"""


@pytest.fixture
def lists(rows, people):
    """The window actions of the menus: [(name, model, domain, search view)]."""
    ids = [int(action.split(",")[1]) for (action,) in rows(MENUS)]
    assert len(ids) >= 12
    found = []
    for action in people("admin").call(
        "ir.actions.act_window",
        "read",
        ids,
        ["name", "res_model", "domain", "search_view_id", "target"],
    ):
        if action["target"] == "new" or action["res_model"] in NO_LISTS:
            continue  # a window to fill in, no list
        view = action["search_view_id"]
        found.append(
            (
                action["name"],
                action["res_model"],
                action["domain"] or "[]",
                view[0] if view else False,
            )
        )
    return found


def _domain(text, uid):
    return ast.literal_eval(re.sub(r"\buid\b", str(uid), text))


@pytest.fixture(scope="session")
def sees(people):
    """``sees(model, domain, ...)``: whether one of the readers finds a record."""

    @cache
    def reads(login, model):
        return people(login).call(model, "has_access", [], "read")

    @cache
    def context(login):
        client = people(login)
        user = client.call("res.users", "read", [client.uid], ["company_ids"])[0]
        return {"allowed_company_ids": user["company_ids"], "active_test": True}

    @cache
    def somebody_sees(model, *domains):
        for login in READERS:
            if not reads(login, model):
                continue
            client = people(login)
            whole = [leaf for text in domains for leaf in _domain(text, client.uid)]
            # Not how many: one is enough.
            if client.call(model, "search", whole, limit=1, context=context(login)):
                return True
        return False

    return somebody_sees


def test_every_list_of_the_menus_has_records(lists, sees):
    empty = [name for name, model, domain, _view in lists if not sees(model, domain)]
    assert not empty, ", ".join(empty)


def _search_view(people, model, view):
    """The filters, as somebody gets them who may read the model."""
    for login in READERS:
        client = people(login)
        if client.call(model, "has_access", [], "read"):
            return client.call(model, "get_view", view, "search")["arch"]
    raise AssertionError(f"nobody reads {model}")


def test_every_filter_finds_something(lists, people, sees):
    """In one of the lists that use it: packages to carry out are never drafts."""
    empty, found = set(), set()
    for _name, model, domain, view in lists:
        arch = _search_view(people, model, view)
        for mark in re.findall(r"<filter[^>]*>", arch):
            values = dict(re.findall(r'(\w+)="([^"]*)"', mark))
            text = values.get("domain")
            if (
                not text
                or text == "[]"
                or values["name"] in EMPTY
                or "activities" in values["name"]
            ):
                continue
            if model not in OURS and not model.startswith(PREFIXES):
                continue
            text = text.replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&")
            key = (model, values["name"])
            if key not in found:
                seen = sees(model, domain, text)
                (found if seen else empty).add(key)
    assert len(found) > 60
    problems = sorted(empty - found)
    assert not problems, "\n".join(map(str, problems))
