"""The demo company with its history, all its texts marked, and people to attack it."""

from . import expected
from .client import Client
from .server import LiveServer
from .sweep import Registry, chunks

ADDONS = [
    "retail_complaint_addon",
    "watch_complaint_addon",
    "jewellery_quality_addon",
    "customer_relations_addon",
]
RELATIONS = "customer_relations_addon.group_relations_"
# People the demo has not: login, groups, and the shop they work in.
NEWCOMERS = {
    "employee": ((), None),
    "relations2": ((f"{RELATIONS}user",), "CWB"),
    "privacy": ((f"{RELATIONS}privacy",), None),
    "relations_auditor": ((f"{RELATIONS}auditor",), None),
    "customer2": (("base.group_portal",), None),
}
# What the history of the demo has none of: scheduled actions and commands make these.
KEPT_BY_PROGRAMS = (
    "backup_restore_test (state, file, tested_at) VALUES ('failed', 'x y', now())",
    "complaint_digest (company_id, week_start, sent_to) VALUES (1, now(), 'a person')",
    "complaint_visit (page, visitor, hour) VALUES ('track', 'some body', now())",
)
# Beside our own models: what the cases and the customers are told of.
FOREIGN = {
    "crm.lead",
    "helpdesk.ticket",
    "mail.message",
    "mgmtsystem.action",
    "qc.inspection",
    "qc.inspection.line",
    "repair.order",
    "survey.user_input",
    "survey.user_input.line",
}
# What hangs on a record of any model.
HANGING = {"ir_attachment", "mail_activity", "mail_followers", "mail_mail"}
# Levels whose records say who sees what hangs on them.
CASE = "helpdesk.ticket"
WHOLES = ("stores", "handed")
# Read for what it tells of ours; writing it is attacked elsewhere (test_posts.py).
READ_ONLY = {"mail.message"}
MARKABLE = """
    SELECT a.attname FROM pg_attribute a
     WHERE a.attrelid = to_regclass(%s) AND a.attname = ANY(%s)
       AND a.atttypid IN ('text'::regtype, 'varchar'::regtype)
       AND a.atttypmod = -1 AND a.attgenerated = ''
"""


class SweptServer(LiveServer):
    """With the doors of ``modules/desk_test_sweep``."""

    def arguments(self) -> list[str]:
        load, *rest = super().arguments()
        return [f"{load},desk_test_sweep", *rest]


class World:
    """``server`` needs only ``url`` and ``database``; ``sql`` looks behind it."""

    def __init__(self, server, sql):
        self.server, self.sql = server, sql
        self.clients: dict[str, Client] = {}
        told = self.by("").route("/desk_test/registry", addons=ADDONS)
        self.registry = Registry(told)
        self.lasting = self.registry.lasting()
        self.told_of = [
            name
            for name in self.lasting
            if self.registry.models[name]["own"] or name in FOREIGN
        ]
        self.seen: dict[str, dict] = {}
        self.records: dict[str, dict] = {}

    def by(self, login: str) -> Client:
        """Somebody signed in; "" is nobody."""
        if login not in self.clients:
            client = Client(self.server.url, self.server.database, login)
            self.clients[login] = client.sign_in() if login else client
        return self.clients[login]

    # Before the attack

    def prepare(self) -> "World":
        self.settle()
        self.mark()
        self.find()
        return self

    def find(self) -> None:
        """The records to be attacked, and what new ones are linked to."""
        self.records = self.by("").route("/desk_test/records", models=self.told_of)
        customer = "SELECT max(partner_id) FROM helpdesk_ticket WHERE is_complaint"
        for model in self.registry.needed():
            table = model.replace(".", "_")
            if self.sql.one("SELECT to_regclass(%s)::text", table):
                query = f'SELECT min(id) FROM "{table}"'
                query = customer if model == "res.partner" else query
                self.registry.others[model] = self.sql.one(query)

    def settle(self) -> None:
        """People nobody has hired yet, and records that only a program makes."""
        admin = self.by("admin")
        for login, (groups, shop) in NEWCOMERS.items():
            if self.sql("SELECT 1 FROM res_users WHERE login = %s", login):
                continue
            kind = () if "base.group_portal" in groups else ("base.group_user",)
            values = {
                "name": login.title(),
                "login": login,
                "password": login,
                "email": f"{login}@example.com",
                "group_ids": [[6, 0, [self.ref(name) for name in (*kind, *groups)]]],
            }
            (user,) = admin.call("res.users", "create", [values])
            if shop:
                store = self.sql.one(
                    "SELECT id FROM retail_store WHERE code = %s", shop
                )
                members = {"member_ids": [[4, user]]}
                admin.call("retail.store", "write", [store], members)

        for insert in KEPT_BY_PROGRAMS:
            self.sql(f"INSERT INTO {insert} ON CONFLICT DO NOTHING")

    def ref(self, name: str) -> int:
        return self.sql.one(
            "SELECT res_id FROM ir_model_data WHERE module || '.' || name = %s", name
        )

    def mark(self) -> None:
        """Every text says which record and column it is of."""
        self.sql("SET session_replication_role = replica")
        for model in self.told_of:
            table = self.registry.models[model]["table"]
            columns = [
                name
                for (name,) in self.sql(
                    MARKABLE,
                    f'"{table}"',
                    self.registry.stored(model, "char", "text", "html"),
                )
            ]
            # What nobody writes with a blank is a code, which means something.
            written = [name for name in columns if self._is_text(table, name)]
            if written:
                marked = ", ".join(map(self._marked(table), written))
                self.sql(f'UPDATE "{table}" SET {marked}')
        self.sql("RESET session_replication_role")

    def _is_text(self, table: str, column: str) -> bool:
        return self.sql.one(
            f"""SELECT count(*) > 0 FROM "{table}" WHERE "{column}" LIKE '%% %%'"""
        )

    def _marked(self, table: str):
        return lambda name: (
            f""""{name}" = CASE WHEN "{name}" > '' THEN "{name}" ||"""
            f""" ' [~{table}.{name}.' || id || '~]' ELSE "{name}" END"""
        )

    # The attack

    def look(self, login: str) -> dict:
        """{model: {"ids", "fields"}} as this person finds them."""
        if login not in self.seen:
            self.seen[login] = self.by(login).route(
                "/desk_test/seen", models=self.told_of
            )
        return self.seen[login]

    def samples(self, login: str, model: str) -> tuple[list[int], list[int]]:
        """One record in each state that this person does not find, and that they do."""
        mine = set(self.look(login)[model]["ids"])
        far, near = [], []
        for ids in self.records[model].values():
            far += [id_ for id_ in ids if id_ not in mine][-1:]
            near += [id_ for id_ in ids if id_ in mine][-1:]
        return far, near

    def calls(self, login: str) -> list[tuple[str, tuple]]:
        """("far" or "near" or "any", call): everything this person can try."""
        made, strange, own = [], {}, {}
        add = self.registry
        for model in self.told_of:
            if model in READ_ONLY:
                continue
            far, near = self.samples(login, model)
            strange[model] = (far or near or [0])[0]
            own[model] = (near or far or [0])[0]
            for number, id_ in enumerate(far):
                made += [("far", call) for call in add.on(model, id_, not number)]
            made += [("near", call) for call in self._own(login, model, near)]
        for model in strange:
            linked = add.creating(model, strange)
            # what is linked to nothing of anybody is their own
            free = linked == add.creating(model, own) and not self._links(linked)
            if not free:
                made.append(("far", linked))
            if not expected.changes(login, model):
                made.append(("near", add.creating(model, own)))
        for model in self.told_of:
            made += [("any", call) for call in add.without_records(model)]
        for model in add.screens():
            made += [("far", call) for call in add.pressing(model, strange)]
        return made

    def _links(self, call: tuple) -> bool:
        model, _method, ((values,),), _more = call
        fields = self.registry.models[model]["fields"]
        return any(fields[name]["comodel"] in self.told_of for name in values)

    def _own(self, login: str, model: str, ids: list[int]) -> list[tuple]:
        """What they find is read, and attacked where they should change nothing."""
        if expected.changes(login, model):
            return [
                call for id_ in ids[:1] for call in self.registry.reading(model, id_)
            ]
        return [
            call
            for number, id_ in enumerate(ids)
            for call in self.registry.on(model, id_, not number)
        ]

    def sweep(self, login: str) -> list[tuple[str, tuple, dict]]:
        """(place, call, what came of it) of everything."""
        calls, answers = self.calls(login), []
        client = self.by(login)
        for part in chunks([call for _place, call in calls]):
            answers += client.route("/desk_test/calls", calls_made=part)
        return [
            (place, call, answer)
            for (place, call), answer in zip(calls, answers, strict=True)
        ]

    # The verdict

    def tables(self) -> set[str]:
        """What nobody far may touch: lasting tables of ours and beside ours."""
        return {self.registry.models[name]["table"] for name in self.told_of} | HANGING

    def fingerprint(self, without: set[str]) -> list[tuple]:
        """Count and newest row version of every table that tells of ours."""
        # PostgreSQL may ask several tables at once and give them in any order.
        return sorted(
            self.sql(
                " UNION ALL ".join(
                    f"SELECT '{name}', count(*), max(xmin::text::bigint)"
                    f' FROM "{name}"'
                    for name in self._real(self.tables() - without)
                )
            )
        )

    def _real(self, tables: set[str]) -> list[str]:
        """Those that are no views of their model's own making."""
        return [
            name
            for name in tables
            if self.sql.one("SELECT to_regclass(%s)::text", f'"{name}"')
        ]

    def may_know(self, login: str) -> dict[str, tuple[set[int], set[str]]]:
        """{table: (ids, columns)} whose marks may come back to this person."""
        found = {}
        for model, row in self.look(login).items():
            table = self.registry.models[model]["table"]
            found[table] = (set(row["ids"]), set(row["fields"]))
        return found

    def beyond(self, login: str, model: str, ids: list[int]) -> list[int]:
        """Those of the records that this person should not find."""
        level = expected.level(login, model)
        if not ids or level == "handed":
            return []
        if level == "nothing" or not login:
            return ids
        fields = self.registry.models[model]["fields"]
        links = {
            name: fields[name]["comodel"]
            for name in self.registry.stored(model, "many2one")
        }
        who = self.sql.one("SELECT id FROM res_users WHERE login = %s", login)
        allowed = [self._owned(links, who)]
        if level == "stores":
            allowed += self._near(login, links, who)
        wrong = [f"NOT ({' OR '.join(allowed)})"] if level == "stores" else []
        if links.get("company_id") == "res.company":
            wrong.append(
                "company_id NOT IN (SELECT cid FROM res_company_users_rel"
                f" WHERE user_id = {who})"
            )
        if not wrong or not self.sql.one("SELECT to_regclass(%s)", self._table(model)):
            return []
        query = (
            f"SELECT id FROM {self._table(model)} WHERE id = ANY(%s)"
            f" AND ({' OR '.join(wrong)})"
        )
        return [id_ for (id_,) in self.sql(query, ids)]

    def _table(self, model: str) -> str:
        return f'"{self.registry.models[model]["table"]}"'

    def _owned(self, links: dict[str, str], who: int) -> str:
        """In their own hands."""
        mine = [f'"{name}" = {who}' for name, to in links.items() if to == "res.users"]
        return " OR ".join(mine) or "FALSE"

    def _near(self, login: str, links: dict[str, str], who: int) -> list[str]:
        """Of one of their stores, of no store, or of a whole that they find."""
        stores = [name for name, to in links.items() if to == "retail.store"]
        wholes = [
            (name, to)
            for name, to in links.items()
            if to in self.told_of and expected.level(login, to) in WHOLES
        ]
        found = [
            f'"{name}" IN (SELECT store_id FROM retail_store_upper_member_rel'
            f" WHERE user_id = {who})"
            for name in stores
        ]
        for name, to in wholes:
            ids = ", ".join(map(str, self.look(login)[to]["ids"])) or "0"
            found.append(f'"{name}" IN ({ids})')
        if stores or wholes:
            # of no store: everybody's, unless it hangs on a case
            cases = [name for name, to in wholes if not stores or to == CASE]
            none = [f'"{name}" IS NULL' for name in [*stores, *cases]]
            found.append(f"({' AND '.join(none)})")
        return found
