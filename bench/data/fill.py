"""Make one database with many tickets: rows straight into the tables, set by set.

None of our checks runs here; what is written is what the desk itself would write.
"""

from contextlib import contextmanager

from data import catalogue, children, history, open_cases, peer_tickets, texts_in

from odoo import SUPERUSER_ID, api

MAKERS = {
    "history": (catalogue.ours, history.make),
    "open": (catalogue.ours, open_cases.make),
    "peer": (catalogue.peer, peer_tickets.make),
}


def run(bench) -> list:
    data = bench.options["data"]
    catalogue_of, make = MAKERS[data.removeprefix("ours_")]
    with bench.ours.registry.cursor() as cr:
        env = _environment(cr)
        env.ref("base.HKD").active = True
        env["res.company"].search([]).write(
            {"name": "Bench Retailer", "currency_id": env.ref("base.HKD").id}
        )
        known = catalogue_of(env, bench.size)
        env.flush_all()
        cr.commit()
        with without_indexes(cr):
            if data == "ours_history":
                texts_in.stage(env, bench.size, known)
            make(env, bench.size, known)
            if data == "ours_history":
                children.make(env)
        cr.commit()
        _tidy(cr)
    return []


def _environment(cr):
    return api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})


@contextmanager
def without_indexes(cr):
    """Drop the indexes of what is filled, and make them anew at the end."""
    # neither foreign keys nor the log's own trigger look at what we insert
    cr.execute("SET LOCAL session_replication_role = replica")
    cr.execute(
        """
        SELECT indexname, indexdef FROM pg_indexes
         WHERE (tablename IN ('helpdesk_ticket', 'helpdesk_ticket_sla')
                OR tablename LIKE 'complaint\\_%')
           AND indexname NOT IN (SELECT conname FROM pg_constraint)
        """
    )
    indexes = cr.fetchall()
    for name, _definition in indexes:
        cr.execute(f'DROP INDEX "{name}"')
    yield
    for _name, definition in indexes:
        cr.execute(definition)


def _tidy(cr) -> None:
    connection = cr._cnx
    connection.autocommit = True
    with connection.cursor() as plain:
        plain.execute("VACUUM ANALYZE")
    connection.autocommit = False
