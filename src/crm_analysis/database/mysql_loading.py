"""Loading into MySQL: new tables beside the old ones, renamed at the end."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

from sqlglot import exp

from crm_analysis.database import refusals
from crm_analysis.database.address import Address
from crm_analysis.database.definitions import defined
from crm_analysis.database.mysql import MySQLDatabase, quoted
from crm_analysis.database.row_changes import TableChanges, delete_by_key, empty
from crm_analysis.errors import CrmAnalysisError

LOADING, OLD = "loading__", "replaced__"
WAIT_SECONDS = 30  # for readers of the old tables, before giving up


@contextmanager
def replacing(address: Address) -> Iterator[MySQLDatabase]:
    """Build new tables beside the old ones, then put them in their place at once.

    Every definition ends a transaction in MySQL, so the new tables bear other names
    until one statement renames them all. If anything fails before, the old tables are
    still there, whole; what a loader that was killed has left is removed by the next.
    """
    with MySQLDatabase(address, read_only=False, prefix=LOADING) as database:
        _take_lock(database, address)
        _drop(database, LOADING)
        # sql/checks prove the references after the load, faster than row by row.
        database.execute("set session foreign_key_checks = 0, unique_checks = 0")
        database.execute(f"set session lock_wait_timeout = {WAIT_SECONDS}")
        try:
            yield database
            with database.in_words("the move of loaded tables"):
                _swap(database)
        finally:
            with suppress(CrmAnalysisError):
                _drop(database, LOADING)
                _drop(database, OLD)


@contextmanager
def upgrading(address: Address) -> Iterator[MySQLDatabase]:
    """Open a database to change its definitions, while nobody loads.

    Every definition ends a transaction in MySQL: what was changed before a failure
    stays, so a change is one that can be made twice.
    """
    with MySQLDatabase(address, read_only=False) as database:
        _take_lock(database, address)
        database.execute(f"set session lock_wait_timeout = {WAIT_SECONDS}")
        yield database


@contextmanager
def changing(address: Address) -> Iterator[MySQLDatabase]:
    """Open a database to change rows, in one transaction, while nobody loads."""
    with MySQLDatabase(address, read_only=False) as database:
        _take_lock(database, address)
        database.execute(f"set session innodb_lock_wait_timeout = {WAIT_SECONDS}")
        with database.transaction():
            yield database


renewing = changing


def change_rows(database: MySQLDatabase, changes: list[TableChanges]) -> None:
    """Put rows in the place of older ones; ``sql/checks`` prove the references."""
    database.execute("set session foreign_key_checks = 0")
    for each in changes:
        if each.is_emptied:
            empty(database, each.table)
        for keys in each.replaced():
            delete_by_key(database, each.table, keys)
        for rows in each.written():
            database.load(each.table.name, rows)


def _take_lock(database: MySQLDatabase, address: Address) -> None:
    """Hold the one lock of loaders until the connection closes.

    A server lets go of it a moment after whoever had it has gone.
    """
    name = exp.Literal.string(f"crm_analysis:{urlsplit(address.url).path[1:]}"[:64])
    ((is_ours,),) = database.execute(f"select get_lock({name.sql('mysql')}, 3)")
    if not is_ours:
        raise refusals.is_loading(str(address))


def _drop(database: MySQLDatabase, prefix: str) -> None:
    """Drop what bears a prefix of ours."""
    with database.in_words("the removal of replaced tables"):
        database.execute("set session foreign_key_checks = 0")
        for name, kind in database.execute("show full tables"):
            if name.startswith(prefix):
                what = "view" if kind == "VIEW" else "table"
                database.execute(f"drop {what} if exists {quoted(name)}")


def _swap(database: MySQLDatabase) -> None:
    """Rename all tables in one statement, then say again what the views read."""
    there = database.defined_names()
    renames = []
    for table in defined("schema", dialect="mysql"):
        if table.name in there:
            renames.append(f"{quoted(table.name)} to {quoted(OLD + table.name)}")
        renames.append(f"{quoted(LOADING + table.name)} to {quoted(table.name)}")
    database.execute(f"rename table {', '.join(renames)}")
    database.prefix = ""
    for view in defined("views"):
        database.execute(f"drop view if exists {quoted(view.name)}")
    database.build("views")
