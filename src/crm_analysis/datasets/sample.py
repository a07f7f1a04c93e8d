"""The hand-made sample: a few people in whom each case and each edge stands once."""

from pathlib import Path

import pyarrow as pa

from crm_analysis.database import Database, in_memory
from crm_analysis.datasets.dataset import Dataset, Progress
from crm_analysis.pseudonyms import pseudonyms


class Sample(Dataset):
    """Written by hand in ``sql/seed``, one table a file, a comment a case."""

    name = "sample"
    title = "Hand-made sample"
    licence = "MIT"
    orders_are_simulated = True
    rows = {  # noqa: RUF012  nothing writes to it
        "customers": 30,
        "demographics": 2,
        "products": 5,
        "orders": 54,
        "order_lines": 12,
        "campaigns": 3,
        "campaign_touches": 6,
        "campaign_responses": 2,
        "communications": 6,
        "consents": 7,
    }

    def files(self) -> list[Path]:
        """Return nothing beyond ``sql/seed``, which every fingerprint covers."""
        return []

    def fill(self, database: Database, progress: Progress) -> None:
        """Run the scripts in a database of their own and copy what they made."""
        with in_memory() as written:
            written.build("seed")
            for table in [*self.rows, "load_audit"]:
                rows = written.read_table(table)
                if table == "customers":
                    rows = _with_pseudonyms(rows)
                database.load(table, rows)
                progress(f"{table}: {rows.num_rows:,} rows")


def _with_pseudonyms(customers: pa.Table) -> pa.Table:
    """Put in the pseudonyms, which need a key that no script knows."""
    column = customers.column_names.index("pseudonym")
    names = pseudonyms(Sample.name, customers["source_id"].to_pylist())
    return customers.set_column(column, "pseudonym", pa.array(names))
