"""Calls generated from the registry: every method, on a record in every state."""

import itertools
from collections.abc import Iterator

# What the framework offers on every model; whatever ours has beside it is read from
# the registry.
READING = ("read", "web_read", "export_data", "copy_data", "onchange", "name_search")
CHANGING = ("create", "write", "unlink", "copy", "web_save", "action_archive")
THREAD = (
    "message_post",
    "message_subscribe",
    "message_unsubscribe",
    "activity_schedule",
)
# Doors that other tests attack, with arguments of their own.
ELSEWHERE = {
    "init",
    "default_get",
    "get_import_templates",
    "message_new",
    "message_process",
    "message_route",
    "message_update",
}
# Words for what a parameter asks for; anything else is left empty.
WORDS = {
    "reason": "Why not",
    "note": "Noted",
    "comment": "Seen",
    "result": "Done",
    "name": "x",
    "fields_list": [],
    "vals": {},
    "values": {},
}
# A screen (transient model) is filled in and its button pressed: one call.
SCREEN = "screen:"
STATES = ("state", "stage_id", "status")
Call = tuple[str, str, list, dict]


class Registry:
    """What ``/desk_test/registry`` told, and the calls that follow from it."""

    def __init__(self, told: dict):
        self.models, self.routes = told["models"], told["routes"]
        # {model: id} of what a new record must be linked to, beside the records of ours
        self.others: dict[str, int] = {}

    def lasting(self, own: bool | None = None) -> list[str]:
        return [
            name
            for name, model in self.models.items()
            if not model["abstract"]
            and not model["transient"]
            and (own is None or model["own"] == own)
        ]

    def screens(self) -> list[str]:
        """Screens of ours, and those of others that ours has changed."""
        return [
            name
            for name, model in self.models.items()
            if model["transient"] and not model["abstract"]
        ]

    def methods(self, model: str) -> Iterator[dict]:
        for method in self.models[model]["methods"]:
            known = {*READING, *CHANGING, *THREAD, *ELSEWHERE}
            if method["ours"] and method["name"] not in known:
                yield method

    def has(self, model: str, method: str) -> bool:
        return any(row["name"] == method for row in self.models[model]["methods"])

    def stored(self, model: str, *types: str) -> list[str]:
        fields = self.models[model]["fields"]
        return [
            name
            for name, field in fields.items()
            if field["stored"] and field["type"] in types
        ]

    def needed(self) -> set[str]:
        """What records of ours must be linked to."""
        return {
            field["comodel"]
            for model in self.models.values()
            for field in model["fields"].values()
            if field["required"] and field["type"] == "many2one"
        }

    def state(self, model: str) -> str | None:
        fields = self.models[model]["fields"]
        return next((n for n in STATES if n in fields and fields[n]["stored"]), None)

    # Calls

    def on(self, model: str, id_: int, framework: bool) -> list[Call]:
        """Everything that can be done to one record."""
        calls = [
            (model, method["name"], [[id_]], given(method))
            for method in self.methods(model)
            if not method["model"]
        ]
        return calls + (self.by_framework(model, id_) if framework else [])

    def reading(self, model: str, id_: int) -> list[Call]:
        texts = self.readable(model)
        return [
            (model, "read", [[id_]], {}),
            (model, "web_read", [[id_], {name: {} for name in texts}], {}),
            (model, "export_data", [[id_], texts], {}),
        ]

    def by_framework(self, model: str, id_: int) -> list[Call]:
        word = self.word(model)
        calls = [
            *self.reading(model, id_),
            (model, "unlink", [[id_]], {}),
            (model, "copy", [[id_]], {}),
        ]
        if word:
            calls += [
                (model, "write", [[id_], {word: "attacked"}], {}),
                (model, "web_save", [[id_], {word: "attacked"}, {}], {}),
            ]
        state = self.state(model)
        values = self.models[model]["fields"].get(state, {}).get("values", [])
        for value in values[-2:]:
            calls.append((model, "write", [[id_], {state: value}], {}))
        if "active" in self.models[model]["fields"]:
            calls.append((model, "action_archive", [[id_]], {}))
        if self.has(model, "message_post"):
            calls += [
                (model, "message_post", [[id_]], {"body": "attacked"}),
                (model, "message_subscribe", [[id_]], {"partner_ids": [3]}),
            ]
        if self.has(model, "activity_schedule"):
            calls.append((model, "activity_schedule", [[id_]], {"summary": "attacked"}))
        return calls

    def without_records(self, model: str) -> list[Call]:
        """Methods of the model itself, and searching it."""
        texts = self.readable(model)
        calls = [
            (model, method["name"], [], given(method))
            for method in self.methods(model)
            if method["model"]
        ]
        if not self.models[model]["transient"]:
            domain = [(name, "ilike", "[~") for name in texts[1:2]]
            calls += [
                (model, "search_read", [domain, texts], {"limit": 300}),
                (
                    model,
                    "web_search_read",
                    [domain, {name: {} for name in texts}],
                    {"limit": 300},
                ),
            ]
            if self.models[model]["named"]:
                calls.append((model, "name_search", ["[~"], {}))
            for name in texts[1:2]:
                grouped = [[], [name], ["__count"]]
                calls.append((model, "formatted_read_group", grouped, {}))
        return calls

    def readable(self, model: str) -> list[str]:
        names = ["display_name", *self.stored(model, "char", "text", "html")]
        return names

    def word(self, model: str) -> str | None:
        """A field to write into: the name, or else the first text."""
        fields = self.models[model]["fields"]
        texts = [
            name
            for name in self.stored(model, "char", "text", "html")
            if not fields[name]["computed"] or name == "name"
        ]
        return "name" if "name" in texts else (texts or [None])[0]

    def values(self, model: str, target: dict[str, int]) -> dict:
        """What a new record needs, linked to the records of ``target``."""
        found = {}
        for name, field in self.models[model]["fields"].items():
            link = field["type"] == "many2one" and field["comodel"] in target
            if link and field["stored"] and (field["ours"] or field["required"]):
                found[name] = target[field["comodel"]]
            elif field["type"] == "many2many" and self.models[model]["transient"]:
                if field["ours"] and field["comodel"] in target:
                    found[name] = [[6, 0, [target[field["comodel"]]]]]
            elif field["required"]:
                found[name] = plain(field) or self.others.get(field["comodel"])
        return {name: value for name, value in found.items() if value is not None}

    def creating(self, model: str, target: dict[str, int]) -> Call:
        return (model, "create", [[self.values(model, target)]], {})

    def pressing(self, model: str, target: dict[str, int]) -> list[Call]:
        """Fill a screen in about the records of ``target`` and press each button."""
        values = self.values(model, target)
        calls = [(model, "create", [[values]], {})]
        for method in self.methods(model):
            if not method["model"]:
                button = f"{SCREEN}{method['name']}"
                calls.append((model, button, [values], given(method)))
        return calls


def plain(field: dict):
    """A value of a field's kind."""
    known = {
        "char": "attacked",
        "text": "attacked",
        "html": "<p>attacked</p>",
        "integer": 1,
        "float": 1.0,
        "monetary": 1.0,
        "date": "2026-01-05",
        "datetime": "2026-01-05 10:00:00",
        "selection": (field["values"] or [None])[0],
    }
    return known.get(field["type"])


def given(method: dict) -> dict:
    return {
        name: WORDS.get(name)
        for name, optional in method["parameters"]
        if name in WORDS or not optional
    }


def chunks(calls: list, size: int = 400) -> Iterator[list]:
    rows = iter(calls)
    while part := list(itertools.islice(rows, size)):
        yield part
