"""The decision chains, recomputed from the tables without a line of the addon."""

import hashlib
import json

from .database import Sql

GENESIS = "0" * 64
NUMBERS = ("sequence", "round")
IDS = (
    "chain_id",
    "user_id",
    "ticket_id",
    "company_id",
    "solution_id",
    "authority_id",
    "condition_id",
    "deputy_for_id",
)
TEXTS = (
    "kind",
    "state_from",
    "state_to",
    "currency",
    "limit_currency",
    "detail",
    "note_digest",
)
AMOUNTS = ("amount", "sum_amount", "limit_amount")


def row_hash(previous: str, row: dict) -> str:
    facts = {name: row[name] or 0 for name in (*NUMBERS, *IDS)}
    facts |= {name: row[name] or "" for name in TEXTS}
    facts |= {name: f"{row[name] or 0:.4f}" for name in AMOUNTS}
    facts["decided_at"] = row["decided_at"].strftime("%Y-%m-%d %H:%M:%S")
    facts["unlimited"] = bool(row["unlimited"])
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\0{text}".encode()).hexdigest()


def breaks(sql: Sql, after: int = 0) -> tuple[list[str], int]:
    """What does not hold in the chains that grew since decision ``after``."""
    found = []
    rows = sql.dicts(
        "SELECT * FROM complaint_decision WHERE chain_id IN"
        " (SELECT chain_id FROM complaint_decision WHERE id > %s)"
        " ORDER BY chain_id, sequence",
        after,
    )
    heads: dict[int, tuple[int, str]] = {}
    for row in rows:
        count, previous = heads.get(row["chain_id"], (0, GENESIS))
        place = f"chain {row['chain_id']}, decision {row['sequence']} (id {row['id']})"
        if row["sequence"] != count + 1:
            found.append(f"{place}: the sequence jumps from {count}")
        if row["previous_hash"] != previous:
            found.append(f"{place}: does not follow the one before")
        if row["hash"] != row_hash(row["previous_hash"], row):
            found.append(f"{place}: the hash is not that of the row")
        heads[row["chain_id"]] = (row["sequence"], row["hash"])
    for chain in sql.dicts("SELECT id, count, head FROM complaint_chain"):
        known = heads.get(chain["id"])
        if known and known != (chain["count"], chain["head"]):
            found.append(f"chain {chain['id']}: its head is not its last row")
    newest = sql.one("SELECT COALESCE(max(id), 0) FROM complaint_decision")
    return found, newest
