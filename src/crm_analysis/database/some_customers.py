"""A database in which all purchases are those of some customers, found by an index."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pyarrow as pa

from crm_analysis.database.interface import Database
from crm_analysis.database.statements import Scope
from crm_analysis.database.wrapped import WrappedDatabase


class SomeCustomersDatabase(WrappedDatabase):
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
        super().__init__(whole)
        self._customers = tuple(customers)
        self._bound: dict[str, object] = {"currency": currency}

    def _scope(self, segment: str) -> Scope:
        return replace(super()._scope(segment), customers=self._customers)

    def _read(self, statement: str, name: str, bound: Mapping[str, object]) -> pa.Table:
        # DuckDB refuses a value that the statement has no place for.
        placed = set(re.findall(r"[:$(](\w+)", statement))
        known = {key: value for key, value in self._bound.items() if key in placed}
        return super()._read(statement, name, known | dict(bound))

    def _stream(self, statement: str, name: str) -> Iterator[pa.Table]:
        yield self._read(statement, name, {})  # with what is bound


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
