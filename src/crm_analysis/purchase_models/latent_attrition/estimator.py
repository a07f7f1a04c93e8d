"""What the latent-attrition models have in common: fit, answers, status, record."""

from dataclasses import asdict
from typing import Any, ClassVar, Self

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
from crm_analysis.purchase_models.latent_attrition import estimates
from crm_analysis.purchase_models.latent_attrition.coordinates import Coordinates
from crm_analysis.purchase_models.latent_attrition.histories import (
    COLUMNS,
    PurchaseHistories,
    three_columns,
)

MOST_DAILY_GROUPS = 100_000
_COUNTS = ("n_customers", "n_groups", "group_days")
_AS_THEY_ARE = ("log_likelihood", "status", "limits", *_COUNTS)


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
    def distribution(*parameters: float) -> estimates.Distribution:
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
        rows = three_columns(X)
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
        found = estimates.estimate(self.distribution, self.coordinates, histories)
        for name, value in asdict(found).items():
            setattr(self, f"{name}_", value)
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
        histories = PurchaseHistories.of(three_columns(groups))
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
            **{name: getattr(self, f"{name}_") for name in _AS_THEY_ARE},
        }

    @classmethod
    def from_record(cls, record: Record) -> Self:
        """Return a model that predicts as the one that wrote the record."""
        model = cls(record["horizon_days"])
        model.columns_, model.classes_ = list(COLUMNS), np.array(record["classes"])
        model.parameters_ = dict(record["parameters"])
        errors = record["standard_errors"].items()
        model.standard_errors_ = {k: from_json_number(v) for k, v in errors}
        for name in _AS_THEY_ARE:
            setattr(model, f"{name}_", record[name])
        return model

    def _fitted(self) -> estimates.Distribution:
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
        histories, place = PurchaseHistories.of(three_columns(rows)).distinct()
        return ask(histories, *horizon)[place]

    def _read(self, X: pd.DataFrame | ArrayLike) -> Floats:
        return three_columns(X).to_numpy(np.float64)

    def _chances(self, values: Floats) -> Floats:
        return self.purchase_probability(values, self.horizon_days)
