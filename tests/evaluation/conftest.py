"""Purchase logs as databases in memory."""

import numpy as np
import pandas as pd
import pytest

from crm_analysis.datasets.orders_file import open_orders


@pytest.fixture
def shop(tmp_path):
    """Turn pairs of customer and day into a database."""

    def make(*orders):
        path = tmp_path / "orders.parquet"
        pd.DataFrame(orders, columns=["customer_id", "order_date"]).to_parquet(path)
        return open_orders(path)

    return make


@pytest.fixture(scope="module")
def busy_shop(tmp_path_factory):
    """Return 400 customers who buy at rates from rarely to weekly in 2025."""
    generator = np.random.default_rng(42)
    orders = [
        (customer, day.date().isoformat())
        for customer in range(400)
        for day in pd.date_range("2025-01-01", "2025-12-31")[
            generator.random(365) < generator.gamma(0.7, 0.03)
        ]
    ]
    path = tmp_path_factory.mktemp("busy") / "orders.parquet"
    pd.DataFrame(orders, columns=["customer_id", "order_date"]).to_parquet(path)
    return open_orders(path)
