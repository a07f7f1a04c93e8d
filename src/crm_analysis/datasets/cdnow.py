"""CDNOW: 23,570 customers of an online music shop, 1997 and 1998.

Read from the file in the package ``lifetimes``; see data/README.md.
"""

import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from crm_analysis.datasets.package_files import package_folder
from crm_analysis.datasets.purchase_log import PurchaseLog


class Cdnow(PurchaseLog):
    """The customers whose first purchase was in the first quarter of 1997."""

    name = "cdnow"
    title = "CDNOW, customers of an online music shop who started in early 1997"
    licence = "none stated for the data; read from the package lifetimes (MIT)"
    connector = "cdnow"
    reference_day = datetime.date(1998, 7, 1)
    rows = {"customers": 23_570, "orders": 69_659}  # noqa: RUF012  nothing writes to it

    def files(self) -> list[Path]:
        """Return the one text file."""
        folder = package_folder("lifetimes", "benchmarks") / "datasets"
        return [folder / "CDNOW_master.txt"]

    def source_tables(self) -> dict[str, pa.Table]:
        """Read the file as text: a customer, a day, a number of CDs and dollars."""
        names = ["customer_id", "ordered_on", "discs", "dollars"]
        orders = pd.read_csv(
            self.files()[0], sep=r"\s+", skiprows=1, names=names, dtype=str
        )
        orders["line_number"] = np.arange(1, len(orders) + 1)
        return {"orders": pa.Table.from_pandas(orders)}
