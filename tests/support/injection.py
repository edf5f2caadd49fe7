"""Scripts in every text of the database, and what of a page or mail would run."""

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg2
from lxml import etree, html

from .world import ADDONS, FOREIGN, World

CODE = "window.__pwned=1"
SCRIPT = f"\"'></textarea><script>{CODE}</script><img src=x onerror='{CODE}'>"
TOUR = (Path(__file__).parent / "tour.js").read_text("utf-8")
VIEWS = ("list", "kanban", "form")
ACTIONS = """
    SELECT d.res_id, w.res_model, string_to_array(w.view_mode, ',') FROM ir_model_data d
      LEFT JOIN ir_act_window w ON w.id = d.res_id AND d.model = 'ir.actions.act_window'
     WHERE d.model IN ('ir.actions.act_window', 'ir.actions.client')
       AND d.module = ANY(%s) AND d.res_id = ANY(%s) ORDER BY d.res_id
"""
# What a program reads rather than a person: with a script in it, it would be another.
STRUCTURE = re.compile(
    r"token|hash|digest|selector|checksum|secret|fingerprint|message_id|_ref$"
    r"|_model$|^model|^lang|_uid$|^key$|external|reference_key|^patterns$"
)
# Beside our models: texts of others that stand on our papers.
BESIDE = {
    "ir.attachment": ["name"],
    "product.template": ["name"],
    "res.partner": ["name", "complete_name", "street", "city"],
    "stock.lot": ["name"],
}
COLUMNS = """
    SELECT a.attname, a.atttypid::regtype::text, a.attnotnull FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'
     WHERE a.attrelid = to_regclass(%s) AND a.attname = ANY(%s) AND a.atttypmod = -1
       AND a.attgenerated = ''
       AND a.atttypid IN ('text'::regtype, 'varchar'::regtype, 'jsonb'::regtype)
"""
IN_TEXT = {
    "put": """{0} = coalesce({0}, '') || %s""",
    # a script alone stands where nothing was
    "taken": """{0} = nullif(replace({0}, %s, ''), {1})""",
}
EACH = "{{0}} = (SELECT jsonb_object_agg(key, {}) FROM jsonb_each_text({{0}}))"
IN_JSON = {
    "put": EACH.format("value || %s"),
    "taken": EACH.format("replace(value, %s, '')"),
}


class Injection:
    """Puts the script behind every text that somebody can write, and takes it back."""

    def __init__(self, world: World):
        self.world, self.sql = world, world.sql
        self.filled: dict[str, list[tuple]] = {}

    def __enter__(self) -> "Injection":
        for model, table, columns in self._texts():
            done = columns
            if not self._fill(table, columns):
                done = [column for column in columns if self._fill(table, [column])]
            if done:
                self.filled[model] = done
        return self

    def __exit__(self, *_raised) -> None:
        for model, columns in self.filled.items():
            self._update("taken", self.world.registry.models[model]["table"], columns)
        self.sql("RESET session_replication_role")

    def _texts(self) -> Iterator[tuple[str, str, list]]:
        models = self.world.registry.models
        for model in self.world.lasting:
            names = BESIDE.get(model, [])
            if models[model]["own"] or model in FOREIGN:
                names = [*names, *self._typed(model)]
            table = models[model]["table"]
            if columns := self.sql(COLUMNS, f'"{table}"', names):
                yield model, table, columns

    def _typed(self, model: str) -> list[str]:
        """Whatever is no code of the program's own making."""
        fields = self.world.registry.models[model]["fields"]
        return [
            name
            for name in self.world.registry.stored(model, "char", "text")
            if not STRUCTURE.search(name) and not fields[name]["computed"]
        ]

    def _fill(self, table: str, columns: list) -> bool:
        """Whether the database takes it; what it refuses is safe."""
        try:
            self._update("put", table, columns)
        except (psycopg2.IntegrityError, psycopg2.DataError):
            return False
        return True

    def _update(self, how: str, table: str, columns: list) -> None:
        self.sql("SET session_replication_role = replica")
        changes = ", ".join(
            (IN_JSON if kind == "jsonb" else IN_TEXT)[how].format(
                f'"{name}"', "NULL" if needed else "''"
            )
            for name, kind, needed in columns
        )
        self.sql(f'UPDATE "{table}" SET {changes}', *[SCRIPT] * len(columns))


def running(text: str) -> list[str]:
    """What of this page a browser would run."""
    if CODE not in text or not text.strip():
        return []
    try:
        page = html.document_fromstring(text.encode())
    except etree.ParserError:
        return []
    found = [
        f"<script> in {_place(node)}"
        for node in page.iter("script")
        if (node.text or "").strip() == CODE
    ]
    found += [
        f"{name} of {_place(node)}"
        for node in page.iter(etree.Element)
        for name, value in node.attrib.items()
        if name.startswith("on") and CODE in value
    ]
    return found


def _place(node) -> str:
    parents = [node, *node.iterancestors()][:4]
    return " < ".join(f"{one.tag}.{one.get('class', '')}" for one in parents)


def tour(world: World, login: str, done: set) -> list[tuple]:
    """(action, model, views) of this person's menu that nobody has opened yet."""
    menus = world.by(login).get("/web/webclient/load_menus").json().values()
    found = []
    ids = [menu["actionID"] for menu in menus if menu.get("actionID")]
    for id_, model, modes in world.sql(ACTIONS, ADDONS, ids):
        views = [view for view in VIEWS if view in (modes or [])]
        views = [view for view in views if (model, view) not in done]
        if not model and id_ not in done:
            found.append((id_, False, ["client"]))
        elif views:
            found.append((id_, model, views))
        done |= {(model, view) for view in views} | {id_}
    return found
