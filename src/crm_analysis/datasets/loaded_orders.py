"""Loaded orders: a file of orders that becomes a database to keep."""

import hashlib
from pathlib import Path

import pyarrow as pa

from crm_analysis.database import Database
from crm_analysis.database.definitions import tables
from crm_analysis.datasets.dataset import Dataset, Progress
from crm_analysis.datasets.order_lines_file import digest
from crm_analysis.datasets.orders_file import open_orders
from crm_analysis.pseudonyms import pseudonyms


class LoadedOrders(Dataset):
    """The customers and orders of a CSV or Parquet file, as `open_orders` reads it.

    Names and email addresses are not in such a file; what stands in their place says
    so. Nobody is made up, and scores are those of the file.

    Parameters
    ----------
    path : Path
        The file.
    """

    name = "orders-file"
    title = "Orders from a file"
    licence = "not stated"
    contacts_are_synthetic = False
    rows = {}  # noqa: RUF012  nothing writes to it

    def __init__(self, path: Path) -> None:
        self.path = path

    def files(self) -> list[Path]:
        """Return nothing: the fingerprint takes the file a piece at a time."""
        return []

    def fingerprint(self) -> str:
        """Return a digest that also covers the file, whatever it is called."""
        text = super().fingerprint() + digest(self.path)
        return hashlib.sha256(text.encode()).hexdigest()

    def fill(self, database: Database, progress: Progress) -> None:
        """Load the file's customers and orders."""
        with open_orders(self.path) as orders:
            audit = orders.read("connectors/orders_file/load_audit")
            for table in tables():
                if table.name in {"customers", "orders"}:
                    rows = 0
                    for batch in orders.read_batches(table):
                        database.load(table.name, _with_pseudonyms(batch))
                        rows += len(batch)
                    progress(f"{table.name}: {rows:,} rows")
        database.load("load_audit", audit)


def _with_pseudonyms(rows: pa.Table) -> pa.Table:
    """Put in customers' pseudonyms, which need a key that no file knows."""
    if "pseudonym" not in rows.column_names:
        return rows
    column = rows.column_names.index("pseudonym")
    names = pseudonyms(LoadedOrders.name, rows["source_id"].to_pylist())
    return rows.set_column(column, "pseudonym", pa.array(names, pa.string()))
