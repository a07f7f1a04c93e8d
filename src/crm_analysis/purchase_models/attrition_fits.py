"""All three latent-attrition models of one day, and what they say of each customer."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from scipy.special import logit

from crm_analysis.purchase_models.classifier import LEAST_CHANCE, Record
from crm_analysis.purchase_models.history import KnownHistory
from crm_analysis.purchase_models.latent_attrition import BgNbd, MbgNbd, ParetoNbd
from crm_analysis.purchase_models.latent_attrition.estimator import (
    LatentAttritionModel,
)

KINDS = (BgNbd, MbgNbd, ParetoNbd)


@dataclass(frozen=True)
class AttritionFits:
    """The latent-attrition models fitted on what was known at one day."""

    models: tuple[LatentAttritionModel, ...]

    @classmethod
    def of(cls, history: KnownHistory) -> Self:
        """Return all three, fitted on what was known at ``as_of``."""
        return cls(tuple(kind.of(history) for kind in KINDS))

    def numbers(self, rows: pd.DataFrame, horizon_days: float) -> pd.DataFrame:
        """Return log odds to buy in the horizon and log chance to be active, by model.

        Those of a model that is not identified are missing.
        """
        columns = {}
        for model in self.models:
            known = model.status_ != "not_identified"
            buys = model.purchase_probability(rows, horizon_days)
            buys = logit(np.clip(buys, LEAST_CHANCE, 1 - LEAST_CHANCE))
            active = np.log(np.maximum(model.chance_active(rows), LEAST_CHANCE))
            columns[f"{model.rung}_log_odds"] = buys if known else np.nan
            columns[f"{model.rung}_log_active"] = active if known else np.nan
        return pd.DataFrame(columns, index=rows.index)

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
