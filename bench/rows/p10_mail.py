"""P10: an e-mail that opens a case; the raw mail is kept first.

The acknowledgement is left out. Ours always tells the owner by mail. The peer tells
nobody unless the address names an owner: the second comparison is with one.
"""

import itertools
from email.message import EmailMessage

from harness import Bench, Figure, Sample, Side, median

from odoo import SUPERUSER_ID, api

DOMAIN = "desk.example.com"
ADDRESS = f"complaints@{DOMAIN}"
BODY = (
    "Dear shop,\n\nthe watch I bought in spring stopped after two weeks, and nobody "
    "called me back. Please repair it or give me my money back.\n\nKind regards\nAnn\n"
)


def run(bench: Bench) -> list[Figure]:
    for side in bench.sides.values():
        _prepare(side)
    numbers = itertools.count(1)
    found = bench.alternate(lambda side: _deliver(side, next(numbers)), runs=10)
    _name_owner(bench.peer)
    told = bench.alternate(lambda side: _deliver(side, next(numbers)), runs=10)
    for side in bench.sides.values():
        _check(side, 22)
    return [
        *bench.compared("one mail, new sender", found, "≤ 1.3", ""),
        *bench.compared("owner told on both sides", told, "", ""),
        Figure(
            "processor time", median(found["ours"], "busy") * 1000, "ms",
            peer=median(found["peer"], "busy") * 1000,
        ),
    ]  # fmt: skip


def _prepare(side: Side) -> None:
    """One address on each side; nothing goes out."""
    with side.registry.cursor() as cr:
        env = _environment(cr)
        domain = env["mail.alias.domain"].search([], limit=1)
        domain = domain or env["mail.alias.domain"].create({"name": DOMAIN})
        domain.name = DOMAIN
        company = env.ref("base.main_company")
        company.alias_domain_id = domain
        if side.name == "ours":
            store = env["retail.store"].search([("code", "=", "B1")])
            store.write({"alias_name": "complaints"})
            store.alias_id.alias_domain_id = domain
        else:
            team = env["helpdesk.ticket.team"].search([("name", "=", "Team 1")])
            team.write({"alias_name": "complaints"})
            team.alias_id.alias_domain_id = domain
            env["helpdesk.ticket.stage"].search([]).mail_template_id = False
        cr.commit()
    if side.name == "ours":
        # the acknowledgement is left out
        side.registry["helpdesk.ticket"]._after_door = lambda self, door: None


def _name_owner(side: Side) -> None:
    """Let the peer's address give its tickets an owner, who gets a mail of it."""
    with side.registry.cursor() as cr:
        env = _environment(cr)
        team = env["helpdesk.ticket.team"].search([("name", "=", "Team 1")])
        owner = {"team_id": team.id, "user_id": team.user_ids[:1].id}
        team.alias_id.alias_defaults = repr(owner)
        cr.commit()


def _environment(cr):
    return api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})


def _deliver(side: Side, number: int) -> Sample:
    mail = EmailMessage()
    mail["From"] = f"Ann {number} <ann{number}@customer.example.com>"
    mail["To"] = ADDRESS
    mail["Subject"] = f"My watch, receipt {number}"
    mail["Message-ID"] = f"<bench-{number}@customer.example.com>"
    mail.set_content(BODY)
    with side.registry.cursor() as cr:
        env = _environment(cr)
        thread = env["mail.thread"]
        sample = side.sample(
            env, lambda: thread.message_process(False, mail.as_bytes())
        )
        cr.commit()
    return sample


def _check(side: Side, count: int) -> None:
    """Each mail has become a ticket."""
    with side.registry.cursor() as cr:
        cr.execute(
            "SELECT count(*) FROM helpdesk_ticket WHERE name LIKE 'My watch, receipt%'"
        )
        (found,) = cr.fetchone()
    if found != count:
        raise AssertionError(f"{side.name}: {found} tickets of {count} mails")
