"""The logistic rung against scikit-learn's pipeline, and on awkward columns."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from crm_analysis.purchase_models import LogisticPurchaseModel


def simulated(n=2_000):
    generator = np.random.default_rng(7)
    frame = pd.DataFrame(
        {
            "days_since_last": generator.integers(1, 300, n),
            "purchase_days": generator.integers(1, 30, n),
            "tenure_days": generator.integers(300, 700, n),
            "spend_cents": generator.integers(100, 90_000, n).astype(float),
        }
    )
    logit = 1 - np.log1p(frame["days_since_last"]) + np.log1p(frame["purchase_days"])
    return frame, (generator.random(n) < expit(logit)).astype(int)


def test_fit_agrees_with_scikit_learns_pipeline():
    X, y = simulated()
    peer = make_pipeline(
        FunctionTransformer(np.log1p),
        StandardScaler(),
        LogisticRegression(tol=1e-10, max_iter=1000),
    ).fit(X, y)
    ours = LogisticPurchaseModel().fit(X, y)
    assert ours.predict_proba(X) == pytest.approx(peer.predict_proba(X), abs=1e-7)


def test_simulated_coefficients_are_recovered():
    X, y = simulated(20_000)
    model = LogisticPurchaseModel(C=1e6).fit(X, y)
    per_log = (model.coefficients_[:2] / model.spread_[:2]).tolist()
    assert per_log == pytest.approx([-1, 1], abs=0.1)  # standard errors are 0.03


def test_other_columns_of_a_frame_are_not_read():
    X, y = simulated()
    more = X.assign(orders=X["purchase_days"] * 2)
    assert LogisticPurchaseModel().fit(more, y).record() == (
        LogisticPurchaseModel().fit(X, y).record()
    )


def test_spend_that_is_missing_throughout_is_left_out():
    X, y = simulated()
    unknown = LogisticPurchaseModel().fit(X.assign(spend_cents=np.nan), y)
    without = LogisticPurchaseModel(columns=list(X.columns[:3])).fit(X, y)
    assert unknown.predict_proba(X)[:, 1] == pytest.approx(
        without.predict_proba(X)[:, 1], rel=1e-9
    )


def test_missing_spend_has_its_own_effect():
    X, y = simulated()
    X.loc[y == 0, "spend_cents"] = np.nan
    X.loc[:99, "spend_cents"] = 500.0
    model = LogisticPurchaseModel().fit(X, y)
    asked = X.iloc[[0, 0]].assign(spend_cents=[np.exp(model.centre_[3]) - 1, np.nan])
    known, unknown = model.predict_proba(asked)[:, 1]
    assert unknown < known / 2


def test_refunds_beyond_what_was_spent_are_allowed():
    X, y = simulated()
    X.loc[0, "spend_cents"] = -5_000.0
    assert 0 < LogisticPurchaseModel().fit(X, y).predict_proba(X)[0, 1] < 1


@pytest.mark.parametrize(
    ("X", "y", "words"),
    [([[1], [2]], [0, 0], "one class"), ([[3], [3]], [0, 1], "nothing to learn")],
)
def test_what_cannot_be_learned_is_said(X, y, words):
    with pytest.raises(ValueError, match=words):
        LogisticPurchaseModel().fit(X, y)
