"""Structure: the tables, columns, views and indexes, held against ours."""

from dataclasses import dataclass, field

from sqlglot import exp

from crm_analysis.database import Database, in_memory
from crm_analysis.database.definitions import Defined, defined
from crm_analysis.database.schema_versions import (
    read_version,
    wanted_version,
    what_to_do,
)
from crm_analysis.database.statements import file_names, parse
from crm_analysis.diagnosis.findings import FINE, PROBLEM, WARNING, Finding
from crm_analysis.diagnosis.needs import NEEDED_BY, needed_by
from crm_analysis.errors import (
    ConnectionFailedError,
    CrmAnalysisError,
    MissingTableError,
    NotPermittedError,
)
from crm_analysis.paths import sql_folder


@dataclass
class Structure:
    """What is there of what should be.

    Attributes
    ----------
    version : int or None
        Of the schema; None if it cannot be told.
    readable : list of str
        Tables and views that are there with all their columns.
    missing : dict
        What is not, and why: ``missing``, ``may not be read``, ``cannot be read``, or
        the columns that it lacks.
    """

    version: int | None = None
    readable: list[str] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)


def read_structure(database: Database) -> Structure:
    """Look at each table and view of ours, without reading a row."""
    structure = Structure(version=read_version(database))
    with in_memory() as ours:
        for thing in _things():
            expected = ours.column_names(thing.name)
            lack = _lack(database, thing.name, expected)
            if lack:
                structure.missing[thing.name] = lack
            else:
                structure.readable.append(thing.name)
    return structure


def _things() -> list[Defined]:
    found = defined("schema", "views")
    return [thing for thing in found if thing.kind != "sequence"]


def _lack(database: Database, name: str, expected: list[str]) -> str:
    """Say what is wrong with a table or view; nothing if nothing is."""
    try:
        found = {column.lower() for column in database.column_names(name)}
    except MissingTableError:
        return "missing"
    except NotPermittedError:
        return "may not be read"
    except ConnectionFailedError:
        raise
    except CrmAnalysisError:
        return "cannot be read"
    return ", ".join(column for column in expected if column not in found)


def findings_on_structure(
    structure: Structure, database: Database, where: str
) -> list[Finding]:
    """Say what is missing, and what does not work without it."""
    if not structure.readable and set(structure.missing.values()) == {"missing"}:
        text = (
            "None of our tables is there; make and fill them with `crm-analysis seed`"
            " or `crm-analysis load`."
        )
        return [Finding(PROBLEM, "tables", text)]
    found = [_on_version(structure.version, where)]
    found += [_on_lack(name, lack) for name, lack in structure.missing.items()]
    if not structure.missing:
        text = "All tables and views are there, with all their columns."
        found.append(Finding(FINE, "tables", text))
    return found + _on_indexes(database)


def _on_version(version: int | None, where: str) -> Finding:
    if version is None:
        text = "The version of the schema cannot be told: no load is on record."
        return Finding(WARNING, "version", text)
    if version != wanted_version():
        return Finding(PROBLEM, "version", f"{what_to_do(version, where)}.")
    text = f"The schema is in version {version}, as this program expects."
    return Finding(FINE, "version", text)


def _on_lack(name: str, lack: str) -> Finding:
    what = lack if lack in _LACKS else f"without the column {lack}"
    level = PROBLEM if name in NEEDED_BY else WARNING
    advice = _LACKS.get(lack, "see `crm-analysis upgrade`, or load the data again")
    text = f"{name} is {what}, so these do not work: {needed_by(name)}; {advice}."
    return Finding(level, "tables", text.replace("is cannot", "cannot"))


_LACKS = {
    "missing": "see `crm-analysis upgrade`, or load the data again",
    "may not be read": "ask for the right to SELECT",
    "cannot be read": "look at what it is made from",
}


def _on_indexes(database: Database) -> list[Finding]:
    """Name the indexes that are missing, where the engine tells which there are."""
    there = {str(row["index_name"]) for row in database.read_catalogue("indexes")}
    expected = {
        tree.find(exp.Index).name
        for name in file_names("indexes")
        for tree in parse(sql_folder(), name, database.dialect)
    }
    lost = sorted(expected - there)
    if not there or not lost:
        return []
    text = (
        f"The index {', '.join(lost)} is missing: everything works, but slower; a"
        " seed or load makes it."
    )
    return [Finding(WARNING, "indexes", text)]
