"""Upgrades: a database of an older schema becomes one of today's, rows and all."""

from collections.abc import Callable

from crm_analysis.database.address import parse_address
from crm_analysis.database.connection import connect, upgrading
from crm_analysis.database.schema_versions import (
    read_version,
    upgrade_files,
    wanted_version,
    what_to_do,
)
from crm_analysis.errors import DataRefusedError, SchemaVersionError


def upgrade(url: str | None, progress: Callable[[str], object]) -> bool:
    """Run the files of ``sql/upgrades`` that a database has not seen yet, in order.

    Parameters
    ----------
    url : str or None
        The database, as `connect` takes it.
    progress : callable
        Is told each file in a line.

    Returns
    -------
    bool
        Whether anything was done: False if the version is today's.

    Raises
    ------
    ConnectionFailedError
        If it cannot be opened or written to, or another process is loading.
    DataRefusedError
        If it is none of ours, or of a newer version than this program's. It is as it
        was before.
    """
    with connect(url, any_version=True) as database:
        version = _require_upgradable(read_version(database), url)
    if version == wanted_version():
        return False
    with upgrading(url) as database:
        # Read anew: another process may have been first.
        version = _require_upgradable(read_version(database), url)
        for number, name in upgrade_files(after=version).items():
            database.run(name)
            progress(f"version {number}: sql/{name}.sql")
    return True


def _require_upgradable(version: int | None, url: str | None) -> int:
    where = str(parse_address(url))
    if version is None:
        raise DataRefusedError(
            f"{where} has no version of our schema that could be read; fill it with"
            " `crm-analysis seed`, or let its owner upgrade it"
        )
    if version > wanted_version():
        raise SchemaVersionError(what_to_do(version, where))
    return version
