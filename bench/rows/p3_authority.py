"""P3: who is asked to approve a package, in a large company."""

from copies import copies, relate
from harness import Bench, Figure, median
from settlements import case, package

USERS, RECORDS = 2000, 1000
# one of so many is a supervisor, a manager
SHARES = {"supervisor": 10, "manager": 33}


def run(bench: Bench) -> list[Figure]:
    with bench.ours.env() as env:
        people = _people(env)
        _register(env, people, RECORDS)
        few = _measured(bench, env)
        _register(env, people, 9 * RECORDS)
        many = _measured(bench, env)
    few_ms, many_ms = median(few) * 1000, median(many) * 1000
    return [
        Figure(f"time, {RECORDS:,} records", few_ms, "ms", goal="≤ 5"),
        Figure(f"queries, {RECORDS:,} records", median(few, "queries"), goal="≤ 5"),
        Figure(f"time, {10 * RECORDS:,} records", many_ms, "ms", goal="≤ 5"),
        Figure(
            f"queries, {10 * RECORDS:,} records", median(many, "queries"), goal="≤ 5"
        ),
        Figure("time with ten times the records", many_ms / few_ms, goal="≤ 1.5"),
        Figure("processor time, 1,000 records", median(few, "busy") * 1000, "ms"),
    ]


def _people(env) -> dict[str, list[int]]:
    """Return {role: ids} of users who work in the sixty stores."""
    first = {
        role: env["res.users"].search([("login", "=", f"bench_{role}1")])
        for role in ("clerk", *SHARES)
    }
    counts = {role: USERS // share for role, share in SHARES.items()}
    counts["clerk"] = USERS - sum(counts.values())
    stores = env["retail.store"].search([("code", "=like", "B%")]).ids
    people = {}
    for role, user in first.items():
        login = f"'many_{role}_' || n"
        ids = copies(env, "res_users", user.id, counts[role], {"login": login})
        people[role] = ids
        groups = user.group_ids.ids
        relate(
            env,
            "res_groups_users_rel",
            ("gid", "uid"),
            [(group, id_) for group in groups for id_ in ids],
        )
        relate(
            env,
            "res_company_users_rel",
            ("cid", "user_id"),
            [(user.company_id.id, id_) for id_ in ids],
        )
        members = [(stores[n % len(stores)], id_) for n, id_ in enumerate(ids)]
        for table in ("retail_store_member_rel", "retail_store_upper_member_rel"):
            relate(env, table, ("store_id", "user_id"), members)
    env.cr.execute("ANALYZE res_users, res_groups_users_rel, retail_store_member_rel")
    env.registry.clear_cache()
    env.invalidate_all()
    return people  # fmt: skip


def _register(env, people: dict[str, list[int]], count: int) -> None:
    """Add so many records of the register, one holder each, limits by role."""
    roles = {"clerk": 0.5, "supervisor": 0.3, "manager": 0.2}
    for role, share in roles.items():
        template = env["complaint.authority"].search(
            [("name", "=", f"{role} of the benchmark")], order="id", limit=1
        )
        ids = copies(env, "complaint_authority", template.id, int(count * share), {})
        holders = people[role]
        relate(
            env,
            "complaint_authority_user_rel",
            ("authority_id", "user_id"),
            [(id_, holders[n % len(holders)]) for n, id_ in enumerate(ids)],
        )
    env.cr.execute("ANALYZE complaint_authority, complaint_authority_user_rel")
    env.invalidate_all()  # fmt: skip


def _measured(bench: Bench, env) -> list:
    clerk = env["res.users"].search([("login", "=", "bench_clerk")])
    solution = package(case(bench.ours, env(user=clerk.id)), 5000)
    env.flush_all()

    def ask():
        return solution.sudo()._deciders(clerk)

    samples = []
    for number in range(bench.runs + 1):
        # the request that asks has read the case and the package already
        env.invalidate_all()
        solution.sudo().ticket_id.read(["company_id", "store_id", "category_id"])
        solution.sudo().line_ids.read(["type_id", "amount"])
        sample = bench.ours.sample(env, ask)
        if number:
            samples.append(sample)
    return samples
