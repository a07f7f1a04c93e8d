"""All that a score says of a customer, from numbers that can be written down.

The probability is the default rung's. What stands beside it, expected purchases and
spend and the reasons, needs the latent-attrition models and the gamma-gamma model of
the same day too, so they are kept together.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from scipy.special import logit

from crm_analysis.purchase_models.attrition_fits import AttritionFits
from crm_analysis.purchase_models.blend import Blend
from crm_analysis.purchase_models.classifier import (
    LEAST_CHANCE,
    Floats,
    PurchaseClassifier,
    Record,
)
from crm_analysis.purchase_models.contributions import TERM_NAMES, settle
from crm_analysis.purchase_models.evidence import columns_of
from crm_analysis.purchase_models.expectations import expect
from crm_analysis.purchase_models.gamma_gamma import GammaGamma
from crm_analysis.purchase_models.history import KnownHistory
from crm_analysis.purchase_models.ladder import FittedLadder, load_model
from crm_analysis.purchase_models.reasons import reasons_in_words


@dataclass(frozen=True)
class Scorer:
    """A fitted rung, with the models of expectations and reasons beside it.

    Attributes
    ----------
    model : PurchaseClassifier or Blend
        Who says how likely a purchase is.
    attrition : AttritionFits
        The latent-attrition models of the same day.
    spend : GammaGamma
        What customers spend a purchase day.
    horizon_days : int
        How far ahead.
    """

    model: PurchaseClassifier | Blend
    attrition: AttritionFits
    spend: GammaGamma
    horizon_days: int

    @classmethod
    def of(cls, history: KnownHistory, fitted: FittedLadder) -> Self:
        """Return the scorer of the highest rung that could be fitted."""
        return cls.beside(history, fitted.models[fitted.default])

    @classmethod
    def beside(cls, history: KnownHistory, model: PurchaseClassifier | Blend) -> Self:
        """Return the scorer of a rung, fitted on the same history."""
        return cls(
            model,
            AttritionFits.of(history),
            GammaGamma().fit(history.features(history.as_of)),
            history.horizon_days,
        )

    def score(self, features: pd.DataFrame) -> pd.DataFrame:
        """Score customers, each for itself: one alone gets what it gets among others.

        Parameters
        ----------
        features : DataFrame, one row a customer
            The columns of `read_evidence_by_day`, as of the day to score at.

        Returns
        -------
        DataFrame, one row a customer
            ``probability``; the columns of `expect`; ``reasons``; ``log_odds_base``
            and ``log_odds_<theme>`` each, which add up to the log odds.
        """
        return pd.DataFrame(self.say(features), index=features.index)

    def say(self, features: pd.DataFrame) -> dict[str, Floats | list[str]]:
        """Return the columns of `score`, one value a customer."""
        chance, terms = self.model.explained(features)
        odds = logit(np.clip(chance, LEAST_CHANCE, 1 - LEAST_CHANCE))
        terms, H = settle(terms, odds), self.horizon_days
        known, attrition = columns_of(features), self.attrition.remembering()
        expected = expect(attrition, self.spend, known, chance, H)
        reasons = reasons_in_words(attrition, known, terms, H)
        said = {"probability": chance, **expected, "reasons": reasons}
        return said | dict(zip(TERM_NAMES, terms.T, strict=True))

    def record(self) -> Record:
        """Return the fitted numbers as a dict that JSON can hold."""
        return {
            "horizon_days": self.horizon_days,
            "model": self.model.record(),
            "attrition": self.attrition.records(),
            "spend": self.spend.record(),
        }

    @classmethod
    def from_record(cls, record: Record) -> Self:
        """Return a scorer that scores as the one that wrote the record."""
        return cls(
            load_model(record["model"]),
            AttritionFits.from_records(record["attrition"]),
            GammaGamma.from_record(record["spend"]),
            record["horizon_days"],
        )
