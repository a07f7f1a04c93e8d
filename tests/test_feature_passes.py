"""Features in passes are those of one go, each customer once."""

import datetime
import itertools

import numpy as np
import pandas as pd
import pytest

from crm_analysis.feature_passes import read_features_in_passes, shares
from crm_analysis.features import EVERYBODY, read_evidence_by_day, read_features
from order_logs import AS_OF, bought, days_before, orders_database

AUTUMN = datetime.date(2017, 10, 1)


@pytest.mark.parametrize("customers_a_pass", [100, 1_000, 2_445])
def test_all_passes_together_are_everybody(complete_journey, customers_a_pass):
    whole = read_evidence_by_day(complete_journey, [AUTUMN], AUTUMN).droplevel("as_of")
    passes = list(read_features_in_passes(complete_journey, AUTUMN, customers_a_pass))
    assert len(passes) == -(-len(whole) // customers_a_pass) > 1
    assert all(each.index.is_monotonic_increasing for each in passes)
    assert max(map(len, passes)) < 1.2 * customers_a_pass
    pd.testing.assert_frame_equal(pd.concat(passes).sort_index(), whole, rtol=0, atol=0)


def test_few_customers_come_at_once(complete_journey):
    (features,) = read_features_in_passes(complete_journey, AUTUMN, 2_446)
    assert list(features.index) == list(read_features(complete_journey, AUTUMN).index)


def test_keys_below_0_are_in_the_first_pass():
    orders = [
        row
        for customer in (-3, -1, 0, 2, 5)
        for row in bought(days_before(1), customer=customer)
    ]
    with orders_database(orders) as database:
        passes = [
            list(each.index) for each in read_features_in_passes(database, AS_OF, 2)
        ]
    assert sorted(itertools.chain(*passes)) == [-3, -1, 0, 2, 5]
    assert {-3, -1, 0} <= set(passes[0])


def test_a_customer_of_the_as_of_day_is_in_no_pass():
    orders = [
        *bought(days_before(1), customer=1),
        *bought(days_before(0), customer=2),
    ]
    with orders_database(orders) as database:
        (features,) = read_features_in_passes(database, AS_OF, 1)
    assert list(features.index) == [1]


@pytest.mark.parametrize("customers", [1, 999, 1_000, 1_001, 34_000_000, 10**9])
def test_shares_touch_and_leave_nobody_out(customers):
    cut = list(shares(customers, 1_000))
    assert len(cut) == min(EVERYBODY, -(-customers // 1_000))
    assert [begin for begin, _ in cut[1:]] == [end for _, end in cut[:-1]]
    assert cut[0][0] == -EVERYBODY
    assert cut[-1][1] == EVERYBODY
    assert np.diff(np.array(cut)[1:]).min(initial=EVERYBODY) >= 1
