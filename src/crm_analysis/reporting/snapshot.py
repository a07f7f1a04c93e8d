"""Keep a database as it is while many reports read it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crm_analysis.database.address import parse_address


@contextmanager
def held_still(database_url: str, folder: Path) -> Iterator[str]:
    """Give an address that goes on naming what is there now.

    A load puts a new DuckDB file in the place of the old one; a second name for the old
    file keeps it. Where that cannot be had, such as on a server, the address is given
    back as it is, and the reader has to see that the data are the same in the end.

    Parameters
    ----------
    database_url : of the database
    folder : private, on the file system of the database if there is to be a second name
    """
    path = parse_address(database_url).path
    second = folder / ".database"
    if path is None or not path.is_file() or _has_unwritten(path):
        yield database_url
        return
    second.unlink(missing_ok=True)
    try:
        os.link(path, second)
    except OSError:  # another file system, or one without second names
        yield database_url
        return
    try:
        yield f"duckdb:///{second.resolve()}"
    finally:
        second.unlink(missing_ok=True)


def _has_unwritten(path: Path) -> bool:
    """Tell whether some of a DuckDB database is still in the file beside it."""
    return path.with_name(f"{path.name}.wal").exists()
