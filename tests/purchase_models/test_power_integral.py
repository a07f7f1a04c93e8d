"""The quadrature against closed forms and Gauss's hypergeometric function."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import hyp2f1

from crm_analysis.purchase_models.latent_attrition.power_integral import PowerIntegrand


def log_integral(small, large, *row):
    """Of one row: k, j, low, span."""
    columns = (np.array([each], np.float64) for each in row)
    return PowerIntegrand(small, large, *columns).log_integral()[0]


@given(st.floats(-4, 12), st.floats(-3, 11), st.floats(0, 1e4), st.floats(1e-6, 1e4))
def test_equal_scales_give_the_integral_of_a_single_power(scale, power, low, span):
    m, n = np.exp(scale), 1 + np.exp(power)
    exact = (m + low) * -np.expm1(-(n - 1) * np.log1p(span / (m + low))) / (n - 1)
    found = log_integral(m, m, n / 3, n * 2 / 3, low, span)
    assert found == pytest.approx(np.log(exact), abs=1e-10)


# Fader & Hardie (2005), A Note on Deriving the Pareto/NBD Model, equation (A4).
@pytest.mark.parametrize("k", [0.3, 1.0, 2.7, 8.0])
@pytest.mark.parametrize("j", [1.1, 1.5, 4.0])
@pytest.mark.parametrize(("low", "high"), [(0, 39), (20, 39), (38, 39), (0, 0.1)])
def test_it_agrees_with_the_hypergeometric_function(k, j, low, high):
    small, large, n = 4.0, 11.0, k + j

    def tail(at):
        z = (large - small) / (large + at)
        return hyp2f1(n - 1, k, n, z) / (n - 1) / (large + at) ** (n - 1)

    exact = np.log(tail(low) - tail(high))
    relative = exact + k * np.log(small + low) + j * np.log(large + low)
    assert log_integral(small, large, k, j, low, high - low) == pytest.approx(
        relative, abs=1e-10
    )


def test_no_span_integrates_to_nothing():
    assert log_integral(1.0, 2.0, 1.5, 2.5, 3.0, 0.0) == -np.inf


def test_the_quick_answer_is_the_full_one():
    rows = PowerIntegrand(1.0, 2.0, *np.full((4, 3), [0.5, 2.0, 40.0]))
    assert (rows.log_integral() == rows.integrate().log).all()
