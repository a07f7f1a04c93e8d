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


def with_own_ids(
    rows: "pd.DataFrame", database: "Database", orders: Path | None
) -> "pd.DataFrame":
    """Put an orders file's own customer ids in place of our keys."""
    if orders is None:
        return rows
    from crm_analysis.datasets.orders_file import source_ids

    ids = source_ids(database, orders)
    return rows.assign(customer_id=ids[rows["customer_id"].to_numpy() - 1])
