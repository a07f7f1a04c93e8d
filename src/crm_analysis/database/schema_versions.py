"""Schema versions: which one a database is in, and which one this program needs.

A version is the number of a file in ``sql/upgrades``, which leads to it from the one
before. Version 1 wrote none down.
"""

from crm_analysis.database.interface import Database
from crm_analysis.database.statements import file_names
from crm_analysis.errors import (
    DataRefusedError,
    MissingTableError,
    NotPermittedError,
    SchemaVersionError,
)

FIRST_VERSION = 1
_FOLDER = "upgrades"


def upgrade_files(after: int = FIRST_VERSION) -> dict[int, str]:
    """Return the files that lead on from a version, by the version they lead to.

    Examples
    --------
    >>> upgrade_files(after=1)[2]
    'upgrades/002_scoring_runs'
    """
    names = file_names(_FOLDER)
    numbered = {int(name.split("/")[1].partition("_")[0]): name for name in names}
    return {number: name for number, name in numbered.items() if number > after}


def wanted_version() -> int:
    """Return the version that this program reads and writes."""
    return max(upgrade_files())


def read_version(database: Database) -> int | None:
    """Read which version a database is in; None if it is none of ours, or unknown.

    A database is ours if a load is on record in it. Who may not read the version is
    not stopped here: what else is missing is said by the query that needs it.
    """
    try:
        (row,) = database.read("queries/schema_version").to_pylist()
        return row["version"] or FIRST_VERSION
    except NotPermittedError:
        return None
    except MissingTableError:
        return _version_before_there_were_any(database)


def _version_before_there_were_any(database: Database) -> int | None:
    try:
        database.read("queries/data_loads")
    except (DataRefusedError, NotPermittedError):
        return None
    return FIRST_VERSION


def require_version(database: Database, where: str) -> None:
    """Refuse a database whose schema is of another version than this program's.

    Raises
    ------
    SchemaVersionError
        Saying which version it is, which is wanted and what to type.
    """
    version = read_version(database)
    if version is not None and version != wanted_version():
        raise SchemaVersionError(what_to_do(version, where))


def what_to_do(version: int, where: str) -> str:
    """Say in a sentence what another version needs.

    >>> what_to_do(99, "crm.duckdb").partition("; ")[2]
    'update the program'
    """
    asked = wanted_version()
    there = f"{where} has version {version} of the schema, expected {asked}"
    if version > asked:
        return f"{there}; update the program"
    return f"{there}; type `crm-analysis upgrade`"
