"""What every purchase model has in common: labels, columns, probability, record."""

from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import logit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import Tags
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import (
    _check_sample_weight,
    check_array,
    check_is_fitted,
    validate_data,
)

from crm_analysis.purchase_models.contributions import TERMS
from crm_analysis.purchase_models.history import KnownHistory

Record = dict[str, Any]
Floats = NDArray[np.float64]

LEAST_CHANCE = 1e-6


class PurchaseClassifier(ClassifierMixin, BaseEstimator):
    """Say how likely each customer is to buy; the base of every rung.

    A rung overrides four methods: `_choose_columns` (which columns it reads),
    `_learn` (fit on those columns), `_chances` (probability from those columns) and
    the pair `record` / `from_record`.

    Labels are 0 and 1; any other two labels work too, the greater one is the
    purchase. A model loaded from a record asks for its own columns only.
    """

    rung: ClassVar[str]
    title: ClassVar[str]
    needs: ClassVar[str]
    allows_missing: ClassVar[bool] = False

    def __sklearn_tags__(self) -> Tags:
        """Say what scikit-learn may expect: two classes, and no flexible boundary."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        tags.classifier_tags.poor_score = True
        tags.input_tags.allow_nan = self.allows_missing
        return tags

    @classmethod
    def train(cls, history: KnownHistory) -> Self:
        """Return a model fitted on the last horizon that is wholly known.

        Raises
        ------
        NotEnoughDataError
            If the model cannot be fitted on it.
        """
        sample = history.latest_sample()
        return cls().fit(sample.features, sample.labels)

    def fit(
        self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None
    ) -> Self:
        """Learn from one row a customer.

        Parameters
        ----------
        X : frame or array, one row a customer
            The feature table, or any numeric matrix.
        y : array of two labels
            1 where the customer bought in the horizon.
        sample_weight : array, optional
            How many customers a row stands for; a row of weight 0 is left out.

        Raises
        ------
        ValueError
            If `X` or `y` has the wrong shape, other than two labels, or a value
            missing or infinite where the model cannot read one.
        """
        X_checked, y = validate_data(
            self, X, y, dtype="numeric", ensure_all_finite=False
        )
        bought = self._encode(y)
        weight = _check_sample_weight(
            sample_weight, X_checked, ensure_non_negative=True
        )
        self.columns_ = self._choose_columns(X)
        values = self._pick(X_checked)
        kept = weight > 0
        self._learn(values[kept], bought[kept], weight[kept])
        return self

    def predict_proba(self, X: ArrayLike) -> Floats:
        """Return one row a customer: P(no purchase), P(at least one purchase)."""
        check_is_fitted(self, "classes_")
        chance = self._chances(self._read(X))
        return np.column_stack([1.0 - chance, chance])

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """Return the label that is likelier; no purchase where both are equal."""
        likelier = np.argmax(self.predict_proba(X), axis=1)
        return self.classes_[likelier]

    def terms(self, X: ArrayLike) -> Floats:
        """Take the log odds apart by ``(base, *THEMES)``; here, all is in the base."""
        chance = np.clip(self.predict_proba(X)[:, 1], LEAST_CHANCE, 1 - LEAST_CHANCE)
        terms = np.zeros((len(chance), TERMS))
        terms[:, 0] = logit(chance)
        return terms

    def explained(self, X: ArrayLike) -> tuple[Floats, Floats]:
        """Return the probability of a purchase and its `terms`."""
        return self.predict_proba(X)[:, 1], self.terms(X)

    def summary(self) -> Record:
        """Return what of the fitted numbers is worth reading; here, all of them."""
        return self.record()

    def record(self) -> Record:
        """Return the fitted numbers as a small dict that JSON can hold."""
        raise NotImplementedError

    @classmethod
    def from_record(cls, record: Record) -> Self:
        """Return a model that predicts as the one that wrote the record."""
        raise NotImplementedError

    def _choose_columns(self, X: ArrayLike) -> list[str | int]:
        return list(range(self.n_features_in_))

    def _learn(self, values: Floats, bought: Floats, weight: Floats) -> None:
        raise NotImplementedError

    def _chances(self, values: Floats) -> Floats:
        raise NotImplementedError

    def _encode(self, y: NDArray[Any]) -> Floats:
        check_classification_targets(y)
        labels = np.unique(y)
        if labels.dtype.kind in "biuf" and np.isin(labels, [0, 1]).all():
            labels = np.array([0, 1]).astype(labels.dtype)
        if len(labels) != 2:
            raise ValueError(
                "Only binary classification is supported. The type of the target is"
                f" {type_of_target(y)}; got {len(labels)} class(es), expected two, or"
                " 0 and 1."
            )
        self.classes_ = labels
        return (y == labels[1]).astype(np.float64)

    def _read(self, X: ArrayLike) -> Floats:
        if hasattr(self, "n_features_in_"):
            checked = validate_data(
                self, X, dtype="numeric", ensure_all_finite=False, reset=False
            )
            return self._pick(checked)
        if isinstance(X, pd.DataFrame) and not _all_positions(self.columns_):
            return self._finite(X[self.columns_].to_numpy(np.float64))
        return self._finite(check_array(X, ensure_all_finite=False)[:, self.columns_])

    def _pick(self, checked: NDArray[Any]) -> Floats:
        """Take this model's columns out of an array that scikit-learn has checked."""
        names = list(getattr(self, "feature_names_in_", []))
        positions = [
            names.index(column) if isinstance(column, str) else column
            for column in self.columns_
        ]
        return self._finite(checked[:, positions].astype(np.float64))

    def _finite(self, values: Floats) -> Floats:
        if not values.shape[1]:
            return values
        finite = "allow-nan" if self.allows_missing else True
        return check_array(
            values, ensure_all_finite=finite, input_name="X", estimator=self
        )


def json_number(value: float) -> float | str | None:
    """Return a float as JSON can hold it: "inf" and "-inf" as text, NaN as None.

    >>> [json_number(value) for value in (0.5, float("-inf"), float("nan"))]
    [0.5, '-inf', None]
    """
    if np.isnan(value):
        return None
    return float(value) if np.isfinite(value) else str(float(value))


def from_json_number(value: float | str | None) -> float:
    """Return the float that `json_number` wrote down.

    >>> from_json_number("-inf")
    -inf
    """
    return float("nan") if value is None else float(value)


def _all_positions(columns: list[str | int]) -> bool:
    return all(isinstance(column, int) for column in columns)
