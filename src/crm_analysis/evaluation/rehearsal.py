"""What every rung said of everybody at a past day, before it is compared."""

import datetime
from dataclasses import dataclass

import pandas as pd

from crm_analysis.evaluation.horizons import notes_on_history
from crm_analysis.purchase_models.history import KnownHistory
from crm_analysis.purchase_models.ladder import FittedLadder, fit_ladder


@dataclass(frozen=True)
class Rehearsal:
    """Models trained at a past day, and what they then said of everybody.

    Attributes
    ----------
    as_of : date
        The first day that was not known.
    horizon_days : int
        How many days from then a purchase counts in.
    fitted : FittedLadder
        The models.
    probabilities : DataFrame, one row a customer, by ``customer_id``
        ``probability`` of the default rung, and ``probability_<rung>`` each.
    notes : tuple of str
        What a reader has to know.
    department : str
        What a purchase is of; ``all`` for every order that counts.
    """

    as_of: datetime.date
    horizon_days: int
    fitted: FittedLadder
    probabilities: pd.DataFrame
    notes: tuple[str, ...]
    department: str


def rehearse(history: KnownHistory, notes: tuple[str, ...] = ()) -> Rehearsal:
    """Fit the ladder on a history and ask it about everybody known then.

    Parameters
    ----------
    history : KnownHistory
        What was known.
    notes : tuple of str
        What is already known to be worth saying.

    Raises
    ------
    NotEnoughDataError
        If nobody had bought when training begins.
    """
    fitted = fit_ladder(history)
    answers = [fitted.probabilities(some) for some in history.everybody_in_passes()]
    return Rehearsal(
        as_of=history.as_of,
        horizon_days=history.horizon_days,
        fitted=fitted,
        probabilities=pd.concat(answers),
        notes=(
            *notes,
            *fitted.notes,
            *notes_on_history(history.days_before(history.as_of), history.horizon_days),
        ),
        department=history.database.department,
    )
