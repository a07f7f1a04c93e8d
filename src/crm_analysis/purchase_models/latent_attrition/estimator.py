"""What the latent-attrition models have in common: fit, answers, status, record."""

from typing import Any, ClassVar, Protocol, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from crm_analysis.errors import NotEnoughDataError
from crm_analysis.purchase_models.classifier import (
    Floats,
    PurchaseClassifier,
    Record,
    from_json_number,
    json_number,
)
from crm_analysis.purchase_models.history import KnownHistory
from crm_analysis.purchase_models.latent_attrition.coordinates import Coordinates
from crm_analysis.purchase_models.latent_attrition.histories import (
    COLUMNS,
    PurchaseHistories,
)
from crm_analysis.purchase_models.latent_attrition.maximum import Maximum, maximise

MOST_DAILY_GROUPS = 100_000
FLAT = 1e-9  # curvature per customer that rounding alone may give


class Distribution(Protocol):
    """A model at given parameters."""

    def log_likelihood(self, of: PurchaseHistories) -> tuple[float, Floats]:
        """Return the log-likelihood of all customers, and slopes in log parameters."""
        ...

    def chance_active(self, of: PurchaseHistories) -> Floats:
        """Return the chance that a customer has not left."""
        ...

    def purchase_probability(self, of: PurchaseHistories, horizon: float) -> Floats:
        """Return P(at least one purchase in the horizon)."""
        ...

    def expected_purchases(self, of: PurchaseHistories, horizon: float) -> Floats:
        """Return the expected number of purchases in the horizon."""
        ...


class LatentAttritionModel(PurchaseClassifier):
    """Fit a model of customers who buy at random until they leave unseen.

    Only three numbers of a customer matter: repeat purchases (x), first to last
    purchase day (t_x) and tenure (T). No labels are needed: the model is fitted on
    everything known at a day, and answers for any horizon from it.

    Parameters
    ----------
    horizon_days : float
        The horizon that `predict_proba` answers for.

    Attributes
    ----------
    parameters_ : dict of str to float
        The estimates, times in days.
    standard_errors_ : dict of str to float
        From the observed information, by the delta method in logs; inf where the
        estimate is on a bound or the data say nothing about it.
    log_likelihood_ : float
        At the estimates, of the histories that were fitted.
    status_ : str
        ``ok``; ``at_bound``: a parameter is at the edge of what is looked at, a limit
        of the model that predicts as well as any other; ``not_identified``: nobody
        came back, or the likelihood is flat.
    limits_ : list of str
        What each bound means, in words.
    n_customers_, n_groups_ : float, int
        Customers, and distinct histories.
    group_days_ : int
        1, or 7 if times were rounded to whole weeks for more than 100,000 groups.
    """

    coordinates: ClassVar[Coordinates]
    needs: ClassVar[str] = "a customer who came back"
    learns_from_labels: ClassVar[bool] = False

    def __init__(self, horizon_days: float = 30) -> None:
        self.horizon_days = horizon_days

    @staticmethod
    def distribution(*parameters: float) -> Distribution:
        """Return the model at given parameters."""
        raise NotImplementedError

    @classmethod
    def train(cls, history: KnownHistory) -> Self:
        """Return a model fitted on the purchase histories known at ``as_of``.

        It is fitted once for all who ask the same history.

        Raises
        ------
        NotEnoughDataError
            If its status is not_identified.
        """
        model = cls.of(history)
        if model.status_ == "not_identified":
            raise NotEnoughDataError(model.sentence())
        return model

    @classmethod
    def of(cls, history: KnownHistory) -> Self:
        """Return the model that `train` fits, also if it is not identified."""
        H, as_of = history.horizon_days, history.as_of
        return history.kept(
            (cls.rung, as_of), lambda: cls(H).fit_groups(history.groups(as_of))
        )

    def fit(
        self,
        X: pd.DataFrame | ArrayLike,
        y: Any = None,  # noqa: ANN401  scikit-learn's signature
        sample_weight: ArrayLike | None = None,
    ) -> Self:
        """Learn from one row a customer; labels are not looked at.

        Parameters
        ----------
        X : frame or array, one row a customer
            The feature table, or three columns: x, t_x, T.
        y : ignored
        sample_weight : array, optional
            How many customers a row stands for.

        Raises
        ------
        ValueError
            If a history is impossible.
        NotEnoughDataError
            If there is no customer.
        """
        rows = _three_columns(X)
        if sample_weight is not None:
            rows = rows.assign(customers=np.asarray(sample_weight))
        return self.fit_groups(rows)

    def fit_groups(self, groups: pd.DataFrame) -> Self:
        """Learn from counts: one row a distinct history, with its `customers`.

        Gives the same numbers as `fit` on the customers one by one.

        Raises
        ------
        ValueError
            If a history is impossible.
        NotEnoughDataError
            If there is no customer.
        """
        histories = PurchaseHistories.of(groups).counted()
        if not len(histories):
            raise NotEnoughDataError("got no customers, expected at least one")
        self.classes_, self.columns_ = np.array([0, 1]), list(COLUMNS)
        self.n_customers_, self.n_groups_ = histories.n_customers, len(histories)
        self.group_days_ = 7 if len(histories) > MOST_DAILY_GROUPS else 1
        if self.group_days_ > 1:
            histories = histories.to_whole_weeks()
        self._maximise(histories)
        return self

    def purchase_probability(
        self,
        features: pd.DataFrame | ArrayLike | PurchaseHistories,
        horizon_days: float,
    ) -> Floats:
        """Return P(at least one purchase in the next days) for each row.

        It is 1 - L(x, t_x, T + H) / L(x, t_x, T), exactly: the likelihood of a
        history is the chance density of its purchases and of no other until T.

        Parameters
        ----------
        features : frame, array or histories
            The feature table, or three columns: x, t_x, T; or these as histories,
            for whoever asks several questions of the same.
        horizon_days : float
            H, at least 0.
        """
        return self._answer("purchase_probability", features, horizon_days)

    def chance_active(
        self, features: pd.DataFrame | ArrayLike | PurchaseHistories
    ) -> Floats:
        """Return the chance that a customer has not left: no purchase probability."""
        return self._answer("chance_active", features)

    def expected_purchases(
        self,
        features: pd.DataFrame | ArrayLike | PurchaseHistories,
        horizon_days: float,
    ) -> Floats:
        """Return the expected number of purchase days in the next days for each row."""
        return self._answer("expected_purchases", features, horizon_days)

    def log_likelihood(self, groups: pd.DataFrame | ArrayLike) -> float:
        """Return the log-likelihood of purchase histories, time in days."""
        histories = PurchaseHistories.of(_three_columns(groups))
        return self._fitted().log_likelihood(histories)[0]

    def sentence(self) -> str:
        """Say in words what the status means, and on how many customers it rests."""
        basis = f"{self.n_customers_:,.0f} customers"
        if self.group_days_ > 1:
            basis += f" ({self.n_groups_:,} histories, times rounded to whole weeks)"
        if self.status_ == "ok":
            return f"Fitted on {basis}."
        if self.status_ == "not_identified":
            return (
                f"Fitted on {basis}, who say too little: nobody came back, or all"
                " histories are alike."
            )
        return f"Fitted on {basis}, at a limit of the model: {'; '.join(self.limits_)}."

    def record(self) -> Record:
        """Return the fitted numbers as a small dict that JSON can hold."""
        errors = {k: json_number(v) for k, v in self.standard_errors_.items()}
        return {
            "rung": self.rung,
            "horizon_days": self.horizon_days,
            "classes": self.classes_.tolist(),
            "parameters": dict(self.parameters_),
            "standard_errors": errors,
            "log_likelihood": self.log_likelihood_,
            "status": self.status_,
            "limits": list(self.limits_),
            "n_customers": self.n_customers_,
            "n_groups": self.n_groups_,
            "group_days": self.group_days_,
        }

    @classmethod
    def from_record(cls, record: Record) -> Self:
        """Return a model that predicts as the one that wrote the record."""
        model = cls(record["horizon_days"])
        model.columns_, model.classes_ = list(COLUMNS), np.array(record["classes"])
        model.parameters_ = dict(record["parameters"])
        errors = record["standard_errors"].items()
        model.standard_errors_ = {k: from_json_number(v) for k, v in errors}
        for name in ("log_likelihood", "status", "limits", "n_customers"):
            setattr(model, f"{name}_", record[name])
        model.n_groups_, model.group_days_ = record["n_groups"], record["group_days"]
        return model

    def _maximise(self, histories: PurchaseHistories) -> None:
        unit = float(histories.tenure.max()) or 1.0
        scaled = histories.in_units_of(unit, histories.n_customers)

        def mean_log_likelihood(point: Floats) -> tuple[float, Floats]:
            model = self.distribution(*self.coordinates.parameters(point))
            value, slopes = model.log_likelihood(scaled)
            return value, self.coordinates.slope(slopes)

        starts = self.coordinates.starts_for(scaled)
        found = maximise(mean_log_likelihood, starts, self.coordinates.box)
        self._set_numbers(found, unit, histories)

    def _set_numbers(
        self, found: Maximum, unit: float, histories: PurchaseHistories
    ) -> None:
        names, times = self.coordinates.names, self.coordinates.times
        units = np.array([unit if name in times else 1.0 for name in names])
        values = self.coordinates.parameters(found.point) * units
        errors = values * self._log_errors(found)
        self.parameters_ = dict(zip(names, values.tolist(), strict=True))
        self.standard_errors_ = dict(zip(names, errors.tolist(), strict=True))
        self.limits_ = self.coordinates.limits(found.sides)
        # A density of x moments: measured in days it is less by the unit to the x.
        bought = float((histories.repeat_purchases * histories.customers).sum())
        per_customer = found.value - np.log(unit) * bought / self.n_customers_
        self.log_likelihood_ = float(per_customer * self.n_customers_)
        flat = np.linalg.eigvalsh(-found.curvature).min() <= FLAT
        if not bought or (flat and not self.limits_):
            self.status_ = "not_identified"
        else:
            self.status_ = "at_bound" if self.limits_ else "ok"

    def _log_errors(self, found: Maximum) -> Floats:
        """Return standard errors of the log parameters."""
        free = np.array(found.sides) == 0
        information = -found.curvature[np.ix_(free, free)] * self.n_customers_
        matrix = np.array(self.coordinates.matrix, np.float64)
        if not free.any() or np.linalg.eigvalsh(information).min() <= FLAT:
            return np.full(len(matrix), np.inf)
        variance = matrix[:, free] @ np.linalg.inv(information) @ matrix[:, free].T
        held = (matrix[:, ~free] != 0).any(axis=1)
        return np.where(held, np.inf, np.sqrt(np.diag(variance)))

    def _fitted(self) -> Distribution:
        return self.distribution(*self.parameters_.values())

    def _answer(
        self,
        question: str,
        rows: pd.DataFrame | ArrayLike | PurchaseHistories,
        *horizon: float,
    ) -> Floats:
        ask = getattr(self._fitted(), question)
        if isinstance(rows, PurchaseHistories):
            return ask(rows, *horizon)
        histories, place = PurchaseHistories.of(_three_columns(rows)).distinct()
        return ask(histories, *horizon)[place]

    def _read(self, X: pd.DataFrame | ArrayLike) -> Floats:
        return _three_columns(X).to_numpy(np.float64)

    def _chances(self, values: Floats) -> Floats:
        return self.purchase_probability(values, self.horizon_days)


def _three_columns(rows: pd.DataFrame | ArrayLike) -> pd.DataFrame:
    if isinstance(rows, pd.DataFrame):
        return rows[[*COLUMNS, *rows.columns.intersection(["customers"])]]
    return pd.DataFrame(np.asarray(rows), columns=list(COLUMNS))
