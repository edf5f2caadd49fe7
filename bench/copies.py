"""Many rows like one that Odoo made, in one statement."""


def copies(env, table: str, template_id: int, count: int, changes: dict) -> list[int]:
    """Copy a row so many times; return the ids of the copies.

    :param changes: {column: SQL}, where ``n`` is the number of the copy
    """
    env.flush_all()
    env.cr.execute(
        """
        SELECT column_name FROM information_schema.columns
         WHERE table_name = %s AND is_generated = 'NEVER' AND column_name <> 'id'
        """,
        [table],
    )
    values = {name: f't."{name}"' for (name,) in env.cr.fetchall()}
    values |= changes
    names = ", ".join(f'"{name}"' for name in values)
    env.cr.execute(
        f"""
        INSERT INTO {table} ({names}) SELECT {", ".join(values.values())}
          FROM {table} t, generate_series(1, %s) n WHERE t.id = %s RETURNING id
        """,
        [count, template_id],
    )
    return [id_ for (id_,) in env.cr.fetchall()]


def relate(env, table: str, columns: tuple[str, str], pairs: list) -> None:
    """Insert the pairs into a table of relations."""
    if pairs:
        env.cr.execute_values(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES %s"
            " ON CONFLICT DO NOTHING",
            pairs,
        )
