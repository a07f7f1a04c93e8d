"""Rolling origins: the same backtest at one horizon after the other, back in time.

The pooled interval covers which customers there are. It does not cover that a few
neighbouring horizons may share a season that others do not.
"""

import datetime
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from crm_analysis.coverage import read_coverage
from crm_analysis.database import Database
from crm_analysis.errors import NotEnoughDataError, UsageError
from crm_analysis.evaluation.backtest import Backtest, backtest
from crm_analysis.evaluation.intervals import DRAWS, Estimate, draw_weights
from crm_analysis.evaluation.weighted import log_losses
from crm_analysis.purchase_models.history import KnownHistory
from crm_analysis.purchase_models.ladder import rung_titles


@dataclass(frozen=True)
class Pooled:
    """How one rung did over all origins at which it could be fitted.

    Attributes
    ----------
    rung : str
        Its name.
    origins : int
        At how many it was fitted.
    log_loss : float
        Mean over all predictions.
    difference : Estimate
        Mean log loss less that of the default on the same predictions; above 0 is
        worse. The interval is by bootstrap over customers, each with all of its
        predictions, for they are not independent.
    """

    rung: str
    origins: int
    log_loss: float
    difference: Estimate

    def as_record(self) -> dict[str, Any]:
        """Return one flat row, as JSON can hold it."""
        return {
            "rung": self.rung,
            "origins": self.origins,
            "log_loss": self.log_loss,
            "log_loss_difference": self.difference.value,
            "log_loss_difference_interval": list(self.difference.interval),
        }


@dataclass(frozen=True)
class RollingBacktest:
    """Backtests at several days, a horizon apart.

    Attributes
    ----------
    backtests : tuple of Backtest
        The latest first.
    left_out : dict of date to str
        Origins that could not be tested, and why.
    """

    backtests: tuple[Backtest, ...]
    left_out: dict[datetime.date, str]

    @property
    def predictions(self) -> pd.DataFrame:
        """All predictions, one row an origin and customer; `as_of` is the origin."""
        rows = [
            each.predictions.assign(as_of=pd.Timestamp(each.as_of))
            for each in self.backtests
        ]
        return pd.concat(rows, ignore_index=True)

    def by_origin(self) -> pd.DataFrame:
        """Return the log loss, one row a rung, one column an origin, the latest first.

        A rung that could not be fitted at an origin is missing there.
        """
        columns = {each.as_of: each.ladder["log_loss"] for each in self.backtests}
        table = pd.DataFrame(columns)
        return table.loc[[name for name in rung_titles() if name in table.index]]

    def pooled(self) -> list[Pooled]:
        """Return how each rung did over all origins."""
        rows = self.predictions
        return [_pool(rows, name) for name in self.by_origin().index]

    def as_record(self) -> dict[str, Any]:
        """Return origins and pooled results, as JSON can hold them."""
        return {
            "origins": [
                {
                    "as_of": each.as_of.isoformat(),
                    "n_customers": len(each.predictions),
                    "n_buyers": int(each.predictions["label"].sum()),
                    "default": each.fitted.default,
                    "rungs": [rung.as_record() for rung in each.rungs],
                }
                for each in self.backtests
            ],
            "origins_left_out": [
                {"as_of": day.isoformat(), "reason": reason}
                for day, reason in self.left_out.items()
            ],
            "pooled": [each.as_record() for each in self.pooled()],
        }

    def as_text(self) -> str:
        """Return a line a rung: log loss at each origin, and over all of them."""
        table = self.by_origin()
        heads = [f"{day:%Y-%m-%d}" for day in table]
        lines = [
            f"Rolling origins, {len(self.backtests)} of them: log loss at each, over"
            " all, and over all less that of the default",
            "",
            f"{'rung':<12}" + "".join(f"{head:>12}" for head in [*heads, "all"]),
        ]
        for pooled in self.pooled():
            values = [*table.loc[pooled.rung], pooled.log_loss]
            cells = ["-" if np.isnan(each) else f"{each:.4f}" for each in values]
            low, high = pooled.difference.interval
            lines.append(
                f"{pooled.rung:<12}"
                + "".join(f"{cell:>12}" for cell in cells)
                + f"   {pooled.difference.value:+.4f} ({low:+.4f} to {high:+.4f})"
            )
        lines += [f"left out: {day}: {why}" for day, why in self.left_out.items()]
        return "\n".join(lines)


def roll(
    database: Database, as_of: datetime.date, horizon_days: int, origins: int
) -> RollingBacktest:
    """Backtest at `as_of`, a horizon earlier, and so on; each knows only its own past.

    Parameters
    ----------
    database : Database
        Where the orders are.
    as_of : date
        The latest origin.
    horizon_days : int
        How far each looks ahead, and how far apart they are.
    origins : int
        How many there are, at least 1.

    Raises
    ------
    UsageError, NotEnoughDataError
        As `backtest`, if the latest origin cannot be tested. Of the earlier ones those
        that cannot are left out, with the reason; after a gap in the orders it goes on.
    """
    history = KnownHistory(database, as_of, horizon_days)
    done, left_out = [backtest(database, as_of, horizon_days, None, history)], {}
    first_day = read_coverage(database).first_day
    for number in range(1, origins):
        day = as_of - datetime.timedelta(days=number * horizon_days)
        try:
            done.append(backtest(database, day, horizon_days, None, history))
        except (UsageError, NotEnoughDataError) as error:
            left_out[day] = str(error)
            if (day - first_day).days <= horizon_days:  # nobody to train on, nor before
                left_out[day] += _say_what_is_before(origins - number - 1)
                break
    return RollingBacktest(tuple(done), left_out)


def _say_what_is_before(origins: int) -> str:
    """Say how many origins are left out for the same reason."""
    return f"; so are the {origins:,} before it" if origins else ""


def _pool(rows: pd.DataFrame, rung: str) -> Pooled:
    """Pool the predictions of the origins at which a rung was fitted."""
    rows = rows[rows[f"probability_{rung}"].notna()]
    label = rows["label"].to_numpy()
    loss, of_default = (
        log_losses(label, rows[name].to_numpy())
        for name in (f"probability_{rung}", "probability")
    )
    difference = (loss - of_default).mean()
    interval = customer_interval(rows["customer_id"].to_numpy(), loss - of_default)
    return Pooled(
        rung,
        rows["as_of"].nunique(),
        float(loss.mean()),
        Estimate(float(difference), interval),
    )


def customer_interval(
    customers: np.ndarray, values: np.ndarray, draws: int = DRAWS
) -> tuple[float, float]:
    """Return the 95 % interval of a mean over rows, drawing customers with theirs.

    >>> customer_interval(np.array([1, 1, 2]), np.array([0.5, 0.5, 0.5]))
    (0.5, 0.5)
    """
    place, _ = pd.factorize(customers)
    rows, sums = np.bincount(place), np.bincount(place, values)
    with threadpool_limits(limits=1):  # the digits do not depend on how many there are
        batches = [(w @ sums) / (w @ rows) for w in draw_weights(len(rows), draws)]
    means = np.concatenate(batches)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)
