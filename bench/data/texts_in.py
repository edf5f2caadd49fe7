"""What people write, and the tokens of it, in a table of its own for the time being."""

import io
import random

from data.texts import complaint

from odoo.addons.retail_complaint_addon.rules import tokens

SEED = 19
BATCH = 20_000
COLUMNS = (
    "n", "title", "description", "wish", "tokens", "words",
    "store_id", "product_id", "category_id", "cause_id", "partner_id",
)  # fmt: skip
KINDS = {"store": "store_id", "product": "product_id", "category": "category_id"}
KINDS["cause"] = "cause_id"


def stage(env, count: int, known: dict[str, list[int]]) -> None:
    """Fill the table ``bench_case``, the same way each time."""
    env.cr.execute(
        """
        CREATE TEMPORARY TABLE bench_case (
            n int, title text, description text, wish text, tokens int[], words int,
            store_id int, product_id int, category_id int, cause_id int, partner_id int
        )
        """
    )
    chance = random.Random(SEED)
    for begin in range(0, count, BATCH):
        rows = io.StringIO()
        for number in range(begin, min(begin + BATCH, count)):
            row = _row(number + 1, chance, known)
            rows.write("\t".join(_cell(row[name]) for name in COLUMNS) + "\n")
        rows.seek(0)
        names = ", ".join(COLUMNS)
        env.cr.copy_expert(f"COPY bench_case ({names}) FROM STDIN", rows)
    env.cr.execute("ANALYZE bench_case")


def _row(number: int, chance: random.Random, known) -> dict:
    title, text, wish = complaint(chance)
    row = {name: chance.choice(ids) for name, ids in known.items()}
    if chance.random() < 0.4:
        row["cause_id"] = None
    # what the desk itself would store, see ``complaint.fingerprint``
    whole = f"{title} {tokens.plain(text)} {wish}"
    words = tokens.numbers(tokens.words(whole))
    facts = [tokens.fact(kind, row[name]) for kind, name in KINDS.items() if row[name]]
    found = ",".join(map(str, sorted({*words, *facts})))
    return {
        **row,
        "n": number,
        "title": title,
        "description": text,
        "wish": wish,
        "tokens": f"{{{found}}}",
        "words": len(words),
    }


def _cell(value) -> str:
    if value is None:
        return "\\N"
    return str(value).replace("\\", "\\\\").replace("\t", " ").replace("\n", " ")
