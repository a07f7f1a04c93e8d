"""The orders of a simulation: what each purchase costs, and what is paid back."""

import numpy as np
import pandas as pd
import pyarrow as pa

from crm_analysis.datasets.simulated_truth import PurchaseMoments
from crm_analysis.datasets.simulation_settings import SimulationSettings

_LONGEST_REFUND_DAYS = 30


def draw_orders(
    settings: SimulationSettings,
    truth: pd.DataFrame,
    moments: PurchaseMoments,
    draws: np.random.Generator,
) -> pa.Table:
    """Draw what is paid, paid back and not known.

    Returns
    -------
    Table, one row an order, by day and customer
        The ``orders`` of a `Simulation`.
    """
    count, shape = len(moments.day), settings.amount_shape
    means = truth["mean_amount_cents"].to_numpy()[moments.customer]
    cents = np.rint(means * draws.standard_gamma(shape, count) / shape)
    purchases = pd.DataFrame(
        {
            "customer_id": truth.index.to_numpy()[moments.customer],
            "day": moments.day,
            "amount_cents": np.maximum(cents, 1).astype(np.int64),
        }
    )
    refunded = draws.random(count) < settings.refund_share
    hidden = (draws.random(count) < settings.missing_amount_share) & ~refunded
    refunds = _draw_refunds(purchases[refunded], settings.period_days, draws)
    orders = pd.concat(
        [purchases.assign(hidden=hidden), refunds.assign(hidden=False)],
        ignore_index=True,
    )
    return _as_table(
        orders.sort_values(["day", "customer_id"], kind="stable"), settings
    )


def _draw_refunds(
    purchases: pd.DataFrame, period_days: int, draws: np.random.Generator
) -> pd.DataFrame:
    """Pay some purchases back; refunds after the period are not known."""
    waits = draws.integers(1, _LONGEST_REFUND_DAYS, len(purchases), endpoint=True)
    refunds = purchases.assign(
        day=purchases["day"] + waits, amount_cents=-purchases["amount_cents"]
    )
    return refunds[refunds["day"] < period_days]


def _as_table(orders: pd.DataFrame, settings: SimulationSettings) -> pa.Table:
    """Write days as dates and leave out the amounts that are not known."""
    dates = np.datetime64(settings.first_on, "D") + orders["day"].to_numpy()
    cents, hidden = orders["amount_cents"].to_numpy(), orders["hidden"].to_numpy()
    return pa.table(
        {
            "customer_id": orders["customer_id"].to_numpy(),
            "ordered_on": pa.array(dates, pa.date32()),
            "amount_cents": pa.array(cents, mask=hidden.astype(bool)),
        }
    )
