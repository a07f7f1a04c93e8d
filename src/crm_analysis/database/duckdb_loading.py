"""Loading into DuckDB: a new file beside the old one, put in its place at the end."""

import os
import shutil
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
from sqlglot import exp

from crm_analysis.database.address import Address
from crm_analysis.database.definitions import Defined
from crm_analysis.database.duckdb import DuckDBDatabase
from crm_analysis.database.row_changes import TableChanges, empty
from crm_analysis.errors import ConnectionFailedError, DatabaseBusyError


@contextmanager
def replacing(address: Address) -> Iterator[DuckDBDatabase]:
    """Build a new file beside the old one and put it in its place at the end."""
    target = address.path
    with _side_file(target) as side:
        with DuckDBDatabase(side, read_only=False) as database:
            yield database
            database.checkpoint()
        with _in_words(target):
            os.replace(side, target)


@contextmanager
def upgrading(address: Address) -> Iterator[DuckDBDatabase]:
    """Change a copy of the file and put it in its place at the end.

    Raises
    ------
    DatabaseBusyError
        If the file has been written to or replaced meanwhile.
    """
    target = address.path
    with _side_file(target) as side:
        before = _state(target)
        with _in_words(target):
            shutil.copyfile(target, side)
            if _log(target).exists():  # of a writer that was killed
                shutil.copyfile(_log(target), _log(side))
        with DuckDBDatabase(side, read_only=False) as database:
            yield database
            database.checkpoint()
        if _state(target) != before:
            raise DatabaseBusyError(
                f"{target} was written to by another process meanwhile; nothing was"
                " changed, try again"
            )
        with _in_words(target):
            os.replace(side, target)
            _log(target).unlink(missing_ok=True)


@contextmanager
def renewing(address: Address) -> Iterator[DuckDBDatabase]:
    """Change rows of a copy of the file and put it in its place at the end."""
    with upgrading(address) as database:
        database.copy_of = address.path
        yield database


def change_rows(database: DuckDBDatabase, changes: list[TableChanges]) -> None:
    """Put rows in the place of older ones, in a file that nobody else has.

    A key that was deleted is taken until the end of its transaction, so there are two.
    Where no column changes that an index or a key has, rows are changed where they
    are: taking them out of the indexes of a large table is most of the work.
    """
    indexed = _indexed_columns(database)
    stay = {
        each.table.name
        for each in changes
        if not indexed[each.table.name] & set(each.changed_columns)
    }
    with database.transaction():
        for each in reversed(changes):
            if each.is_emptied:
                empty(database, each.table)
            goes = each.gone if each.table.name in stay else each.replaced
            for keys in goes():
                _delete_by_key(database, each.table, keys)
    with database.transaction():
        for each in changes:
            for rows in each.written():
                if each.table.name in stay:
                    _change_in_place(database, each, rows)
                else:
                    database.load(each.table.name, rows)
    database.build("sequences")


def _indexed_columns(database: DuckDBDatabase) -> dict[str, set[str]]:
    """Return the columns of each table that any index, key or reference has."""
    columns: dict[str, set[str]] = defaultdict(set)
    for row in database.read_catalogue("indexed_columns"):
        columns[row["table_name"]].add(row["column_name"])
    return columns


def _change_in_place(
    database: DuckDBDatabase, changes: TableChanges, rows: pa.Table
) -> None:
    """Change those rows that are there, and add the others, which are new."""
    table = changes.table
    database.expose("written_rows", rows)
    same = exp.and_(
        *(
            exp.column(n, table.name).eq(exp.column(n, "written_rows"))
            for n in table.key
        )
    )
    values = {
        name: exp.column(name, "written_rows") for name in changes.changed_columns
    }
    if values:
        tree = exp.update(table.name, values, where=same, from_="written_rows")
        database.run_tree(tree, f"load of {table.name}")
    there = exp.select("1").from_(table.name).where(same.copy())
    new = exp.select("*").from_("written_rows").where(exp.not_(exp.Exists(this=there)))
    for added in database.stream_tree(new, f"load of {table.name}"):
        database.load(table.name, added)


def _delete_by_key(database: DuckDBDatabase, table: Defined, keys: pa.Table) -> None:
    """Delete the rows with some keys, all in one look through the table."""
    database.expose("replaced_keys", keys)
    key = exp.Tuple(expressions=[exp.column(name) for name in table.key])
    theirs = exp.select(*map(exp.column, table.key)).from_("replaced_keys")
    is_replaced = exp.In(this=key, query=theirs.subquery())
    tree = exp.delete(table.name).where(is_replaced)
    database.run_tree(tree, f"load of {table.name}")


@contextmanager
def changing(address: Address) -> Iterator[DuckDBDatabase]:
    """Open the file to change rows, in one transaction."""
    with DuckDBDatabase(address.path, read_only=False) as database:
        with database.transaction():
            yield database
        database.checkpoint()


@contextmanager
def _side_file(target: Path) -> Iterator[Path]:
    """Return the name of a file beside another that can be made, and is not there."""
    side = target.with_name(f".{target.name}.loading-{os.getpid()}")
    with _in_words(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove_left_over_sides(target)
        side.touch()
        side.unlink()  # an empty file is no database to DuckDB
    try:
        yield side
    finally:
        side.unlink(missing_ok=True)
        _log(side).unlink(missing_ok=True)


def _log(path: Path) -> Path:
    """Return where DuckDB keeps what is not in a file yet."""
    return path.with_name(f"{path.name}.wal")


def _state(path: Path) -> tuple[int, ...]:
    """Return numbers that change when a file or its log does."""
    with _in_words(path):
        there = [each.stat() for each in (path, _log(path)) if each.exists()]
    return tuple(
        number
        for found in there
        for number in (found.st_ino, found.st_size, found.st_mtime_ns)
    )


@contextmanager
def _in_words(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ConnectionFailedError(
            f"{target} cannot be written ({error.strerror}); check the folder"
        ) from None


def _remove_left_over_sides(target: Path) -> None:
    """Remove what loads that were killed have left."""
    for side in target.parent.glob(f".{target.name}.loading-*"):
        pid = side.name.removesuffix(".wal").rpartition("-")[2]
        if not (pid.isdigit() and _is_alive(int(pid))):
            side.unlink(missing_ok=True)


def _is_alive(pid: int) -> bool:
    """Tell whether a process exists; no signal is sent."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
