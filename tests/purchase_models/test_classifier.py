"""Every rung passes scikit-learn's own estimator checks."""

import json

import numpy as np
import pandas as pd
import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

from crm_analysis.purchase_models import (
    BaseRateModel,
    BernoulliPurchaseModel,
    LogisticPurchaseModel,
)

RUNGS = [BaseRateModel(), BernoulliPurchaseModel(), LogisticPurchaseModel()]


@parametrize_with_checks(RUNGS)
def test_scikit_learn_accepts_the_estimator(estimator, check):
    check(estimator)


@pytest.mark.parametrize("model", RUNGS, ids=lambda model: model.rung)
def test_true_and_false_are_labels_too(model):
    X = np.arange(1.0, 7.0)[:, None]
    truths = model.fit(X, [True, False, True, False, False, False]).predict_proba(X)
    numbers = model.fit(X, [1, 0, 1, 0, 0, 0]).predict_proba(X)
    assert (truths == numbers).all()


@pytest.mark.parametrize("model", RUNGS, ids=lambda model: model.rung)
def test_a_record_loaded_back_predicts_the_same(model):
    frame = pd.DataFrame({"days_since_last": [1, 2, 3, 4], "orders": [4, 2, 3, 1]})
    model.fit(frame, [1, 1, 0, 0])
    loaded = type(model).from_record(json.loads(json.dumps(model.record())))
    assert (loaded.predict_proba(frame) == model.predict_proba(frame)).all()


@pytest.mark.parametrize("model", RUNGS, ids=lambda model: model.rung)
def test_a_weight_is_as_many_customers(model):
    X, y = np.array([[1.0], [2.0], [3.0]]), np.array([1, 1, 0])
    weighted = model.fit(X, y, sample_weight=[2, 0, 3]).predict_proba(X)
    repeated = model.fit(X[[0, 0, 2, 2, 2]], y[[0, 0, 2, 2, 2]]).predict_proba(X)
    assert weighted == pytest.approx(repeated, rel=1e-12)
