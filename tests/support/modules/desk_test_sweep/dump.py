"""What the registry and the routing map of a running server hold of some addons."""

import inspect

STATES = ("state", "stage_id", "status")


def _addon(cls) -> str:
    """The addon a class of the registry, or a controller, was written in."""
    parts = cls.__module__.split(".")
    return parts[2] if parts[:2] == ["odoo", "addons"] and len(parts) > 2 else ""


def models(env, addons) -> dict:
    """Every model that these addons define or extend."""
    found = {}
    for name in sorted(env.registry):
        cls = env.registry[name]
        ours = [part for part in cls.mro() if _addon(part) in addons]
        if ours:
            found[name] = _model(env, name, cls, ours, addons)
    return found


def _model(env, name, cls, ours, addons) -> dict:
    touched = {key for part in ours for key in vars(part) if callable(vars(part)[key])}
    return {
        "table": cls._table,
        "description": cls._description,
        "own": cls._original_module in addons,
        "abstract": cls._abstract,
        "transient": cls._transient,
        "exports": issubclass(cls, env.registry["complaint.export.mixin"]),
        "named": bool(cls._rec_name or cls._rec_names_search),
        "methods": [
            method
            for key in sorted(dir(cls))
            if (method := _method(cls, key, touched)) is not None
        ],
        "fields": {
            field.name: _field(env[name], field, addons)
            for field in cls._fields.values()
        },
    }


def _method(cls, key, touched) -> dict | None:
    """As ``get_public_method`` decides what a caller from outside reaches."""
    if key.startswith("_") or not callable(getattr(cls, key, None)):
        return None
    parts = [vars(part)[key] for part in cls.mro() if key in vars(part)]
    if not inspect.isfunction(inspect.unwrap(getattr(cls, key))):
        return None
    if any(getattr(part, "_api_private", False) for part in parts):
        return None
    parameters = list(inspect.signature(getattr(cls, key)).parameters.values())[1:]
    return {
        "name": key,
        "ours": key in touched,
        "model": bool(getattr(getattr(cls, key), "_api_model", False)),
        "parameters": [
            (part.name, part.default is not part.empty)
            for part in parameters
            if part.kind not in (part.VAR_POSITIONAL, part.VAR_KEYWORD)
        ],
    }


def _field(model, field, addons) -> dict:
    return {
        "type": field.type,
        "stored": bool(field.store and field.column_type),
        "computed": bool(field.compute or field.related),
        "required": bool(field.required),
        "comodel": field.comodel_name or "",
        "groups": field.groups or "",
        "translated": bool(field.translate),
        "ours": bool(set(field._modules) & set(addons)),
        "values": field.get_values(model.env) if field.type == "selection" else [],
        "inverse": getattr(field, "inverse_name", None) or "",
    }


def routes(env, addons) -> list[dict]:
    """Every route whose controller these addons wrote or extended."""
    found = {}
    for rule in env["ir.http"].routing_map().iter_rules():
        function = rule.endpoint.func
        cls = type(function.__self__)
        ours = any(
            _addon(part) in addons and function.__name__ in vars(part)
            for part in cls.mro()
        )
        if not ours:
            continue
        original = inspect.unwrap(rule.endpoint.original_endpoint)
        found[rule.rule] = {
            "rule": rule.rule,
            "type": rule.endpoint.routing["type"],
            "auth": rule.endpoint.routing["auth"],
            "csrf": rule.endpoint.routing.get("csrf", True),
            "methods": sorted(set(rule.methods or ()) - {"OPTIONS", "HEAD"}),
            "parameters": [
                name
                for name in inspect.signature(original).parameters
                if name != "self"
            ],
        }
    return sorted(found.values(), key=lambda route: route["rule"])


def records(env, names) -> dict:
    """{model: {state: ids}}; models without a state have one, the empty one."""
    found = {}
    for name in names:
        model = env[name].with_context(active_test=False, lang=None)
        state = next((key for key in STATES if key in model._fields), None)
        states = found[name] = {}
        for row in model.search_read([], ["id", *filter(None, [state])], order="id"):
            states.setdefault(str(row.get(state, "")), []).append(row["id"])
    return found
