"""A database that does not say who anybody is: what the kernels of reports are given.

Every statement is read before it is run; one that reads the table of customers, which
alone holds names and addresses, is refused. This guards against mistakes in notebooks
and in our own queries, wherever they are run. Our commands give reports a DuckDB file
without that table as well; on a server the rights of the user do it, see SECURITY.md.
"""

import os
from collections.abc import Iterator, Mapping
from functools import lru_cache

import pyarrow as pa
import sqlglot
from sqlglot import exp

from crm_analysis.database.wrapped import WrappedDatabase
from crm_analysis.errors import PrivacyError

VARIABLE = "CRM_WITHOUT_PEOPLE"
PEOPLE = "customers"


def is_without_people() -> bool:
    """Tell whether this process is one that is not to know who anybody is."""
    return bool(os.environ.get(VARIABLE))


class WithoutPeople(WrappedDatabase):
    """The same database, in which the table of customers cannot be read.

    Parameters
    ----------
    whole : Database
        Where the rows are.
    """

    def _read(self, statement: str, name: str, bound: Mapping[str, object]) -> pa.Table:
        self._require_nobody(statement, name)
        return super()._read(statement, name, bound)

    def _stream(self, statement: str, name: str) -> Iterator[pa.Table]:
        self._require_nobody(statement, name)
        return super()._stream(statement, name)

    def _run(self, statement: str, name: str) -> None:
        self._require_nobody(statement, name)
        super()._run(statement, name)

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
