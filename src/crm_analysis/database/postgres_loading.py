"""Loading into PostgreSQL: new tables in a schema of their own, in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from crm_analysis.database import refusals
from crm_analysis.database.address import Address
from crm_analysis.database.definitions import defined, render_foreign_keys
from crm_analysis.database.postgres import PostgresDatabase

LOADING = "crm_analysis_loading"
LOCK = 4_207_712_358  # a number of our own choosing
WAIT_SECONDS = 30  # for readers of the old tables, before giving up


@contextmanager
def replacing(address: Address) -> Iterator[PostgresDatabase]:
    """Build new tables in a schema of their own, then move them to their place.

    All of it is one transaction: readers keep the old tables until it ends, and if it
    does not end well nothing has happened. Who might read the old tables may read the
    new ones.
    """
    with PostgresDatabase(address, read_only=False) as database:
        _take_lock(database, address)
        (place,) = database.rows("select current_schema()")[0]
        database.execute(f"set lock_timeout = '{WAIT_SECONDS}s'")
        with database.transaction():
            database.execute("create schema {}", LOADING)
            database.execute("set local search_path to {}", LOADING)
            yield database
            for added in render_foreign_keys(database.dialect):
                database.execute(added)
            database.execute("set local search_path to {}", place)
            _move(database, place)


def _take_lock(database: PostgresDatabase, address: Address) -> None:
    """Hold the one lock of loaders until the connection closes."""
    (is_ours,) = database.rows("select pg_try_advisory_lock(%s)", LOCK)[0]
    if not is_ours:
        raise refusals.is_loading(str(address))


def _move(database: PostgresDatabase, place: str) -> None:
    """Put the loaded tables in the place of the old ones, with their grants."""
    grants = database.rows(
        "select distinct table_name, privilege_type, grantee"
        " from information_schema.role_table_grants"
        " where table_schema = %s and grantee <> current_user",
        place,
    )
    things = defined("schema", "views")
    for thing in reversed(things):
        drop = f"drop {thing.kind} if exists {{}}.{{}}"
        database.execute(drop, place, thing.name)
    for thing in things:
        move = f"alter {thing.kind} {{}}.{{}} set schema {{}}"
        database.execute(move, LOADING, thing.name, place)
    ours = {thing.name for thing in things}
    for table, privilege, grantee in grants:
        if table in ours and grantee == "PUBLIC":
            database.execute(f"grant {privilege} on {{}}.{{}} to public", place, table)
        elif table in ours:
            grant = f"grant {privilege} on {{}}.{{}} to {{}}"
            database.execute(grant, place, table, grantee)
    database.execute("drop schema {}", LOADING)
