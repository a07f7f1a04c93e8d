"""Which customer a report is about: the one that is named, or one that says nothing."""

import pytest

from crm_analysis.customer_choice import choose_customer
from crm_analysis.errors import UsageError
from order_logs import day

AS_OF = day("2026-01-01")


def buyers(database, segment):
    people = database.read_frame(
        "queries/segment_pseudonyms", segment=segment, as_of=AS_OF
    )
    bought = set(database.read_table("purchase_days").to_pandas()["customer_id"])
    return people[people["customer_id"].isin(bought)]


@pytest.mark.parametrize("segment", ["all", "women", "men"])
def test_by_default_it_is_the_buyer_first_in_the_alphabet(sample, segment):
    first = buyers(sample, segment).sort_values("pseudonym")["customer_id"].iloc[0]
    assert choose_customer(sample, AS_OF, segment) == first


def test_a_pseudonym_names_the_customer(sample):
    last = buyers(sample, "all").sort_values("pseudonym").iloc[-1]
    found = choose_customer(sample, AS_OF, "all", last["pseudonym"])
    assert found == last["customer_id"]


def test_nobody_is_chosen_where_nobody_has_bought(sample):
    first = sample.read("features/coverage").to_pylist()[0]["first_day"]
    assert choose_customer(sample, first) is None


def test_what_is_no_pseudonym_is_refused_and_not_repeated(sample):
    with pytest.raises(UsageError) as refusal:
        choose_customer(sample, AS_OF, "all", "Anna Example")
    assert "Anna" not in str(refusal.value)
