"""A database that does not say who anybody is: what the kernels of reports are given.

Every statement is read before it is run; one that reads the table of customers, which
alone holds names and addresses, is refused. This guards against mistakes in notebooks
and in our own queries, wherever they are run. Our commands give reports a DuckDB file
without that table as well; on a server the rights of the user do it, see SECURITY.md.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from functools import lru_cache

import pyarrow as pa
import sqlglot
from sqlglot import exp

from crm_analysis.database.interface import Database
from crm_analysis.errors import PrivacyError

VARIABLE = "CRM_WITHOUT_PEOPLE"
PEOPLE = "customers"


def is_without_people() -> bool:
    """Tell whether this process is one that is not to know who anybody is."""
    return bool(os.environ.get(VARIABLE))


class WithoutPeople(Database):
    """The same database, in which the table of customers cannot be read.

    Parameters
    ----------
    whole : Database
        Where the rows are.
    """

    def __init__(self, whole: Database) -> None:
        self.dialect, self.prefix = whole.dialect, whole.prefix
        self.department = whole.department
        self.keeps_order = whole.keeps_order
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
        self._require_nobody(statement, name)
        return self._whole._read(statement, name, bound)

    def _stream(self, statement: str, name: str) -> Iterator[pa.Table]:
        self._require_nobody(statement, name)
        return self._whole._stream(statement, name)

    def _run(self, statement: str, name: str) -> None:
        self._require_nobody(statement, name)
        self._whole._run(statement, name)

    def _require_nobody(self, statement: str, name: str) -> None:
        if PEOPLE in _tables_read(statement, self.dialect):
            raise PrivacyError(
                f"sql/{name} reads the table {PEOPLE}, which reports may not: read"
                " customer_profiles, or customer_birthdays for ages"
            )


@lru_cache(maxsize=256)
def _tables_read(statement: str, dialect: str) -> frozenset[str]:
    """Return the names of tables that a statement reads, less those of its own steps.

    A name that is a step of the query as well counts as the table: a step can read the
    table that it is called after.
    """
    trees = [tree for tree in sqlglot.parse(statement, dialect=dialect) if tree]
    return frozenset(
        table.name.casefold() for tree in trees for table in tree.find_all(exp.Table)
    )
