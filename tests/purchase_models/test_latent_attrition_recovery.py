"""Simulated customers give their parameters, and their purchases, back."""

import numpy as np
import pytest
from attrition_histories import simulate

from crm_analysis.purchase_models import BgNbd, MbgNbd, ParetoNbd

CUSTOMERS = 8_000
HORIZON_DAYS = 60


def geometric(first_counts):
    """Customers who may leave at their purchases: r, alpha, a, b as below."""
    generator = np.random.default_rng(20260401)
    buys = generator.gamma(0.8, 1 / 25, CUSTOMERS)
    leaves = generator.beta(0.9, 2.5, CUSTOMERS)

    def stays(customer, times):
        del times
        return generator.geometric(leaves[customer]) - first_counts

    return two_periods(buys, stays, generator)


def pareto():
    """Customers who may leave at any moment: r, alpha, s, beta as below."""
    generator = np.random.default_rng(20260402)
    buys = generator.gamma(0.8, 1 / 25, CUSTOMERS)
    leaves = generator.exponential(1 / generator.gamma(0.7, 1 / 60, CUSTOMERS))
    return two_periods(buys, lambda i, times: (times <= leaves[i]).sum(), generator)


def two_periods(buys, stays, generator):
    """Histories until T, and the purchases in the horizon after it."""
    tenure = generator.integers(100, 400, CUSTOMERS)
    future = []

    def before(customer, times):
        happen = times[: stays(customer, times)]
        future.append((happen > tenure[customer]).sum())
        return len(happen) - future[-1]

    histories = simulate(buys, before, tenure + HORIZON_DAYS, generator)
    return histories.assign(tenure_days=tenure.astype(float)), np.array(future)


CASES = {
    "bg_nbd": (BgNbd, lambda: geometric(0), (0.8, 25, 0.9, 2.5)),
    "mbg_nbd": (MbgNbd, lambda: geometric(1), (0.8, 25, 0.9, 2.5)),
    "pareto_nbd": (ParetoNbd, pareto, (0.8, 25, 0.7, 60)),
}


@pytest.fixture(scope="module", params=CASES)
def case(request):
    kind, simulated, truth = CASES[request.param]
    histories, future = simulated()
    return kind().fit(histories), histories, future, truth


# Four estimates each, normal around the truth: one in 4,000 draws is further off.
def test_every_parameter_is_within_four_standard_errors(case):
    model, _, _, truth = case
    off = np.array(list(model.parameters_.values())) - truth
    assert (np.abs(off) < 4 * np.array(list(model.standard_errors_.values()))).all()


# The errors below are those of the sums themselves: 4 standard deviations.
def test_as_many_customers_buy_as_expected(case):
    model, histories, future, _ = case
    chance = model.purchase_probability(histories, HORIZON_DAYS)
    deviation = np.sqrt((chance * (1 - chance)).sum())
    assert abs((future > 0).sum() - chance.sum()) < 4 * deviation


def test_as_many_purchases_are_made_as_expected(case):
    model, histories, future, _ = case
    expected = model.expected_purchases(histories, HORIZON_DAYS)
    deviation = np.sqrt(len(future)) * (future - expected).std()
    assert abs(future.sum() - expected.sum()) < 4 * deviation
