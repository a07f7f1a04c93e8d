"""A database in which all purchases are those of some customers, found by an index."""

import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

import pyarrow as pa

from crm_analysis.database.interface import Database
from crm_analysis.database.statements import Scope


class SomeCustomersDatabase(Database):
    """The same database, in which purchases are those of some customers alone.

    Query files mean the same as ever, so what is read of them is what would be read of
    everybody, cut down to their rows. Only these are looked at. So it is with
    purchases; other tables are as they are.

    Parameters
    ----------
    whole : Database
        Where the rows are; its department counts.
    customers : sequence of int
        Our ids of the customers, a few hundred at most.
    currency : str
        What amounts are in, which the purchases of everybody decide on.
    """

    def __init__(
        self, whole: Database, customers: Sequence[int], currency: str
    ) -> None:
        self.dialect = whole.dialect
        self.department, self.prefix = whole.department, whole.prefix
        self._whole, self._customers = whole, tuple(customers)
        self._bound: dict[str, object] = {"currency": currency}

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

    def _scope(self, segment: str) -> Scope:
        return replace(super()._scope(segment), customers=self._customers)

    def _read(self, statement: str, name: str, bound: Mapping[str, object]) -> pa.Table:
        # DuckDB refuses a value that the statement has no place for.
        placed = set(re.findall(r"[:$(](\w+)", statement))
        known = {key: value for key, value in self._bound.items() if key in placed}
        return self._whole._read(statement, name, known | dict(bound))

    def _run(self, statement: str, name: str) -> None:
        self._whole._run(statement, name)


class OneCustomerDatabase(SomeCustomersDatabase):
    """The same of one customer, who is bound, so that the text of a query stays.

    Parameters
    ----------
    whole : Database
        Where the rows are; its department counts.
    customer_id : int
        Our id of the customer.
    currency : str
        What amounts are in, which the purchases of everybody decide on.
    """

    def __init__(self, whole: Database, customer_id: int, currency: str) -> None:
        super().__init__(whole, [], currency)
        self._bound["customer_id"] = customer_id

    def _scope(self, segment: str) -> Scope:
        scope = super()._scope(segment)
        return replace(scope, of_one_customer=True, customers=None)
