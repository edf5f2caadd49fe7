"""Straight into PostgreSQL, to look at what really is in the tables."""

import contextlib
from collections.abc import Iterator

import psycopg2
import psycopg2.extras

from desk.postgres import PORT, ROLE, Cluster

from .settings import odoo


def connect(database: str, autocommit: bool = True, cluster: Cluster | None = None):
    """A connection of its own; rows come as tuples."""
    cluster = cluster or odoo().cluster
    connection = psycopg2.connect(
        host=str(cluster.socket), port=PORT, user=ROLE, dbname=database
    )
    connection.autocommit = autocommit
    return connection


class Sql:
    """``sql("SELECT ...", x)`` gives the rows; ``sql.one(...)`` the only value."""

    def __init__(self, database: str, cluster: Cluster | None = None):
        self.database, self.cluster = database, cluster
        self.connection = connect(database, cluster=cluster)

    def __call__(self, query: str, *values) -> list[tuple]:
        with self.connection.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchall() if cursor.description else []

    def one(self, query: str, *values):
        rows = self(query, *values)
        assert len(rows) == 1, f"{len(rows)} rows instead of one: {query}"
        return rows[0][0]

    def dicts(self, query: str, *values) -> list[dict]:
        with self.connection.cursor(
            cursor_factory=psycopg2.extras.RealDictCursor
        ) as cursor:
            cursor.execute(query, values)
            return [dict(row) for row in cursor.fetchall()]

    def again(self) -> None:
        """Connect anew: the cluster was away."""
        self.connection.close()
        self.connection = connect(self.database, cluster=self.cluster)

    def close(self) -> None:
        self.connection.close()


@contextlib.contextmanager
def copy_of(template: str, name: str) -> Iterator[str]:
    """A database of its own for one test, dropped afterwards."""
    prepared = odoo()
    prepared.clone(template, name)
    try:
        yield name
    finally:
        prepared.drop(name)
