"""The simulator: the same log from the same seed, and a truth that its log obeys."""

import dataclasses
import datetime

import numpy as np
import pandas as pd
import pytest

from crm_analysis.datasets.simulation_presets import CLINIC, SHOP, TRAVEL
from crm_analysis.datasets.simulation_settings import BuyerKind, SimulationSettings
from crm_analysis.datasets.simulator import simulate
from crm_analysis.errors import UsageError
from order_logs import day

PRESETS = {"shop": SHOP, "travel": TRAVEL, "clinic": CLINIC}
# For each preset a day out of season and one in its high season.
DAYS = [
    ("shop", "2023-06-01"),
    ("shop", "2024-11-25"),
    ("travel", "2022-02-01"),
    ("travel", "2024-06-15"),
    ("clinic", "2023-07-15"),
    ("clinic", "2024-10-01"),
]
HORIZONS_DAYS = [7, 30]

POISSON = BuyerKind(share=1, purchases_per_year=4, rate_shape=1)
REGULAR = dataclasses.replace(POISSON, gap_shape=2.0)
# Nobody leaves, no season, and all come on the first day.
STEADY = SimulationSettings(
    first_on=day("2023-01-01"),
    period_days=731,
    customers=2_000,
    kinds=(POISSON,),
    acquisition_days=1,
)


@pytest.fixture(scope="module", params=PRESETS)
def simulation(request):
    return simulate(PRESETS[request.param], seed=11, customers=2_000)


@pytest.fixture(scope="module")
def large():
    """Return a simulation of many customers, made once each."""
    made = {}

    def make(name):
        if name not in made:
            made[name] = simulate(PRESETS[name], seed=7, customers=40_000)
        return made[name]

    return make


def standard_errors_off(bought, probability):
    """Return how far the buyers are from what was expected, in standard errors."""
    variance = (probability * (1 - probability)).sum()
    return (bought.sum() - probability.sum()) / np.sqrt(variance)


# Draws


def test_the_same_seed_gives_the_same_log_and_truth(simulation):
    again = simulate(simulation.settings, seed=11)
    assert again.orders == simulation.orders
    pd.testing.assert_frame_equal(again.truth, simulation.truth)


def test_another_seed_gives_another_log(simulation):
    assert simulate(simulation.settings, seed=12).orders != simulation.orders


def test_customers_can_be_given_in_place_of_those_in_the_settings():
    few = simulate(SHOP, seed=1, customers=10)
    assert few.settings == dataclasses.replace(SHOP, customers=10)
    assert few.truth.index.tolist() == list(range(1, 11))
    assert SHOP.customers == 10_000


def test_every_customer_has_an_order_and_all_are_within_the_period(simulation):
    orders = simulation.orders.to_pandas()
    assert set(orders["customer_id"]) == set(simulation.truth.index)
    assert orders["ordered_on"].min() >= simulation.settings.first_on
    assert orders["ordered_on"].max() < simulation.settings.end_on
    assert orders["ordered_on"].is_monotonic_increasing


def test_a_customers_first_order_is_on_the_day_of_entry(simulation):
    first = simulation.orders.to_pandas().groupby("customer_id")["ordered_on"].min()
    days = [(each - simulation.settings.first_on).days for each in first]
    assert days == simulation.truth["entered_day"].tolist()


def test_nobody_buys_after_being_gone(simulation):
    until = simulation.truth["active_until_day"].to_numpy()
    moments = simulation.moments
    assert (moments.day < until[moments.customer]).all()


def test_one_customer_can_be_simulated():
    assert simulate(SHOP, seed=1, customers=1).orders.num_rows >= 1


def test_days_that_are_closed_have_no_purchases():
    moments = simulate(CLINIC, seed=1).moments
    dates = np.datetime64(CLINIC.first_on) + moments.day
    assert not (np.is_busday(dates, weekmask="Sun")).any()
    assert np.is_busday(dates, weekmask="Sat").any()


def test_customers_who_can_only_come_on_closed_days_are_refused():
    # 2022-01-02 was a Sunday.
    settings = dataclasses.replace(
        CLINIC, first_on=datetime.date(2022, 1, 2), acquisition_days=1
    )
    with pytest.raises(UsageError, match="none of the 1 days on which customers come"):
        simulate(settings, seed=1)


def test_all_one_time_buyers_buy_once():
    simulation = simulate(dataclasses.replace(SHOP, one_time_share=1), seed=1)
    assert len(simulation.moments.day) == SHOP.customers
    assert (simulation.purchase_probability(SHOP.end_on, 90) == 0).all()


# Amounts


def test_refunds_give_back_an_amount_that_was_paid_up_to_30_days_before():
    orders = simulate(SHOP, seed=1).orders.to_pandas()
    refunds = orders[orders["amount_cents"] < 0]
    paid = orders.assign(amount_cents=-orders["amount_cents"])
    pairs = refunds.merge(paid, on=["customer_id", "amount_cents"])
    waits = pairs["ordered_on_x"] - pairs["ordered_on_y"]
    days = pd.to_timedelta(waits).dt.days
    assert len(refunds) > 1_000
    assert ((days >= 1) & (days <= 30)).sum() >= len(refunds)


def test_shares_of_refunds_and_missing_amounts_are_those_of_the_settings():
    settings = dataclasses.replace(
        STEADY, refund_share=0.2, missing_amount_share=0.1, customers=5_000
    )
    simulation = simulate(settings, seed=1)
    cents = simulation.orders["amount_cents"].to_pandas()
    purchases = len(simulation.moments.day)
    # Of the refunds due in the last 30 of 731 days some are not known yet.
    assert (cents < 0).sum() / purchases == pytest.approx(0.2, rel=0.05)
    assert cents.isna().sum() / purchases == pytest.approx(0.1 * 0.8, rel=0.05)


def test_amounts_scatter_around_each_customers_own_mean():
    settings = dataclasses.replace(STEADY, mean_amount_cents=8_000, customers=20_000)
    simulation = simulate(settings, seed=1)
    assert simulation.truth["mean_amount_cents"].mean() == pytest.approx(
        8_000, rel=0.02
    )
    orders = simulation.orders.to_pandas()
    own = simulation.truth["mean_amount_cents"].loc[orders["customer_id"]].to_numpy()
    ratio = orders["amount_cents"] / own
    assert ratio.mean() == pytest.approx(1, abs=0.01)
    assert ratio.var() == pytest.approx(1 / settings.amount_shape, abs=0.01)


# What was put in comes out


def test_each_buys_at_the_own_rate():
    simulation = simulate(STEADY, seed=5, customers=20_000)
    repeats = np.bincount(simulation.moments.customer) - 1
    # The first day is begun by the first purchase somewhere in it: half a day is lost.
    expected = simulation.truth["purchases_per_year"] * (731 - 0.5) / 365.25
    off = (repeats.sum() - expected.sum()) / np.sqrt(expected.sum())
    assert abs(off) < 4
    assert np.corrcoef(repeats, expected)[0, 1] > 0.9
    # The gamma distribution of the rates: mean 4, variance 4 ** 2 / 1.
    assert simulation.truth["purchases_per_year"].mean() == pytest.approx(4, rel=0.03)
    assert simulation.truth["purchases_per_year"].var() == pytest.approx(16, rel=0.08)


def test_gaps_of_regular_buyers_vary_less_by_their_shape():
    kind = dataclasses.replace(REGULAR, purchases_per_year=50, gap_shape=9.0)
    settings = dataclasses.replace(STEADY, kinds=(kind,), customers=500)
    simulation = simulate(settings, seed=1)
    assert (simulation.truth["gap_shape"] == 9).all()
    gaps = np.diff(simulation.moments.position)
    own = simulation.moments.customer[1:]
    rates = simulation.truth["purchases_per_year"].to_numpy()[own] / 365.25
    same = (np.diff(simulation.moments.customer) == 0) & (rates > 20 / 365.25)
    # Cut off at the end of the period, so a little below 1 and 1 / 9.
    assert (gaps * rates)[same].mean() == pytest.approx(1, abs=0.02)
    assert (gaps * rates)[same].var() == pytest.approx(1 / 9, abs=0.01)


def test_purchases_follow_the_season(large):
    dates = np.datetime64(SHOP.first_on) + large("shop").moments.day
    counts = np.bincount(dates.astype("datetime64[M]").astype(int) % 12)
    # More customers and growth raise a December further; 1.9 / 0.85 without them.
    assert 1.9 / 0.85 < counts[11] / counts[6] < 1.5 * 1.9 / 0.85


def test_more_customers_come_as_time_goes_by_where_they_should():
    settings = dataclasses.replace(
        STEADY, acquisition_days=None, acquisition_growth_per_year=1.0
    )
    entered = simulate(settings, seed=1, customers=30_000).truth["entered_day"]
    second, first = (entered >= 366).sum(), (entered < 365).sum()
    # A standard error of the ratio is about 0.025.
    assert second / first == pytest.approx(2, abs=0.1)


@pytest.mark.parametrize(("dropouts_per_year", "days"), [(0.5, 365), (50, 7), (50, 1)])
def test_customers_leave_at_their_rate(dropouts_per_year, days):
    settings = dataclasses.replace(
        STEADY, dropouts_per_year=dropouts_per_year, dropouts_per_year_shape=1e6
    )
    until = simulate(settings, seed=1, customers=40_000).truth["active_until_day"]
    # One standard error is 0.0025.
    expected = np.exp(-dropouts_per_year * days / 365.25)
    assert (until > days).mean() == pytest.approx(expected, abs=0.01)
    assert until.min() >= 1


def test_customers_stop_after_purchases_at_their_share():
    settings = dataclasses.replace(STEADY, stop_share=0.3, stop_share_concentration=1e6)
    simulation = simulate(settings, seed=1, customers=20_000)
    stopped = np.isfinite(simulation.truth["active_until_day"]).sum()
    # One standard error is below 0.003.
    assert stopped / len(simulation.moments.day) == pytest.approx(0.3, abs=0.012)


# The truth is obeyed


@pytest.mark.parametrize("horizon_days", HORIZONS_DAYS)
@pytest.mark.parametrize(("name", "as_of"), DAYS)
def test_as_many_buy_as_the_true_probabilities_say(large, name, as_of, horizon_days):
    bought = large(name).bought(day(as_of), horizon_days)
    probability = large(name).purchase_probability(day(as_of), horizon_days)
    assert abs(standard_errors_off(bought, probability)) < 4


@pytest.mark.parametrize("horizon_days", HORIZONS_DAYS)
@pytest.mark.parametrize(("name", "as_of"), DAYS)
def test_so_they_do_in_each_range_of_probability(large, name, as_of, horizon_days):
    bought = large(name).bought(day(as_of), horizon_days)
    probability = large(name).purchase_probability(day(as_of), horizon_days)
    ranges = pd.cut(probability, [0, 0.005, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1])
    off = {
        where: standard_errors_off(bought[rows], chances)
        for where, chances in probability.groupby(ranges, observed=True)
        if (rows := chances.index).size * chances.mean() > 10
    }
    assert len(off) >= 2
    assert {where: each for where, each in off.items() if abs(each) >= 4} == {}


@pytest.mark.parametrize(("name", "as_of"), DAYS)
def test_so_they_do_however_long_ago_the_last_purchase_was(large, name, as_of):
    simulation = large(name)
    bought = simulation.bought(day(as_of), 30)
    probability = simulation.purchase_probability(day(as_of), 30)
    today = (day(as_of) - simulation.settings.first_on).days
    moments = pd.DataFrame({"id": simulation.moments.customer + 1})
    moments["day"] = simulation.moments.day
    last = moments[moments["day"] < today].groupby("id")["day"].max()
    quarters = pd.qcut(today - last[probability > 0], 4)
    for _, days in quarters.groupby(quarters, observed=True):
        rows = days.index
        assert abs(standard_errors_off(bought[rows], probability[rows])) < 4


def test_who_bought_is_what_the_orders_say(simulation):
    as_of = day("2024-06-15")
    orders = simulation.orders.to_pandas()
    orders = orders[~(orders["amount_cents"] < 0)]
    known = sorted(set(orders[orders["ordered_on"] < as_of]["customer_id"]))
    inside = (orders["ordered_on"] >= as_of) & (
        orders["ordered_on"] <= day("2024-06-24")
    )
    buyers = set(orders[inside]["customer_id"])
    bought = simulation.bought(as_of, 10)
    assert bought.index.tolist() == known
    assert set(bought.index[bought]) == buyers & set(known)


# Laws of the truth


@pytest.mark.parametrize("as_of", ["2023-02-01", "2024-12-15", "2025-01-01"])
def test_a_longer_horizon_never_lowers_a_probability(simulation, as_of):
    before = 0
    for horizon_days in (1, 2, 7, 30, 365):
        probability = simulation.purchase_probability(day(as_of), horizon_days)
        assert probability.between(0, 1).all()
        assert (probability >= before).all()
        before = probability


def test_who_is_gone_has_none_and_who_is_not_has_some(simulation):
    as_of = day("2024-06-15")
    probability = simulation.purchase_probability(as_of, 30)
    today = (as_of - simulation.settings.first_on).days
    active = simulation.truth["active_until_day"].loc[probability.index] > today
    assert (probability[~active] == 0).all()
    assert (probability[active] > 0).all()
    assert 0 < active.mean() < 1


def test_only_who_bought_before_the_day_has_a_probability():
    simulation = simulate(dataclasses.replace(STEADY, acquisition_days=20), seed=1)
    probability = simulation.purchase_probability(day("2023-01-11"), 30)
    entered = simulation.truth["entered_day"]
    assert probability.index.tolist() == entered.index[entered < 10].tolist()
    assert (entered == 10).any()


def test_what_happens_from_the_day_on_changes_no_probability():
    long = simulate(STEADY, seed=3, customers=200)
    as_of = day("2023-06-01")
    before = long.moments.day < (as_of - STEADY.first_on).days
    known = dataclasses.replace(
        long, moments=type(long.moments)(*(column[before] for column in long.moments))
    )
    pd.testing.assert_series_equal(
        known.purchase_probability(as_of, 30), long.purchase_probability(as_of, 30)
    )


# The truth by hand


def by_hand(simulation, as_of, horizon_days):
    """Return the probability, with each customer's rate a day and days since last."""
    probability = simulation.purchase_probability(day(as_of), horizon_days)
    today = float((day(as_of) - simulation.settings.first_on).days)
    moments = pd.DataFrame({"id": simulation.moments.customer + 1})
    moments["position"] = simulation.moments.position
    last = moments[moments["position"] < today].groupby("id")["position"].max()
    truth = simulation.truth.loc[probability.index]
    return probability, truth, today - last


def test_poisson_buyers_who_never_leave():
    simulation = simulate(STEADY, seed=1)
    probability, truth, _ = by_hand(simulation, "2023-07-01", 30)
    rate = truth["purchases_per_year"] / 365.25
    expected = 1 - np.exp(-rate * 30)
    assert probability.to_numpy() == pytest.approx(expected.to_numpy())


def test_poisson_buyers_who_may_leave_each_midnight():
    settings = dataclasses.replace(STEADY, dropouts_per_year=2)
    simulation = simulate(settings, seed=1)
    probability, truth, _ = by_hand(simulation, "2023-07-01", 30)
    active = truth["active_until_day"] > 181
    rate, leaving = (
        truth[name].to_numpy() / 365.25
        for name in ("purchases_per_year", "dropouts_per_year")
    )
    # The sum of a geometric series.
    both = rate + leaving
    expected = (1 - np.exp(-rate)) * (1 - np.exp(-30 * both)) / (1 - np.exp(-both))
    expected = np.where(active, expected, 0)
    assert probability.to_numpy() == pytest.approx(expected)


def test_erlang_2_buyers():
    simulation = simulate(dataclasses.replace(STEADY, kinds=(REGULAR,)), seed=1)
    probability, truth, since = by_hand(simulation, "2023-07-01", 30)
    step = 2 * truth["purchases_per_year"] / 365.25
    survival = (1 + step * (since + 30)) * np.exp(-step * 30) / (1 + step * since)
    assert probability.to_numpy() == pytest.approx((1 - survival).to_numpy())


def test_a_day_that_is_closed_has_no_chance():
    # 2024-06-16 is a Sunday.
    simulation = simulate(CLINIC, seed=1)
    assert (simulation.purchase_probability(day("2024-06-16"), 1) == 0).all()
    assert (simulation.purchase_probability(day("2024-06-16"), 2) > 0).any()


# Edges of the question


def test_the_first_day_and_days_after_the_period_are_refused():
    simulation = simulate(STEADY, seed=1)
    for wrong in ("2023-01-01", "2025-01-02"):
        with pytest.raises(UsageError, match=f"as_of is {wrong}, but the simulation"):
            simulation.purchase_probability(day(wrong), 1)
    for right in ("2023-01-02", "2025-01-01"):
        assert len(simulation.purchase_probability(day(right), 1)) == 2_000


def test_a_horizon_without_days_is_refused():
    with pytest.raises(UsageError, match="the horizon is 0 days"):
        simulate(STEADY, seed=1).purchase_probability(day("2024-01-01"), 0)


def test_who_buys_after_the_period_is_not_known():
    simulation = simulate(STEADY, seed=1)
    assert len(simulation.bought(day("2024-12-31"), 1)) == 2_000
    with pytest.raises(UsageError, match="ends before 2025-01-01"):
        simulation.bought(day("2024-12-31"), 2)


def test_a_day_on_which_nobody_is_active_any_more_has_no_buyers():
    settings = dataclasses.replace(STEADY, stop_share=1)
    assert (
        simulate(settings, seed=1).purchase_probability(day("2024-01-01"), 9).max() == 0
    )
