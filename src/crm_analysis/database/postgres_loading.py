"""Loading into PostgreSQL: new tables in a schema of their own, in one transaction."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa
from sqlglot import exp

from crm_analysis.database import refusals
from crm_analysis.database.address import Address
from crm_analysis.database.definitions import (
    Defined,
    defined,
    render_foreign_keys,
    tables,
)
from crm_analysis.database.postgres import PostgresDatabase
from crm_analysis.database.row_changes import TableChanges, delete_by_key, empty

LOADING, WRITTEN = "crm_analysis_loading", "crm_analysis_written"
LOCK = 4_207_712_358  # a number of our own choosing
LOCK_TRIES = 30  # a tenth of a second apart
WAIT_SECONDS = 30  # for readers of the old tables, before giving up
_MAY_READ_LOADS = ("data_loads", "SELECT")


@contextmanager
def replacing(address: Address) -> Iterator[PostgresDatabase]:
    """Build new tables in a schema of their own, then move them to their place.

    All of it is one transaction: readers keep the old tables until it ends, and if it
    does not end well nothing has happened. Who might read the old tables may read the
    new ones.
    """
    with _alone(address) as database:
        (place,) = database.rows("select current_schema()")[0]
        database.execute("create schema {}", LOADING)
        database.execute("set local search_path to {}", LOADING)
        yield database
        _add_foreign_keys(database, _tables())
        database.execute("set local search_path to {}", place)
        _move(database, place)


@contextmanager
def upgrading(address: Address) -> Iterator[PostgresDatabase]:
    """Open a database to change its definitions, in one transaction.

    Who might read what loads are on record may read the new tables.
    """
    with _alone(address) as database:
        (place,) = database.rows("select current_schema()")[0]
        grants = _grants(database, place)
        before = database.defined_names()
        yield database
        added = (database.defined_names() & _ours()) - before
        _add_foreign_keys(database, added)
        _grant(database, place, _with_new(grants, added))


@contextmanager
def changing(address: Address) -> Iterator[PostgresDatabase]:
    """Open a database to change rows, in one transaction, while nobody loads."""
    with _alone(address) as database:
        yield database


renewing = changing


def change_rows(database: PostgresDatabase, changes: list[TableChanges]) -> None:
    """Put rows in the place of older ones, referred to by whatever refers to them.

    Rows that stay keep their place, so that nothing ever refers to none: what is new or
    changed is written first, then what is gone is deleted, what refers to it before it.
    """
    for each in reversed(changes):
        if each.is_emptied:
            empty(database, each.table)
    for each in changes:
        for rows in each.written():
            _write(database, each.table, rows)
    for each in reversed(changes):
        for keys in each.gone():
            delete_by_key(database, each.table, keys)
    database.build("sequences")


def _write(database: PostgresDatabase, table: Defined, rows: pa.Table) -> None:
    """Add rows to a table, or change those that have their keys."""
    database.execute("create temporary table {} (like {})", WRITTEN, table.name)
    database.load(WRITTEN, rows)
    columns = [exp.to_identifier(name, quoted=True) for name in rows.column_names]
    tree = exp.insert(exp.select(*columns).from_(WRITTEN), table.name, columns=columns)
    news = [
        exp.EQ(this=exp.column(each.copy()), expression=exp.column(each, "excluded"))
        for each in columns
        if each.name not in table.key
    ]
    conflict = exp.OnConflict(
        action=exp.var("DO UPDATE" if news else "DO NOTHING"),
        conflict_keys=[exp.to_identifier(name) for name in table.key],
        expressions=news,
    )
    tree.set("conflict", conflict)
    database.run_tree(tree, f"load of {table.name}")
    database.execute("drop table {}", WRITTEN)


@contextmanager
def _alone(address: Address) -> Iterator[PostgresDatabase]:
    """Open a database to write to it in one transaction, while nobody else does."""
    with PostgresDatabase(address, read_only=False) as database:
        _take_lock(database, address)
        database.execute(f"set lock_timeout = '{WAIT_SECONDS}s'")
        with database.transaction():
            yield database


def _take_lock(database: PostgresDatabase, address: Address) -> None:
    """Hold the one lock of loaders until the connection closes.

    A server lets go of it a moment after whoever had it has gone.
    """
    for _ in range(LOCK_TRIES):
        (is_ours,) = database.rows("select pg_try_advisory_lock(%s)", LOCK)[0]
        if is_ours:
            return
        time.sleep(0.1)
    raise refusals.is_loading(str(address))


def _move(database: PostgresDatabase, place: str) -> None:
    """Put the loaded tables in the place of the old ones, with their grants."""
    grants = _grants(database, place)
    things = defined("schema", "views")
    new = {thing.name for thing in things} - database.defined_names()
    for thing in reversed(things):
        drop = f"drop {thing.kind} if exists {{}}.{{}}"
        database.execute(drop, place, thing.name)
    for thing in things:
        move = f"alter {thing.kind} {{}}.{{}} set schema {{}}"
        database.execute(move, LOADING, thing.name, place)
    _grant(database, place, _with_new(grants, new & _ours()))
    database.execute("drop schema {}", LOADING)


def _ours() -> set[str]:
    """Return what may be read: tables and views, no sequences."""
    things = defined("schema", "views")
    return {thing.name for thing in things if thing.kind != "sequence"}


def _tables() -> set[str]:
    return {table.name for table in tables()}


def _add_foreign_keys(database: PostgresDatabase, tables: set[str]) -> None:
    for added in render_foreign_keys(database.dialect, tables):
        database.execute(added)


def _grants(database: PostgresDatabase, place: str) -> list[tuple[str, str, str]]:
    """Return what others may do with our tables and views: name, what, who."""
    found = database.rows(
        "select distinct table_name, privilege_type, grantee"
        " from information_schema.role_table_grants"
        " where table_schema = %s and grantee <> current_user",
        place,
    )
    return [grant for grant in found if grant[0] in _ours()]


def _with_new(
    grants: list[tuple[str, str, str]], new: set[str]
) -> list[tuple[str, str, str]]:
    """Add that what is new may be read by who may read what loads are on record."""
    readers = {who for name, what, who in grants if (name, what) == _MAY_READ_LOADS}
    return grants + [(name, "SELECT", who) for name in new for who in readers]


def _grant(
    database: PostgresDatabase, place: str, grants: list[tuple[str, str, str]]
) -> None:
    for name, what, who in grants:
        grant = f"grant {what} on {{}}.{{}} to"
        if who == "PUBLIC":
            database.execute(f"{grant} public", place, name)
        else:
            database.execute(f"{grant} {{}}", place, name, who)
