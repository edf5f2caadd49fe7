"""Makes a chain of shops out of the benchmark's company: people, addresses, rules."""

from dataclasses import dataclass, field

from data import catalogue
from data.catalogue import CLERKS, LIMITS, PASSWORD, STORES
from passlib.context import CryptContext
from tickets import values

from odoo import SUPERUSER_ID, Command, api, fields

DOMAIN = "chain.example.com"
VISITORS = "visitor.example.com"
RELATIONS = "customer_relations_addon.group_relations_%s"
CUSTOMERS = 40
# What a clerk finds out about a complaint that came in by itself.
FACTS = (
    "category_id",
    "product_id",
    "incident_at",
    "purchase_date",
    "purchase_ref",
    "claimed_amount",
    "incident_place",
    "customer_mood",
)
SUPERVISORS = 20


@dataclass
class Shop:
    """One shop; ``clerk`` and the others are logins."""

    id: int
    code: str
    address: str
    clerk: str
    supervisor: str
    manager: str


@dataclass
class Chain:
    """What people of the chain and its visitors know."""

    shops: list[Shop]
    customers: list[str]
    # values of a complaint at the counter, and what a clerk finds out about others
    counter: list[dict]
    facts: dict
    kinds: dict[str, int]
    cause: int
    portal_category: int
    questions: dict[str, str] = field(default_factory=dict)


def make(side, shops: int, sink: int) -> Chain:
    """Commit the chain into the database of this side."""
    with side.registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
        company = env.ref("base.main_company")
        _rules(env, company, sink)
        _clerks(env, shops)
        stores = _stores(env, company, shops)
        _quick_passwords(env)
        chain = Chain(
            shops=[_shop(number, store) for number, store in enumerate(stores)],
            customers=[f"chain_customer{number}" for number in range(CUSTOMERS)],
            kinds={
                code: env.ref(f"retail_complaint_addon.solution_type_{code}").id
                for code in ("apology", "refund")
            },
            cause=env["complaint.cause"].search([], limit=1).id,
            portal_category=0,
            counter=[],
            facts={},
            questions=_questions(env),
        )
        env.flush_all()
        cr.commit()
    _complaints(side, chain)
    return chain


def _rules(env, company, sink: int) -> None:
    """Mail goes to our sink; nothing is limited by the hour, which is so short here."""
    domain = env["mail.alias.domain"].search([], limit=1)
    domain = domain or env["mail.alias.domain"].create({"name": DOMAIN})
    domain.name = DOMAIN
    company.write(
        {
            "alias_domain_id": domain.id,
            "email": f"desk@{DOMAIN}",
            "complaint_survey_delay": 0,
            "complaint_mail_total_limit": 0,
        }
    )
    env["ir.mail_server"].search([]).active = False
    env["ir.mail_server"].create(
        {
            "name": "Sink",
            "smtp_host": "127.0.0.1",
            "smtp_port": sink,
            "smtp_encryption": "none",
        }
    )


def _clerks(env, shops: int) -> None:
    """A clerk for each further shop, customers with a login; staff keep daily logs."""
    more = max(shops - STORES, 0)
    clerk = env.ref(catalogue.OURS % "clerk")
    _people(env, [f"chain_clerk{n}" for n in range(more)], [clerk], "Asia/Hong_Kong")
    logins = [f"chain_customer{number}" for number in range(CUSTOMERS)]
    _people(env, logins, [env.ref("base.group_portal")], "Asia/Hong_Kong")
    users = env["res.users"]
    staff = users.search(
        ["|", ("login", "=like", "bench%"), ("login", "=like", "chain_clerk%")]
    )
    chiefs = staff.filtered(lambda user: "_clerk" not in user.login)
    (staff - chiefs).group_ids = [Command.link(env.ref(RELATIONS % "user").id)]
    chiefs.group_ids = [Command.link(env.ref(RELATIONS % "supervisor").id)]
    limit = env["complaint.authority"].search(
        [("amount_limit", "=", LIMITS["clerk"])], limit=1
    )
    limit.user_ids = [Command.link(user.id) for user in staff - chiefs]


def _people(env, logins: list[str], groups: list, tz: str) -> None:
    internal = env.ref("base.group_user")
    portal = env.ref("base.group_portal")
    kinds = groups if portal in groups else [internal, *groups]
    env["res.users"].with_context(**catalogue.QUIET).create(
        [
            {
                "login": login,
                "name": login.replace("_", " ").title(),
                "email": f"{login}@{VISITORS if portal in groups else DOMAIN}",
                "group_ids": [Command.set([group.id for group in kinds])],
                "tz": tz,
            }
            for login in logins
        ]
    )


def _stores(env, company, shops: int):
    """The benchmark's shops and as many more as it takes, each with an address."""
    found = env["retail.store"].search([("code", "=like", "B%")], order="id")
    found = found.filtered(lambda store: store.code[1:].isdigit())[:shops]
    users = {user.login: user for user in env["res.users"].search([])}
    new = env["retail.store"].create(
        [
            {
                "name": f"Store {number}",
                "code": f"B{number}",
                "company_id": company.id,
                "team_id": found[number % len(found)].team_id.id,
                "member_ids": [
                    Command.set(
                        [
                            users[_clerk(number)].id,
                            users[_numbered("supervisor", number % SUPERVISORS)].id,
                        ]
                    )
                ],
                "manager_id": users[_numbered("supervisor", number % SUPERVISORS)].id,
            }
            for number in range(len(found), shops)
        ]
    )
    stores = found | new
    tomorrow = fields.Date.add(fields.Date.today(), days=2)
    for store in stores:
        store.alias_name = f"complaints-{store.code.lower()}"
    stores.alias_id.alias_domain_id = company.alias_domain_id
    # whatever time it is while this runs, no shop has missed its day
    stores.day_due_on = tomorrow
    return stores


def _clerk(number: int) -> str:
    if number < STORES:
        return _numbered("clerk", (number * 2 + 1) % CLERKS)
    return f"chain_clerk{number - STORES}"


def _numbered(role: str, number: int) -> str:
    return f"bench_{role}{number or ''}"


def _shop(number: int, store) -> Shop:
    return Shop(
        id=store.id,
        code=store.code,
        address=f"{store.alias_name}@{DOMAIN}",
        clerk=_clerk(number),
        supervisor=_numbered("supervisor", number % SUPERVISORS),
        manager=_numbered("manager", number % SUPERVISORS),
    )


def _quick_passwords(env) -> None:
    """One round of hashing: signing in is not what is measured."""
    env.flush_all()
    quick = CryptContext(["pbkdf2_sha512"], pbkdf2_sha512__rounds=1)
    env.cr.execute(
        "UPDATE res_users SET password = %s WHERE login LIKE 'bench_%%'"
        " OR login LIKE 'chain_%%' OR login = 'admin'",
        [quick.hash(PASSWORD)],
    )


def _questions(env) -> dict[str, str]:
    """What a page of the survey posts, by question; scores are put in later."""
    survey = env.ref("retail_complaint_addon.survey_complaint")
    yes = env["survey.question.answer"].search(
        [("complaint_settled", "=", "yes")], order="id", limit=1
    )
    words = {"settled": str(yes.id), "comment": "Thank you."}
    return {
        str(question.id): words.get(question.complaint_measure, "")
        for question in survey.question_ids
        if question.complaint_measure
    }


def _complaints(side, chain: Chain) -> None:
    with side.env("bench_clerk") as env:
        rows = values(side, env, 200)
        chain.counter = [_as_json(vals) for vals in rows]
        chain.facts = {name: chain.counter[0][name] for name in FACTS}
        # Those that ask for nothing that our visitors cannot tell; an opinion is not
        # settled, and nothing about it comes due.
        asked = env["helpdesk.ticket.category"].browse(
            sorted({vals["category_id"] for vals in rows})
        )
        simple = [
            category.id
            for category in asked.sudo()
            if category.nature != "opinion"
            and {fact.field_name for fact in category._required_facts()} <= set(FACTS)
        ]
    for number, vals in enumerate(chain.counter):
        vals["category_id"] = simple[number % len(simple)]
    chain.portal_category = chain.facts["category_id"] = simple[0]


def _as_json(vals: dict) -> dict:
    kept = {k: v for k, v in vals.items() if k not in ("team_id", "partner_id")}
    kept["incident_at"] = fields.Datetime.to_string(kept["incident_at"])
    kept["purchase_date"] = str(kept["purchase_date"])
    return kept
