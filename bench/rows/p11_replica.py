"""P11: which reads a streaming replica serves, told by both servers' logs."""

import re
import shutil
import subprocess
import time
from contextlib import contextmanager

import requests
from data.catalogue import PASSWORD
from harness import Bench, Figure
from servers import served

from odoo import SUPERUSER_ID, Command, api

from desk import places
from desk.postgres import PORT, ROLE, Cluster, _binary
from desk.run import environment

# (name, model, method, arguments)
READS = (
    ("dashboard", "complaint.dashboard", "get_complaint_dashboard", [{}]),
    ("my authority", "complaint.authority", "get_my_authority", []),
    ("matrix of authority", "complaint.authority", "get_matrix", []),
    (
        "search", "helpdesk.ticket", "web_search_read",
        [[["is_complaint", "=", True]], {"name": {}, "store_id": {}}, 0, 80],
    ),
)  # fmt: skip
PAGES = (("portal list", "/my/complaints"), ("portal home", "/my/home"))
STATEMENT = re.compile(r"LOG:  (?:statement|execute [^:]*): (?!BEGIN|COMMIT|ROLLBACK)")


def run(bench: Bench) -> list[Figure]:
    side = bench.ours
    _prepare(side)
    with (
        _replica(side) as replica,
        served(
            bench, side, db_replica_host=str(replica.socket), db_replica_port=str(PORT)
        ) as url,
    ):
        logs = places.BENCH / "postgresql.log", replica.log
        manager = _session(side, url, "bench_manager")
        customer = _session(side, url, "bench_portal")
        figures = [
            _figure(
                name,
                logs,
                lambda m=model, f=method, a=arguments: _call(manager, url, m, f, a),
            )
            for name, model, method, arguments in READS
        ]
        figures += [
            _figure(name, logs, lambda p=path: customer.get(url + p).raise_for_status())
            for name, path in PAGES
        ]
        primary, on_replica = _counted(
            logs,
            lambda: _call(
                manager, url, "helpdesk.ticket", "write", [[_some(side)], {"color": 3}]
            ),
        )
        # who is signed in may be read from anywhere, what is written may not
        share = primary / max(primary + on_replica, 1)
        figures.append(Figure("write: share on the primary", share, goal="≥ 0.8"))
    return figures  # fmt: skip


def _prepare(side) -> None:
    """A customer with a log-in, and statements in the primary's log."""
    with side.registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        partner = env["res.partner"].search([("name", "=", "Customer 1")])
        user = (
            env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "login": "bench_portal",
                    "partner_id": partner.id,
                    "password": PASSWORD,
                    "group_ids": [Command.set(env.ref("base.group_portal").ids)],
                }
            )
        )
        user.partner_id.email = "portal@customer.example.com"
        cr.execute(f"ALTER DATABASE \"{side.database}\" SET log_statement = 'all'")
        cr.commit()


@contextmanager
def _replica(side):
    """A copy of the whole cluster that follows it."""
    primary = Cluster(places.BENCH)
    replica = Cluster(places.BENCH / "replica", settings={"log_statement": "all"})
    shutil.rmtree(replica.data, ignore_errors=True)
    replica.folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [
            _binary("pg_basebackup"), "-h", primary.socket, "-p", str(PORT),
            "-U", ROLE, "-D", replica.data, "-R", "-X", "stream", "-c", "fast",
        ],
        env=environment(), check=True,
    )  # fmt: skip
    try:
        replica.start()
        yield replica
    finally:
        replica.stop()
        shutil.rmtree(replica.data, ignore_errors=True)


def _session(side, url: str, login: str) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    answer = session.post(
        f"{url}/web/session/authenticate",
        json={"params": {"db": side.database, "login": login, "password": PASSWORD}},
        timeout=120,
    ).json()
    if not answer.get("result", {}).get("uid"):
        raise AssertionError(f"{login} cannot sign in: {answer}")
    return session


def _call(session, url: str, model: str, method: str, arguments: list):
    params = {"model": model, "method": method, "args": arguments, "kwargs": {}}
    answer = session.post(
        f"{url}/web/dataset/call_kw/{model}/{method}",
        json={"params": params},
        timeout=120,
    ).json()
    if "error" in answer:
        raise AssertionError(answer["error"]["data"]["message"])
    return answer["result"]


def _some(side) -> int:
    with side.env() as env:
        return env["helpdesk.ticket"].search([("is_complaint", "=", True)], limit=1).id


def _figure(name: str, logs, call) -> Figure:
    call()  # registry, assets and caches
    primary, replica = _counted(logs, call)
    share = replica / (primary + replica) if primary + replica else 0
    return Figure(f"{name}: share read from the replica", share, goal="≥ 0.9")


def _counted(logs, call) -> tuple[int, ...]:
    """Return how many statements each server logged meanwhile."""
    begin = [log.stat().st_size for log in logs]
    call()
    time.sleep(0.3)
    counts = []
    for log, offset in zip(logs, begin, strict=True):
        with log.open("rb") as handle:
            handle.seek(offset)
            text = handle.read().decode("utf-8", "replace")
        counts.append(len(STATEMENT.findall(text)))
    return tuple(counts)
