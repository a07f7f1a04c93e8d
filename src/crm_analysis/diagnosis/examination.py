"""The examination: a database is opened, and looked at from its engine to its rows."""

import datetime
from dataclasses import dataclass

from crm_analysis.database import Database, connect
from crm_analysis.database.address import parse_address
from crm_analysis.database.definitions import tables
from crm_analysis.diagnosis import contents
from crm_analysis.diagnosis.engine import findings_on_engine, read_engine
from crm_analysis.diagnosis.findings import PROBLEM, Finding, worst_first
from crm_analysis.diagnosis.structure import (
    Structure,
    findings_on_structure,
    read_structure,
)
from crm_analysis.errors import DataRefusedError


@dataclass(frozen=True)
class Diagnosis:
    """What was found in a database.

    Attributes
    ----------
    database : str
        Its address, without secrets.
    findings : tuple of Finding
        The worst first.
    facts : dict
        The same as numbers and names, for programs.
    """

    database: str
    findings: tuple[Finding, ...]
    facts: dict[str, object]

    @property
    def problems(self) -> int:
        """How many findings mean that something is refused or wrong."""
        return sum(finding.level == PROBLEM for finding in self.findings)

    @property
    def exit_code(self) -> int:
        """0 if the database can be used as it is, else that of refused data."""
        return DataRefusedError.exit_code if self.problems else 0

    def as_text(self) -> str:
        """Write a line a finding, the worst first."""
        some = f"{self.problems} problem{'s' if self.problems > 1 else ''}"
        verdict = some if self.problems else "usable"
        lines = [f"{finding.level:<8} {finding.text}" for finding in self.findings]
        return "\n".join([f"connected to {self.database}: {verdict}", *lines])

    def as_record(self) -> dict[str, object]:
        """Return all of it as JSON can hold it; days and moments are ISO text."""
        return {
            "database": self.database,
            "is_usable": not self.problems,
            "findings": [vars(finding) for finding in self.findings],
            **_plain(self.facts),
        }


def examine(url: str | None, today: datetime.date) -> Diagnosis:
    """Look at a database as it is, whatever its version; nothing is written.

    Parameters
    ----------
    url : str or None
        As `connect` takes it.
    today : date
        From which the age of the data is counted.

    Raises
    ------
    ConnectionFailedError
        If it cannot be opened, or goes away meanwhile.
    """
    address = parse_address(url)
    with connect(url, any_version=True) as database:
        engine = read_engine(database, address)
        structure = read_structure(database)
        found = findings_on_structure(structure, database, str(address))
        facts = {
            "engine": engine,
            "schema_version": structure.version,
            "missing": structure.missing,
        }
        if structure.readable:
            more, read = _look_inside(database, structure, today)
            found, facts = found + more, facts | read
    found += findings_on_engine(engine)
    return Diagnosis(str(address), worst_first(found), facts)


def _look_inside(
    database: Database, structure: Structure, today: datetime.date
) -> tuple[list[Finding], dict[str, object]]:
    """Read counts, days, currencies, loads and promises, where that is possible."""
    names = [table.name for table in tables() if table.name in structure.readable]
    facts: dict[str, object] = {
        "rows": {name: database.count_rows(name) for name in names}
    }
    found = contents.findings_on_rows(facts["rows"])
    if "orders" in names:
        facts["orders"] = contents.read_orders(database)
        found += contents.findings_on_orders(facts["orders"], today)
    if "data_loads" in names:
        facts["loads"] = contents.read_loads(database)
        found += contents.findings_on_loads(facts["loads"])
    facts["promises"] = contents.count_broken(database)
    found += contents.findings_on_promises(facts["promises"])
    return found, facts


def _plain(value: object) -> object:
    """Turn days and moments into ISO text, however deep they are."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime.date) else value
