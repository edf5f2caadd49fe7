"""Compare a restored copy with the running database. Used by ``cli/restore_test.py``.

Both sides are read with plain cursors: the copy is another database.
"""

import os

from odoo.tools import SQL, config

from ..rules.restoring import losses, other_heads


def counted_tables(env):
    """Return the tables whose rows say when they were made, by name."""
    names = set()
    for model in env.values():
        if model._auto and not model._abstract and not model._transient:
            if model._log_access and model._table:
                names.add(model._table)
    return sorted(names)


def count_rows(cr, tables, until):
    """Return {table: rows made until then}; a table that is not there has none.

    :param datetime until: naive UTC
    """
    cr.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind = 'r' AND n.nspname = current_schema AND c.relname = ANY(%s)",
        [list(tables)],
    )
    there = [name for (name,) in cr.fetchall()]
    counts = {}
    for table in there:
        cr.execute(
            SQL(
                "SELECT count(*) FROM %s WHERE create_date <= %s",
                SQL.identifier(table),
                until,
            )
        )
        counts[table] = cr.fetchone()[0]
    return counts


def missing_files(cr, dbname):
    """Return how many attachments of a database have no file, of how many."""
    cr.execute(
        "SELECT DISTINCT store_fname FROM ir_attachment WHERE store_fname IS NOT NULL"
    )
    names = [name for (name,) in cr.fetchall()]
    folder = config.filestore(dbname)
    gone = sum(not os.path.exists(os.path.join(folder, name)) for name in names)
    return gone, len(names)


def compare(live_env, copy_env, until):
    """Return (figures, problems) of a restored copy.

    :param datetime until: what was written until then must be in the copy
    :return: dict for ``backup.restore.test``, and a list of sentences
    """
    tables = counted_tables(live_env)
    live = count_rows(live_env.cr, tables, until)
    copy = count_rows(copy_env.cr, tables, until)
    problems = [
        live_env._(
            "%(table)s: %(copy)s rows instead of %(live)s.",
            table=loss.table,
            copy=loss.copy,
            live=loss.live,
        )
        for loss in losses(live, copy)
    ]
    gone_live, _all_live = missing_files(live_env.cr, live_env.cr.dbname)
    gone, files = missing_files(copy_env.cr, copy_env.cr.dbname)
    if gone > gone_live:
        problems.append(
            live_env._(
                "%(count)s files of attachments are missing.", count=gone - gone_live
            )
        )
    chains, decisions, broken = _chains(live_env, copy_env)
    problems += broken
    figures = {
        "tables": len(copy),
        "rows": sum(copy.values()),
        "files": files,
        "chains": chains,
        "decisions": decisions,
    }
    return figures, problems


def _chains(live_env, copy_env):
    """Verify every decision chain of the copy, and that the live ones go on from it."""
    chains = copy_env["complaint.chain"].search([])
    problems = [hit["message"] for hit in chains._verify()]
    copy_env.cr.execute("SELECT name, count, head FROM complaint_chain")
    heads = copy_env.cr.fetchall()
    live_env.cr.execute(
        """
        SELECT chain.name, decision.sequence, decision.hash
          FROM complaint_decision decision
          JOIN complaint_chain chain ON chain.id = decision.chain_id
          JOIN unnest(%s::text[], %s::int[]) AS ends(name, count)
            ON ends.name = chain.name AND ends.count = decision.sequence
        """,
        [[name for name, _c, _h in heads], [count for _n, count, _h in heads]],
    )
    live = {(name, number): hash_ for name, number, hash_ in live_env.cr.fetchall()}
    problems += [
        live_env._("The decisions of %(case)s differ from the running ones.", case=name)
        for name in other_heads(live, heads)
    ]
    return len(heads), sum(count for _n, count, _h in heads), problems
