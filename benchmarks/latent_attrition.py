"""How long the latent-attrition fits and answers take beside lifetimes."""

import datetime
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from benchmarks.comparison import Comparison, run, take_turns
from benchmarks.complete_journey import PROGRAM, address
from benchmarks.features import purchase_days_of, summary
from benchmarks.orders_database import write_orders
from crm_analysis.database import connect
from crm_analysis.features import read_features, read_purchase_history_groups
from crm_analysis.purchase_models import BgNbd, ParetoNbd

AS_OF = datetime.date(1997, 10, 1)
COLUMNS = ["repeat_purchases", "first_to_last_days", "tenure_days"]
HALF_A_MILLION = 500_000
A_MILLION = 1_000_000
COPIES, CDNOW_KEYS = 21, 100_000


class DifferentAnswersError(Exception):
    """The two sides did not reach the same likelihood, so their times say nothing."""


def measure_bg_nbd(folder: Path) -> Comparison:
    """Time the fit of BG/NBD to CDNOW, from counts and from customers."""
    customers, groups = _cdnow(folder)
    return _compare_fits("BG/NBD, CDNOW", BgNbd, customers, groups, 40)


def measure_bg_nbd_half_a_million(folder: Path) -> Comparison:
    """Time the same on as many customers as a middling shop has."""
    drawn = _cdnow(folder)[0].sample(HALF_A_MILLION, replace=True, random_state=1)
    return _compare_fits(
        "BG/NBD, 500,000 drawn from CDNOW", BgNbd, drawn, _counts(drawn), 150
    )


def measure_pareto_nbd(folder: Path) -> Comparison:
    """Time the fit of Pareto/NBD to CDNOW, from counts and from customers."""
    customers, groups = _cdnow(folder)
    return _compare_fits("Pareto/NBD, CDNOW", ParetoNbd, customers, groups, 20)


def measure_bg_nbd_from_orders(folder: Path) -> Comparison:
    """Time the way from orders to parameters, each customer of CDNOW 21 times over."""
    _cdnow(folder)
    once = purchase_days_of(folder / "cdnow.duckdb", AS_OF)
    orders = pd.concat(
        once.assign(customer_id=once["customer_id"] + copy * CDNOW_KEYS)
        for copy in range(COPIES)
    )
    database = folder / "copies.duckdb"
    write_orders(_as_orders(orders), database)

    def ours() -> BgNbd:
        with connect(f"duckdb:///{database}") as connection:
            groups = read_purchase_history_groups(connection, AS_OF)
            return BgNbd().fit_groups(groups)

    def peer() -> object:
        known = summary(orders, AS_OF)
        return _peer(BgNbd).fit(known["frequency"], known["recency"], known["T"])

    our_seconds, peer_seconds = take_turns(ours, lambda: _quietly(peer), rounds=3)
    return Comparison(
        f"BG/NBD from {len(orders):,} orders in a database file",
        "lifetimes, from a frame of the same orders"
        f" ({orders['customer_id'].nunique():,} customers)",
        our_seconds,
        peer_seconds,
        allowed_ratio=1 / 10,
    )


def measure_answers(folder: Path) -> Comparison:
    """Time P(buy) of a million customers beside lifetimes' chance to be active.

    lifetimes has no P(buy). The customers are drawn from CDNOW, each with a tenure of
    their own, so that their histories hardly repeat.
    """
    customers, groups = _cdnow(folder)
    million = customers.sample(A_MILLION, replace=True, random_state=1)
    later = np.random.default_rng(1).integers(0, 600, A_MILLION)
    million = million.assign(tenure_days=million["tenure_days"] + later)
    model, peer = ParetoNbd().fit_groups(groups), _peer(ParetoNbd)
    peer.params_ = pd.Series(model.parameters_)
    columns = million.to_numpy(np.float64).T
    ours, theirs = take_turns(
        lambda: model.purchase_probability(million, 30),
        lambda: peer.conditional_probability_alive(*columns),
        rounds=5,
    )
    return Comparison(
        "P(buy) of 1,000,000 customers, Pareto/NBD",
        "`conditional_probability_alive` of lifetimes",
        ours,
        theirs,
        allowed_seconds=0.5,
    )


def _compare_fits(
    what: str,
    kind: type[BgNbd | ParetoNbd],
    customers: pd.DataFrame,
    groups: pd.DataFrame,
    times_faster: int,
) -> Comparison:
    columns = customers.to_numpy(np.float64).T
    fitted = _quietly(lambda: _peer(kind).fit(*columns))
    _refuse_worse(kind().fit_groups(groups), fitted, groups)
    ours, theirs = take_turns(
        lambda: kind().fit_groups(groups),
        lambda: _quietly(lambda: _peer(kind).fit(*columns)),
        rounds=5,
    )
    return Comparison(
        f"fit of {what} ({len(groups):,} counts)",
        f"`{type(fitted).__name__}.fit` of lifetimes ({len(customers):,} customers)",
        ours,
        theirs,
        allowed_ratio=1 / times_faster,
    )


def _refuse_worse(ours: BgNbd | ParetoNbd, peer: object, groups: pd.DataFrame) -> None:
    """Check that ours is at least as likely.

    Raises
    ------
    DifferentAnswersError
        If it is not.
    """
    theirs = type(ours).from_record(ours.record() | {"parameters": dict(peer.params_)})
    if ours.log_likelihood(groups) < theirs.log_likelihood(groups) - 1e-6:
        raise DifferentAnswersError("lifetimes found a better maximum")


def _cdnow(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return CDNOW's customers, and the counts of their histories."""
    database = folder / "cdnow.duckdb"
    if not database.exists():
        run(PROGRAM, "seed", "--dataset", "cdnow", *address(database))
    with connect(f"duckdb:///{database}") as connection:
        customers = read_features(connection, AS_OF)[COLUMNS]
        return customers, read_purchase_history_groups(connection, AS_OF)


def _as_orders(purchases: pd.DataFrame) -> pa.Table:
    return pa.table(
        {
            "line_number": np.arange(len(purchases)),
            "customer_id": purchases["customer_id"].to_numpy(np.int32),
            "ordered_at": purchases["day"].to_numpy("datetime64[s]"),
        }
    )


def _counts(customers: pd.DataFrame) -> pd.DataFrame:
    return customers.groupby(COLUMNS).size().rename("customers").reset_index()


def _peer(kind: type[BgNbd | ParetoNbd]) -> object:
    return _quietly(lambda: _fitter(kind))


def _fitter(kind: type[BgNbd | ParetoNbd]) -> object:
    import lifetimes  # noqa: PLC0415  it warns about the pandas of today

    return lifetimes.BetaGeoFitter() if kind is BgNbd else lifetimes.ParetoNBDFitter()


def _quietly(work: Callable[[], object]) -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return work()
