"""A database in which a purchase is an order with goods of one department."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager

import pyarrow as pa

from crm_analysis.database.interface import Database
from crm_analysis.errors import UsageError


def choose_department(database: Database, department: str) -> Database:
    """Return a database in which only what was bought from a department is a purchase.

    Parameters
    ----------
    database : Database
        Where orders, their lines and products are. It is read through what is
        returned, and closed with it.
    department : str
        As products are marked, to the letter; ``all`` for the database as it is.

    Returns
    -------
    Database
        Features, labels, models and scores that are read from it are of orders with a
        line of the department, with the amounts of these lines. Segments, and the
        days that the data are from, are still those of all orders.

    Raises
    ------
    UsageError
        If no product is in that department, naming those that there are.
    """
    if department == "all":
        return database
    names = database.read("queries/department_names")["department"].to_pylist()
    if not names:
        raise UsageError(
            f"got the department {department!r}, but no product in the database is in"
            " one; leave the department out"
        )
    if department not in names:
        raise UsageError(
            f"no product is in a department {department!r}; the departments are"
            f" {', '.join(names)}: give one of them as it is written here, or all"
        )
    return DepartmentDatabase(database, department)


class DepartmentDatabase(Database):
    """The same database, in which a purchase is an order with goods of a department.

    So it is in query files; `read_table` shows tables and views as they are.

    Parameters
    ----------
    whole : Database
        Where the rows are.
    department : str
        One that `whole` has; `choose_department` sees to it.
    """

    def __init__(self, whole: Database, department: str) -> None:
        self.dialect = whole.dialect
        self.keeps_order = whole.keeps_order
        self.department = department
        self._whole = whole

    def load(self, table: str, rows: pa.Table) -> None:
        """Append an Arrow table to a table of ours, column by name, in one go."""
        self._whole.load(table, rows)

    def close(self) -> None:
        """Close the connection."""
        self._whole.close()

    def transaction(self) -> AbstractContextManager[None]:
        """Make all that happens inside visible at once, or not at all."""
        return self._whole.transaction()

    def renew(self) -> None:
        """See what others have committed by now."""
        self._whole.renew()

    def _read(self, statement: str, name: str, bound: Mapping[str, object]) -> pa.Table:
        return self._whole._read(statement, name, bound)

    def _stream(self, statement: str, name: str) -> Iterator[pa.Table]:
        return self._whole._stream(statement, name)

    def _run(self, statement: str, name: str) -> None:
        self._whole._run(statement, name)


def in_department(department: str) -> str:
    """Say where purchases are meant, to be put behind "bought"; nothing for all.

    >>> "bought" + in_department("PRODUCE"), "bought" + in_department("all")
    ('bought in PRODUCE', 'bought')
    """
    return "" if department == "all" else f" in {department}"
