"""All three latent-attrition models of one day, and what they say of each customer."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import logit

from crm_analysis.purchase_models.classifier import LEAST_CHANCE, Floats, Record
from crm_analysis.purchase_models.history import KnownHistory
from crm_analysis.purchase_models.latent_attrition import BgNbd, MbgNbd, ParetoNbd
from crm_analysis.purchase_models.latent_attrition.estimator import (
    LatentAttritionModel,
)
from crm_analysis.purchase_models.latent_attrition.histories import PurchaseHistories

KINDS = (BgNbd, MbgNbd, ParetoNbd)


@dataclass(frozen=True)
class AttritionFits:
    """The latent-attrition models fitted on what was known at one day."""

    models: tuple[LatentAttritionModel, ...]
    _kept: list | None = field(default=None, repr=False, compare=False)
    _known: list | None = field(default=None, repr=False, compare=False)

    @classmethod
    def of(cls, history: KnownHistory) -> Self:
        """Return all three, fitted on what was known at ``as_of``."""
        return cls(tuple(kind.of(history) for kind in KINDS))

    def remembering(self) -> Self:
        """Return fits that work out the numbers of the very same rows once only.

        Parts of a blend ask for the same ones; it is for the time that they are asked,
        as the rows are kept too.
        """
        return replace(self, _kept=[], _known=[])

    def numbers(
        self, rows: Mapping[str, ArrayLike], horizon_days: float
    ) -> dict[str, Floats]:
        """Return log odds to buy in the horizon and log chance to be active, by model.

        Those of a model that is not identified are missing.
        """
        for asked, ahead, columns in self._kept or ():
            if asked is rows and ahead == horizon_days:
                return columns
        columns = self._numbers(rows, horizon_days)
        if self._kept is not None:
            self._kept.append((rows, horizon_days, columns))
        return columns

    def histories(
        self, rows: Mapping[str, ArrayLike]
    ) -> tuple[PurchaseHistories, NDArray[np.intp]]:
        """Return the distinct histories, and for each row which one it has."""
        for asked, known in self._known or ():
            if asked is rows:
                return known
        known = PurchaseHistories.of(rows).distinct()
        if self._known is not None:
            self._known.append((rows, known))
        return known

    def _numbers(
        self, rows: Mapping[str, ArrayLike], horizon_days: float
    ) -> dict[str, Floats]:
        histories, place = self.histories(rows)
        columns, unknown = {}, np.full(len(place), np.nan)
        for model in self.models:
            known = model.status_ != "not_identified"
            buys = model.purchase_probability(histories, horizon_days)
            buys = logit(np.clip(buys, LEAST_CHANCE, 1 - LEAST_CHANCE))
            active = np.log(np.maximum(model.chance_active(histories), LEAST_CHANCE))
            columns[f"{model.rung}_log_odds"] = buys[place] if known else unknown
            columns[f"{model.rung}_log_active"] = active[place] if known else unknown
        return columns

    def best(self) -> LatentAttritionModel | None:
        """Return the model with the highest likelihood; None if none is identified."""
        known = [each for each in self.models if each.status_ != "not_identified"]
        return max(known, key=lambda each: each.log_likelihood_, default=None)

    def records(self) -> list[Record]:
        """Return the fitted numbers of each model."""
        return [model.record() for model in self.models]

    @classmethod
    def from_records(cls, records: list[Record]) -> Self:
        """Return the models that the records were made of."""
        kinds = {kind.rung: kind for kind in KINDS}
        return cls(tuple(kinds[each["rung"]].from_record(each) for each in records))
