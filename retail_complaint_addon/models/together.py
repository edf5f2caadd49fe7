"""Reading records with what their links lead to in one query."""

from collections import defaultdict

from odoo.tools import SQL


def fetch_together(model, query, paths):
    """Read the records of a query and what they link to; return the records.

    Odoo asks once for each model. What is in the cache stays as it is, pending changes
    too, as when Odoo fetches. Only the query knows access rights, so this is for code
    that may read all of it.

    :param query: what ``model._search()`` returned
    :param dict paths: {path of many2one fields: names of fields}; the path "" leads to
        the records themselves. Fields are columns, neither translated nor of a company,
        or many2many whose order does not matter.
    """
    parts = []
    columns = []
    for path, names in paths.items():
        comodel, alias = _follow(model, query, path)
        parts.append((comodel, names))
        columns += [_column(comodel, alias, name) for name in ("id", *names)]
    rows = model.env.execute_query(query.select(*columns))
    start = 0
    for comodel, names in parts:
        end = start + 1 + len(names)
        remember(comodel, names, {row[start]: row[start + 1 : end] for row in rows})
        start = end
    return model.browse(row[0] for row in rows)


def fetch_by_id(records, paths):
    """Read these records and what they link to; see ``fetch_together``."""
    if records:
        query = records._search([("id", "in", records.ids)], active_test=False)
        fetch_together(records, query, paths)


def _follow(model, query, path):
    """Return the model that a path leads to, and its alias in the query."""
    alias = model._table
    for name in path.split(".") if path else ():
        comodel = model.env[model._fields[name].comodel_name]
        alias = query.left_join(alias, name, comodel._table, "id", name)
        model = comodel
    return model, alias


def _column(model, alias, name):
    field = model._fields[name]
    if field.type != "many2many":
        return SQL.identifier(alias, name)
    return SQL(
        "ARRAY(SELECT %(there)s FROM %(links)s WHERE %(here)s = %(id)s)",
        there=SQL.identifier(field.column2),
        links=SQL.identifier(field.relation),
        here=SQL.identifier(field.column1),
        id=SQL.identifier(alias, "id"),
    )


def remember(model, names, found):
    """Keep what was read, where the cache has nothing yet.

    :param dict found: {id: values of these fields}
    """
    found = {id_: values for id_, values in found.items() if id_}
    records = model.browse(found)
    for name, values in zip(names, zip(*found.values(), strict=True), strict=False):
        field = model._fields[name]
        if field.type == "many2many":
            values = map(tuple, values)
        field._insert_cache(records, values)


def remember_lines(records, name, lines):
    """Let records know their lines: all there are, in order, read by the caller."""
    field = records._fields[name]
    line_ids = defaultdict(list)
    for line in lines:
        line_ids[line[field.inverse_name].id].append(line.id)
    field._insert_cache(records, [tuple(line_ids[id_]) for id_ in records.ids])
