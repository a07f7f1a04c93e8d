"""A copy of a DuckDB file for reports: all that is in it but the names of people.

DuckDB has no rights that could be taken from a reader, so reports are given another
file. What stood in the table of customers stays in the room that it leaves until the
copy is deleted; no statement reaches it.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crm_analysis.database.address import Address
from crm_analysis.database.duckdb import DuckDBDatabase
from crm_analysis.database.spill_folder import hold, make_spill_folder, release


@contextmanager
def copy_without_people(address: Address) -> Iterator[Path]:
    """Give a file with the same rows, without the table of customers.

    It lies where DuckDB sets rows aside, so only this user can open it, and it goes
    with this process at the latest, or with the next one if this one is killed.

    Parameters
    ----------
    address : Address
        Of a DuckDB file of today's schema.

    Raises
    ------
    OSError
        If there is no place for a copy.
    ConnectionFailedError
        If the file cannot be opened.
    """
    folder = make_spill_folder(address.path)
    if folder is None:
        raise FileNotFoundError("no folder can be written to")
    hold(str(folder))
    try:
        copy = folder / address.path.name
        with DuckDBDatabase(address.path, read_only=True):  # nobody writes meanwhile
            for ending in ("", ".wal"):  # the latter is of a writer that was killed
                there = address.path.with_name(f"{address.path.name}{ending}")
                if there.exists():
                    shutil.copyfile(there, copy.with_name(f"{copy.name}{ending}"))
        with DuckDBDatabase(copy, read_only=False) as database:
            with database.transaction():
                database.run("privacy/without_people")
            database.checkpoint()
        yield copy
    finally:
        release(str(folder))
