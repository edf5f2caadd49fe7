"""Reports for those above: drawn, sent, read, commented, still to be read."""

from __future__ import annotations

from datetime import timedelta

from odoo.addons.retail_complaint_addon.demo import moments


def draw(desk, readers=(), by="investigator", **values):
    """Draw one up and send it."""
    report = desk.as_user(by)["jewellery.report"].create(values)
    report.action_draw()
    if readers:
        users = desk.env["res.users"].browse([desk.user(one).id for one in readers])
        report._send_to(users.with_env(report.env))
    return report


def about(case, readers, request=None):
    """One page about the case of a story."""
    return draw(
        case.desk,
        readers,
        kind="case",
        investigation_id=case.investigation_id,
        request=request,
    )


def read(report, desk, login, comment=None, todo=None):
    """Somebody opens it, and says something or wants something done."""
    mine = report.with_env(desk.as_user(login))
    mine._record_reading()
    if comment or todo:
        mine._answer(comment, todo)


def last_month(desk):
    """The month on two pages, read by the director, not yet by the manager."""
    start = desk.days_ago(4, 10.5)
    yield moments.opening(start, "office", desk.random("report"))
    first = desk.date().replace(day=1)
    last = first - timedelta(days=1)
    report = draw(
        desk,
        ("director", "manager"),
        kind="period",
        date_from=last.replace(day=1),
        date_to=last,
        request="A second balance for the laboratory.",
    )
    yield desk.now + timedelta(hours=5)
    read(report, desk, "director", "Granted. Order the balance.")
    draw(desk, kind="period", date_from=first, date_to=desk.date())


def scripts(desk):
    yield last_month(desk)
