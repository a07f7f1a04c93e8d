"""A database in which a purchase is an order with goods of one department."""

from crm_analysis.database.interface import Database
from crm_analysis.database.wrapped import WrappedDatabase
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


class DepartmentDatabase(WrappedDatabase):
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
        super().__init__(whole)
        self.department = department


def in_department(department: str) -> str:
    """Say where purchases are meant, to be put behind "bought"; nothing for all.

    >>> "bought" + in_department("PRODUCE"), "bought" + in_department("all")
    ('bought in PRODUCE', 'bought')
    """
    return "" if department == "all" else f" in {department}"
