"""Many calls in one request: each as the web client makes it, and taken back.

A call goes through ``call_kw``, as those of /web/dataset/call_kw do, in the
transaction of the request. What it changed is read from PostgreSQL's own counters
before the transaction is rolled back, so that the next call meets the same records.
"""

import json
import re
import time
import traceback

from psycopg2 import IntegrityError
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

from odoo.exceptions import AccessDenied, AccessError, UserError
from odoo.service.model import call_kw
from odoo.tools.json import json_default
from odoo.tools.misc import mute_logger

from odoo.addons.base.models.ir_rule import IrRule

MARK = re.compile(r"\[~([a-z0-9_]+)\.([a-z0-9_]+)\.([0-9]+)~\]")
SURROGATE = re.compile("[\ud800-\udfff]")
# A screen (transient model) is filled in and its button pressed: one attack.
SCREEN = "screen:"
# Whoever inserts, updates or deletes holds this lock until the transaction ends. The
# counters of pg_stat_xact_user_tables would also count the calls before.
CHANGED = """
    SELECT relname FROM pg_locks JOIN pg_class ON pg_class.oid = relation
     WHERE pid = pg_backend_pid() AND mode = 'RowExclusiveLock' AND relkind = 'r'
"""


class Told:
    """The sentences of refusals so far: making one takes longer than refusing."""

    known: set | None = None


_make_access_error = IrRule._make_access_error


def _access_error(self, operation, records):
    key = (self.env.uid, records._name, operation)
    if Told.known is None or key not in Told.known:
        if Told.known is not None:
            Told.known.add(key)
        return _make_access_error(self, operation, records)
    return AccessError("As said before.")


IrRule._make_access_error = _access_error


def run(env, calls):
    """:param list calls: (model, method, args, kwargs) of each
    :return: for each of them what was refused or crashed, changed and told
    """
    env.cr.rollback()
    commit = env.cr.commit
    # a method that commits would leave traces for the next call
    env.cr.commit = lambda: env.cr.flush()
    Told.known = set() if Told.known is None else Told.known
    try:
        return [_one(env, *call) for call in calls]
    finally:
        env.cr.commit = commit


def _one(env, model, method, args, kwargs):
    answer, began = {}, time.monotonic()
    try:
        if method.startswith(SCREEN):
            result = _press(env[model], method.removeprefix(SCREEN), args, kwargs)
        else:
            result = call_kw(env[model], method, args, kwargs)
        text = json.dumps(result, default=json_default)
        env.flush_all()
        answer["changed"] = _changed(env.cr)
    except (UserError, AccessDenied) as error:
        text = str(error)
        answer["refused"] = type(error).__name__
        answer["message"] = text[:300]
    except IntegrityError as error:
        # as odoo.service.model.retrying tells it to the caller
        text, answer["refused"] = str(error), "ValidationError"
        answer["message"] = text[:300]
    except Exception as error:  # whatever else comes back is a crash
        text = traceback.format_exc()
        answer["crash"] = f"{type(error).__name__}: {error}"[:300]
        answer["traceback"] = text
    finally:
        _take_back(env)
    if SURROGATE.search(text) and "crash" not in answer:
        # no answer can hold it: the caller would get a page that says 500
        answer["crash"] = answer["traceback"] = f"Not to be sent: {text!r}"[:300]
    answer = {
        key: SURROGATE.sub("?", value) if isinstance(value, str) else value
        for key, value in answer.items()
    }
    answer["seconds"] = round(time.monotonic() - began, 3)
    answer["told"] = sorted({"/".join(found) for found in MARK.findall(text)})
    return answer


def _press(model, button, args, kwargs):
    context = kwargs.pop("context", {})
    (ids,) = (call_kw(model, "create", [args], {"context": context}),)
    return call_kw(model, button, [ids], {**kwargs, "context": context})


def _changed(cr):
    cr.execute(CHANGED)
    return sorted(name for (name,) in cr.fetchall())


def _take_back(env):
    """Nothing was written: what was read may stay, and saves most of the time."""
    env.cr.precommit.clear()
    if not _writing(env.cr):
        env.transaction.clear()
        return
    env.cr.rollback()
    env.transaction.reset()
    env.registry.reset_changes()


def _writing(cr):
    if cr.connection.info.transaction_status == TRANSACTION_STATUS_INERROR:
        return True
    cr.execute("SELECT pg_current_xact_id_if_assigned()")
    return cr.fetchone()[0] is not None


def seen(env, models):
    """{model: {"ids": found, "fields": open to the user}}, nothing where refused."""
    found = {}
    for name in models:
        model = env[name].with_context(active_test=False)
        try:
            with mute_logger("odoo.addons.base.models.ir_model"):
                ids = model.search([], order="id").ids
        except UserError:
            ids = []
        fields = [
            field.name
            for field in model._fields.values()
            if model._has_field_access(field, "read")
        ]
        found[name] = {"ids": ids, "fields": fields}
    return found
