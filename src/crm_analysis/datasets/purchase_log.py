"""Data sets that are purchase logs: mapped to our tables by a folder of SQL."""

import datetime
import zlib
from abc import abstractmethod
from pathlib import Path

import pandas as pd
import pyarrow as pa

from crm_analysis.database import Database
from crm_analysis.database.duckdb import DuckDBDatabase
from crm_analysis.database.statements import file_names
from crm_analysis.datasets.contacts import synthetic_contacts
from crm_analysis.datasets.dataset import Dataset, Progress
from crm_analysis.pseudonyms import pseudonyms


class PurchaseLog(Dataset):
    """A purchase log whose people are made up.

    Its source tables are put in an empty DuckDB as ``source_<name>``; then
    ``sql/connectors/<connector>/keys`` gives out keys and each file in ``tables``
    returns the rows of the table of that name.

    Attributes
    ----------
    connector : str
        The folder below ``sql/connectors``.
    reference_day : date
        The day on which made-up ages fall in their bands.
    """

    connector: str
    reference_day: datetime.date

    @abstractmethod
    def source_tables(self) -> dict[str, pa.Table]:
        """Read the source's tables, as they are."""

    def fill(self, database: Database, progress: Progress) -> None:
        """Load all rows into empty tables, saying what was loaded."""
        with DuckDBDatabase(None, read_only=False) as staging:
            for name, rows in self.source_tables().items():
                staging.expose(f"source_{name}", rows)
            staging.build(f"connectors/{self.connector}/keys")
            for file in file_names(f"connectors/{self.connector}/tables"):
                table = Path(file).name
                rows = staging.read(file)
                if table == "customers":
                    rows = self._with_people(rows)
                database.load(table, rows)
                progress(f"{table}: {rows.num_rows:,} rows")

    def _with_people(self, rows: pa.Table) -> pa.Table:
        """Add made-up people and their pseudonyms to the customers' keys."""
        customers = rows.to_pandas()
        people = synthetic_contacts(
            customers.pop("age_band"),
            self.reference_day,
            zlib.crc32(self.name.encode()),
        )
        customers["pseudonym"] = pseudonyms(self.name, customers["source_id"])
        return pa.Table.from_pandas(pd.concat([customers, people], axis="columns"))
