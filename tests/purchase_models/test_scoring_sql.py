"""Formulas in SQL: which models have one, and what they may read."""

import numpy as np
import pytest

from crm_analysis.errors import UsageError
from crm_analysis.purchase_models import (
    BernoulliPurchaseModel,
    LogisticPurchaseModel,
    ParetoNbd,
)
from crm_analysis.purchase_models.ladder import RUNGS
from crm_analysis.purchase_models.scoring_sql import (
    chance_in_sql,
    double,
    require_formula,
    rungs_in_sql,
)

ROWS = [[1, 2], [2, 5], [4, 1], [8, 3]]


@pytest.mark.parametrize("rung", [kind.rung for kind in RUNGS])
def test_a_rung_has_a_formula_or_is_refused_with_those_that_have_one(rung):
    if rung in rungs_in_sql():
        require_formula(rung)
        return
    with pytest.raises(UsageError, match=f"^{rung} has no formula in SQL; .* bg_nbd,"):
        require_formula(rung)


def test_rungs_with_a_formula_come_in_the_ladders_order():
    assert rungs_in_sql() == [k.rung for k in RUNGS if k.rung in rungs_in_sql()]


def test_a_model_without_a_formula_is_refused():
    with pytest.raises(UsageError, match="pareto_nbd has no formula in SQL"):
        chance_in_sql(ParetoNbd())


@pytest.mark.parametrize("column", ["purchase_days_last_14_days", "gap_days_mean"])
def test_a_column_that_the_query_does_not_have_is_refused(column):
    model = BernoulliPurchaseModel(column).fit_groups([1, 2], [0, 1], [1, 1])
    with pytest.raises(UsageError, match=f"column '{column}', which sql/features/cust"):
        chance_in_sql(model)


def test_a_column_without_a_name_is_refused():
    model = LogisticPurchaseModel().fit(ROWS, [0, 1, 0, 1])
    with pytest.raises(UsageError, match="reads the column 0, which"):
        chance_in_sql(model)


def test_what_adds_nothing_is_left_out():
    columns = ["orders", "purchase_days"]
    record = LogisticPurchaseModel().fit(ROWS, [0, 1, 0, 1]).record()
    model = LogisticPurchaseModel.from_record(record | {"columns": columns})
    model.coefficients_ = np.array([0.5, 0.0, 0.0, 0.0])
    text = chance_in_sql(model).sql("duckdb")
    assert "orders" in text
    assert "purchase_days" not in text
    assert "NULL" not in text


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        (0.1, "1.0000000000000001e-01"),
        (-0.0, "-0.0000000000000000e+00"),
        (1e300, "1.0000000000000001e+300"),
        (5e-324, "4.9406564584124654e-324"),
    ],
)
def test_a_number_is_written_with_an_exponent_and_a_type(value, digits):
    assert double(value).sql("mysql") == f"CAST({digits} AS DOUBLE)"
    assert float(digits) == value


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match="expected a finite number"):
        double(value)
