"""A database file of orders alone, as large as a benchmark asks for."""

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

from crm_analysis.database import replacing


def write_orders(orders: Iterable[pa.Table], database: Path) -> None:
    """Write orders to a database file.

    Parameters
    ----------
    orders : tables, one row an order
        line_number, customer_id, ordered_at, ordered_on, amount; one table at a time
        is held.
    database : Path
        The file; what was there is replaced.
    """
    with replacing(f"duckdb:///{database}") as made:
        made.build("connectors/orders_file/tables", "views")
        for some in orders:
            made.load("file_orders", some)
