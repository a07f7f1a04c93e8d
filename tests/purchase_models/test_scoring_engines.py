"""Scores that engines compute from a formula: those of Python, to 1e-9 of them."""

import datetime
import math

import numpy as np
import pytest
from edge_orders import AS_OF, fill
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_analysis.customer_card import read_customer
from crm_analysis.database import connect
from crm_analysis.datasets import DATASETS, seed
from crm_analysis.errors import DataRefusedError
from crm_analysis.features import EVERYBODY, NOBODY, read_features
from crm_analysis.purchase_models import (
    BaseRateModel,
    BernoulliPurchaseModel,
    BgNbd,
    LogisticPurchaseModel,
    MbgNbd,
)
from crm_analysis.purchase_models.history import KnownHistory
from crm_analysis.purchase_models.logistic import RFM_COLUMNS
from crm_analysis.purchase_models.scoring_sql import chance_in_sql, rungs_in_sql
from crm_analysis.rung_scores import RungScoring, train_rung
from crm_analysis.saved_scores import read_loads, save_scores_by_formula
from crm_analysis.scoring_runs import describe_run, read_run

NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
CASES = {
    "sample": (datetime.date(2025, 12, 2), 30),
    "complete-journey": (datetime.date(2017, 10, 1), 14),
}
SPEND = RFM_COLUMNS.index("spend_cents")


def near(theirs, ours) -> bool:
    """Tell whether two chances agree to 1e-9 of them; below 1e-250 is nought."""
    return np.allclose(theirs, ours, rtol=1e-9, atol=1e-250)


@pytest.fixture(scope="session")
def edges(place):
    """Return a database of customers on edges, on each engine."""
    with connect(fill(place("edges"))) as database:
        yield database


@pytest.fixture(scope="session")
def features(tmp_path_factory):
    """Return their features as DuckDB has them."""
    url = f"duckdb:///{tmp_path_factory.mktemp('edges') / 'edges.duckdb'}"
    with connect(fill(url)) as database:
        return read_features(database, AS_OF)


def scores_of(database, model):
    history = KnownHistory(database, AS_OF, 30)
    return RungScoring(model, AS_OF, 30, history, ()).by_database(database)


def assert_same(database, model, features) -> None:
    theirs = scores_of(database, model)
    assert theirs.index.equals(features.index)
    assert near(theirs, model.predict_proba(features)[:, 1])


# Trained models


@pytest.fixture(scope="session", params=list(CASES))
def trained_on(place, request):
    """Return a database with a data set, the day and the horizon to score."""
    url = place({"complete-journey": "journey"}.get(request.param, "scored"))
    seed(DATASETS[request.param](), url, now=NOW, progress=print)
    return url, *CASES[request.param]


@pytest.mark.parametrize("rung", rungs_in_sql())
def test_an_engine_scores_as_python_does(trained_on, rung):
    url, as_of, horizon_days = trained_on
    with connect(url) as database:
        scoring = train_rung(database, as_of, horizon_days, rung)
        theirs, ours = scoring.by_database(database), scoring.frame["probability"]
    assert theirs.index.equals(ours.index)
    assert near(theirs, ours)
    assert 0 < theirs.min() <= theirs.max() < 1


def kept_by(url, scoring):
    """Let a database keep the scores of a rung; return what it says it did."""
    with connect(url) as database:
        run, loads = describe_run(database, scoring, NOW), read_loads(database)
    return save_scores_by_formula(url, run, scoring, loads)


def test_scores_and_their_model_are_kept_in_the_database(place):
    url, (as_of, days) = place("kept"), CASES["sample"]
    seed(DATASETS["sample"](), url, now=NOW, progress=print)
    with connect(url) as database:
        trained = [
            train_rung(database, as_of, days, rung) for rung in ("bg_nbd", "logistic")
        ]
        ours = {each.default: each.frame["probability"] for each in trained}
    runs = {}
    for scoring in trained:
        written = kept_by(url, scoring)
        runs[scoring.default] = written.run_id
        assert written.customers == len(ours[scoring.default])
        assert near(written.expected_buyers, ours[scoring.default].sum())
    with connect(url) as database:
        kept = database.read_table("scores").to_pandas().set_index("customer_id")
        for rung, run_id in runs.items():
            rows = kept[kept["run_id"] == run_id].sort_index()
            assert near(rows["probability"], ours[rung])
            assert set(rows["as_of"]) == {as_of}
            assert set(rows["horizon_days"]) == {days}
            card = read_customer(database, 1, read_run(database, run_id), as_of)
            assert near(card.score["probability"], ours[rung][1])
    assert len(kept) == sum(map(len, ours.values()))


def test_what_cannot_be_kept_leaves_what_was_there(place):
    url, (as_of, days) = place("refused"), CASES["sample"]
    seed(DATASETS["sample"](), url, now=NOW, progress=print)
    with connect(url) as database:
        scoring = train_rung(database, as_of, days, "bernoulli")
        assert scoring.scorer.record()  # read while the database is open
    spend = BernoulliPurchaseModel("spend_cents").fit_groups(
        [1, 2, 3], [0, 1, 1], [1] * 3
    )
    broken = RungScoring(spend, as_of, days, scoring.history, ())
    with pytest.raises(DataRefusedError, match="not-null"):
        kept_by(url, broken)
    with connect(url) as database:
        assert len(database.read_table("scores")) == 0
        assert len(database.read_table("scoring_runs")) == 0


# Numbers and formulas


@given(st.floats(0, 1))
@settings(max_examples=25)
def test_a_number_keeps_all_its_digits(edges, share):
    model = BaseRateModel().fit_counts(0, 1)
    model.share_ = share
    assert set(scores_of(edges, model)) == {share}


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    """Draw numbers between two powers of ten, all powers alike."""
    return st.floats(low, high).map(lambda power: 10.0**power)


# Wider than what a fit may find, but for r, which is at most 8,103.
PARAMETERS = st.builds(
    lambda r, alpha, a, b: {"r": r, "alpha": alpha, "a": a, "b": b},
    r=numbers(-4, 4),
    alpha=numbers(-7, 14),
    a=numbers(-6, 7),
    b=numbers(-6, 7),
)


@pytest.mark.parametrize("kind", [BgNbd, MbgNbd])
@given(parameters=PARAMETERS, horizon_days=st.sampled_from([1, 14, 365, 3650]))
@settings(max_examples=30)
def test_customers_who_leave_unseen(kind, edges, features, parameters, horizon_days):
    model = kind(horizon_days)
    model.columns_, model.classes_ = [], np.array([0, 1])
    model.parameters_ = parameters
    assert_same(edges, model, features)


@given(a=st.floats(-1e6, 1e6) | st.sampled_from([math.inf, -math.inf, math.nan, 0.0]))
@settings(max_examples=25)
@pytest.mark.parametrize("x", ["days_since_last", "repeat_purchases"])
def test_the_bernoulli_curve_and_its_limits(edges, features, x, a):
    model = BernoulliPurchaseModel(x).fit_groups([1, 2, 3], [0, 1, 1], [1, 1, 1])
    model.a_ = a
    assert_same(edges, model, features)


def test_nobody_buys_at_an_x_below_nought_and_a_missing_x_has_no_chance(
    edges, features
):
    spend = features["spend_cents"]
    model = BernoulliPurchaseModel("spend_cents").fit_groups([1, 2], [1, 1], [1, 2])
    rows = edges.read_frame(
        "scoring/customer_chances",
        probability=chance_in_sql(model),
        days=(AS_OF,),
        as_of=AS_OF,
        sample_of_65536=EVERYBODY,
        skipped_of_65536=NOBODY,
    )
    theirs = rows.set_index("customer_id")["probability"]
    assert near(theirs[spend.notna()], model.probability(spend[spend.notna()]))
    assert set(theirs[spend < 0]) == {0.0}
    assert theirs[spend.isna()].isna().all()
    assert 1 <= (spend < 0).sum() < spend.isna().sum()
    with pytest.raises(DataRefusedError, match="have no value in a column that bern"):
        scores_of(edges, model)


@st.composite
def logistic_models(draw):
    columns = [*RFM_COLUMNS, "gap_days_last"]
    logarithms = draw(st.booleans())
    reach = 20.0 if logarithms else 1e6
    size = 2 * len(columns)

    def array(each):
        return draw(st.lists(each, min_size=size, max_size=size))

    weights = st.just(0.0) | numbers(-8, 2) | numbers(-8, 2).map(lambda n: -n)
    return LogisticPurchaseModel.from_record(
        {
            "columns": columns,
            "classes": [0, 1],
            "C": 1.0,
            "logarithms": logarithms,
            "intercept": draw(st.floats(-50, 50)),
            "centre": array(st.floats(-reach, reach)),
            "spread": array(st.just(0.0) | numbers(-3, 5)),
            "coefficients": array(weights),
        }
    )


@given(model=logistic_models())
@settings(max_examples=40)
def test_a_logistic_regression_with_values_missing(edges, features, model):
    model.coefficients_ = np.where(model.spread_ > 0, model.coefficients_, 0.0)
    assert_same(edges, model, features)


@pytest.mark.parametrize("unknown", ["all", "some", "none"])
def test_a_column_that_is_missing_throughout_or_the_same_for_all(
    edges, features, unknown
):
    spend = {"all": np.nan, "none": 700.0, "some": features["spend_cents"]}[unknown]
    rows = features.assign(spend_cents=spend, purchase_days=3)
    bought = (features["days_since_last"] < 100).astype(int)
    model = LogisticPurchaseModel().fit(rows, bought)
    assert (model.coefficients_[SPEND] == 0) == (unknown != "some")
    again = LogisticPurchaseModel.from_record(model.record())
    assert_same(edges, again, features)
