"""A subject report: all that is held on one person, for that person."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from crm_analysis.customer_card import find_customer
from crm_analysis.database import Database
from crm_analysis.database.statements import file_names
from crm_analysis.errors import UsageError
from crm_analysis.privacy.withdrawal import find_runs

_SAYS = "What is held on you, table by table. Times are UTC; the unknown is left out."


def read_subject_report(
    database: Database, name: str, report_folders: Iterable[Path]
) -> dict[str, list]:
    """Read every row of every table that is of one person.

    Parameters
    ----------
    name : str
        The person, by id or pseudonym.
    report_folders : paths
        Where runs of reports are looked for.

    Returns
    -------
    dict of table to list of dict
        ``customers`` first; and ``reports``, the runs that hold the pseudonym.

    Raises
    ------
    UsageError
        If there is no such person.
    """
    bound = {"customer_id": find_customer(database, name)}
    held = {
        file.partition("/")[2]: database.read(file, bound).to_pylist()
        for file in file_names("subject")
    }
    if not held["customers"]:
        raise UsageError(
            "there is no such customer; `crm-analysis customers --search TEXT` finds"
            " the id, and who was forgotten has none"
        )
    (person,) = held["customers"]
    runs = [
        {"run": run.folder.name, "files": ", ".join(run.reports)}
        for out in report_folders
        for run in find_runs(out, person["pseudonym"])
    ]
    return {"customers": held.pop("customers"), **held, "reports": runs}


def as_lines(report: dict[str, list]) -> Iterator[str]:
    """Yield a subject report as text that can be read."""
    yield _SAYS
    for table, rows in report.items():
        yield ""
        yield f"{table.replace('_', ' ')}: {len(rows):,}"
        for row in rows:
            known = {name: value for name, value in row.items() if value is not None}
            yield "  " + ", ".join(f"{name} {value}" for name, value in known.items())
