"""Companies, people, places and rules that both sides work with."""

from odoo import Command

STORES, PRODUCTS, CLERKS, TEAMS = 60, 300, 120, 6
PASSWORD = "benchmark"
LIMITS = {"clerk": 1_000, "supervisor": 10_000, "manager": 50_000}
OURS = "retail_complaint_addon.group_complaint_%s"
PEER = "helpdesk_mgmt.group_helpdesk_%s"
QUIET = {"no_reset_password": True, "tracking_disable": True, "mail_notrack": True}


def users(env, groups: dict[str, str]) -> dict[str, list]:
    """Create clerks, supervisors and managers; PASSWORD is everybody's."""
    company = env.ref("base.main_company")
    found = {}
    for role, group in groups.items():
        count = CLERKS if role == "clerk" else 20
        found[role] = (
            env["res.users"]
            .with_context(**QUIET)
            .create(
                [
                    {
                        "login": f"bench_{role}{number or ''}",
                        "name": f"Bench {role} {number}",
                        "email": f"{role}{number}@desk.example.com",
                        "company_id": company.id,
                        "company_ids": [Command.set(company.ids)],
                        "group_ids": [
                            Command.set(
                                [env.ref("base.group_user").id, env.ref(group).id]
                            )
                        ],
                        "tz": "Asia/Hong_Kong",
                    }
                    for number in range(count)
                ]
            )
        )
    # hashing one takes half a second
    env.flush_all()
    context = env["res.users"]._crypt_context()
    env.cr.execute(
        "UPDATE res_users SET password = %s WHERE login LIKE 'bench_%%'",
        [context.hash(PASSWORD)],
    )
    return found


def customers(env, size: int) -> list[int]:
    """As many as there would be: one of ten complains twice a year. No addresses, so
    that no mail leaves on either side."""
    count = max(500, size // 10)
    first = env["res.partner"].create({"name": "Customer 0"})
    env.flush_all()
    env.cr.execute(
        """
        SELECT string_agg(quote_ident(column_name), ', ')
          FROM information_schema.columns
         WHERE table_name = 'res_partner' AND is_generated = 'NEVER'
           AND column_name NOT IN
               ('id', 'name', 'complete_name', 'commercial_partner_id')
        """
    )
    (columns,) = env.cr.fetchone()
    env.cr.execute(
        f"""
        INSERT INTO res_partner
               (id, name, complete_name, commercial_partner_id, {columns})
        SELECT {first.id} + n, 'Customer ' || n, 'Customer ' || n, {first.id} + n,
               {columns}
          FROM res_partner, generate_series(1, %s) n WHERE id = %s
        """,
        [count - 1, first.id],
    )
    env.cr.execute(
        "SELECT setval('res_partner_id_seq', (SELECT max(id) FROM res_partner))"
    )
    return list(range(first.id, first.id + count))


def teams(env, members: list, **more) -> list[int]:
    company = env.ref("base.main_company")
    made = env["helpdesk.ticket.team"].create(
        [
            {
                "name": f"Team {number}",
                "company_id": company.id,
                "user_ids": [Command.set(members.ids)],
                **more,
            }
            for number in range(TEAMS)
        ]
    )
    return made.ids


def ours(env, size: int) -> dict[str, list[int]]:
    """Make what our complaints refer to; return {column: ids}."""
    company = env.ref("base.main_company")
    people = users(env, {role: OURS % role for role in LIMITS})
    team_ids = teams(env, people["clerk"])
    stores = env["retail.store"].create(
        [
            {
                "name": f"Store {number}",
                "code": f"B{number}",
                "company_id": company.id,
                "team_id": team_ids[number % TEAMS],
                # the first clerk and supervisor work everywhere: they are measured
                "member_ids": [
                    Command.set(
                        (
                            people["clerk"][0]
                            | people["clerk"][number * 2 : number * 2 + 2]
                            | people["supervisor"][0]
                            | people["supervisor"][number % 20]
                        ).ids
                    )
                ],
                "manager_id": people["supervisor"][number % 20].id,
            }
            for number in range(STORES)
        ]
    )
    products = env["product.product"].create(
        [
            {"name": f"Article {number}", "list_price": 100 + number}
            for number in range(PRODUCTS)
        ]
    )
    for role, limit in LIMITS.items():
        env["complaint.authority"].create(
            {
                "name": f"{role} of the benchmark",
                "company_id": company.id,
                "amount_limit": limit,
                "user_ids": [Command.set(people[role].ids)],
            }
        )
    categories = env["helpdesk.ticket.category"].search([("is_complaint", "=", True)])
    causes = env["complaint.cause"].search([]) or env["complaint.cause"].create(
        [{"name": f"Cause {number}"} for number in range(20)]
    )
    return {
        "store_id": stores.ids,
        "product_id": products.ids,
        "category_id": categories.ids,
        "cause_id": causes.ids,
        "partner_id": customers(env, size),
    }


def peer(env, size: int) -> dict[str, list[int]]:
    """Make what the peer's tickets refer to: teams with two targets, three tiers."""
    groups = {role: PEER % "user" for role in LIMITS}
    people = users(env, {**groups, "manager": PEER % "manager"})
    team_ids = teams(env, people["clerk"], use_sla=True)
    done = env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
    progress = env.ref("helpdesk_mgmt.helpdesk_ticket_stage_in_progress")
    env["helpdesk.sla"].create(
        [
            {"name": "Acknowledge", "hours": 16, "stage_id": progress.id},
            {"name": "Resolve", "days": 14, "stage_id": done.id},
        ]
    )
    categories = env["helpdesk.ticket.category"].create(
        [{"name": f"Category {number}"} for number in range(30)]
    )
    _tiers(env, people)
    return {
        "team_id": team_ids,
        "category_id": categories.ids,
        "partner_id": customers(env, size),
    }


def _tiers(env, people) -> None:
    """Who approves which sums, as near to our register as tiers come."""
    model = env["ir.model"]._get("desk.bench.settlement")
    floors = {"supervisor": LIMITS["clerk"], "manager": LIMITS["supervisor"]}
    for role, floor in floors.items():
        group = env["res.groups"].create({"name": f"Bench approves as {role}"})
        group.user_ids = people[role]
        env["tier.definition"].create(
            {
                "name": f"Approved by a {role}",
                "model_id": model.id,
                "review_type": "group",
                "reviewer_group_id": group.id,
                "definition_domain": f"[('amount', '>', {floor})]",
                "approve_sequence": True,
            }
        )
