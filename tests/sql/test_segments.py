"""Segments: who is in, on each edge."""

import pytest

from crm_analysis.database import Database
from crm_analysis.database.statements import segment_names
from crm_analysis.features import read_features, read_segment_features
from order_logs import AS_OF, bought, days_before, order, orders_database

ORDERS = [
    *bought(days_before(90), customer=1),
    *bought(days_before(91), customer=2),
    *bought(days_before(200), days_before(1), customer=3),
    *bought(f"{days_before(5)} 09:00", f"{days_before(5)} 18:00", customer=4),
    *bought(days_before(5), days_before(0), customer=5),
    *bought(days_before(0), customer=6),
    order(7, days_before(5), counts_as_purchase=False),
]
MEMBERS = {
    "all": [1, 2, 3, 4, 5],
    "lapsed_buyers": [2],
    "new_buyers": [1, 4, 5],
    "one_time_buyers": [1, 2, 4, 5],
    "repeat_buyers": [3],
}


def members(database: Database, segment: str) -> list[int]:
    return read_segment_features(database, AS_OF, segment).index.tolist()


@pytest.mark.parametrize("segment", MEMBERS)
def test_a_segment_of_buyers_knows_no_later_purchase(segment):
    with orders_database(ORDERS) as database:
        assert members(database, segment) == MEMBERS[segment]


@pytest.mark.parametrize(("segment", "gender"), [("men", "male"), ("women", "female")])
def test_a_gender_is_the_sources_word_and_no_other(sample, segment, gender):
    rows = sample.read_table("customers").to_pylist()
    as_of = AS_OF.replace(year=2026)
    expected = {row["id"] for row in rows if row["gender"] == gender}
    buyers = set(read_features(sample, as_of).index)
    found = set(read_segment_features(sample, as_of, segment).index)
    assert found == expected & buyers
    assert 0 < len(found) < len(buyers)


def test_every_segment_can_be_read_on_the_sample(sample):
    as_of = AS_OF.replace(year=2026)
    everybody = read_features(sample, as_of)
    for segment in segment_names():
        found = read_segment_features(sample, as_of, segment)
        assert set(found.index) <= set(everybody.index)
        assert len(found) > 0
