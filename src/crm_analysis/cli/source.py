"""Where a command reads purchases from: a file of orders, or a database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from crm_analysis.cli.options import chosen_url
from crm_analysis.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from crm_analysis.database import Database


@contextmanager
def open_source(
    orders: Path | None, url: str | None, department: str
) -> "Iterator[Database]":
    """Open the orders file if one is given, else the database or its department."""
    from crm_analysis.database import choose_department, connect
    from crm_analysis.datasets.orders_file import open_orders

    if orders and department != "all":
        raise UsageError(
            f"an orders file has no products, but department {department!r} is asked"
            " for; leave out --department, or read a database that has products"
        )
    with open_orders(orders) if orders else connect(chosen_url(url)) as database:
        yield choose_department(database, department)


class OwnIds:
    """The customer ids of an orders file, to stand in the place of our keys."""

    def __init__(self, database: "Database", orders: Path | None) -> None:
        from crm_analysis.datasets.orders_file import source_ids

        self._ids = None if orders is None else source_ids(database, orders)

    def put_in(self, rows: "pd.DataFrame") -> "pd.DataFrame":
        """Put them into a frame; one from a database stays as it is."""
        if self._ids is None:
            return rows
        keys = rows["customer_id"].to_numpy()
        return rows.assign(customer_id=self._ids[keys - 1])
