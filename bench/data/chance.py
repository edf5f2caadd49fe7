"""Numbers that look like chance and are the same each time, in PostgreSQL."""


def r(kind: int, number: str = "n") -> str:
    """Return SQL for a number from 0 to 1 that depends on row and kind."""
    return f"((hashint4({number} + {kind} * 100003) & 2147483647) / 2147483648.0)"


def pick(kind: int, ids: list[int], number: str = "n") -> str:
    """Return SQL for one of the ids."""
    array = f"'{{{','.join(map(str, ids))}}}'::int[]"
    return f"({array})[1 + floor({r(kind, number)} * {len(ids)})::int]"


def one_of(kind: int, shares: dict[str, float], number: str = "n") -> str:
    """Return SQL for one of the words, with these shares."""
    cases, sum_ = [], 0.0
    for word, share in shares.items():
        sum_ += share
        cases.append(f"WHEN {r(kind, number)} < {sum_:.4f} THEN '{word}'")
    return f"CASE {' '.join(cases)} ELSE '{word}' END"


def insert(env, table: str, columns: dict[str, str], source: str) -> None:
    """Insert what the source has, a column an expression."""
    names = ", ".join(columns)
    values = ", ".join(columns.values())
    env.cr.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {source}")


def after(env, table: str) -> None:
    """Let the next row made by Odoo take the next number."""
    env.cr.execute(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")
