"""Contact lists: who is on them, who is left out and why, who is held out."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_analysis.database import connect
from crm_analysis.errors import UsageError
from crm_analysis.privacy.contact_lists import (
    Approach,
    ContactList,
    choose_contacts,
    list_names,
    read_wanted,
)
from crm_analysis.privacy.hold_out import hold_out
from order_logs import bought, day, orders_database
from people import NOW, People, granted, seeded

AS_OF = day("2025-06-01")
EMAIL = Approach("email", NOW)


def wanted(name, **days):
    orders = [
        each
        for customer, dates in days.items()
        for each in bought(*dates, customer=int(customer[1:]))
    ]
    with orders_database(orders) as database:
        return read_wanted(database, name, AS_OF)


def test_the_lists_are_the_files():
    assert list_names() == [
        "at_risk_and_valuable",
        "new_customers",
        "next_best_buyers",
        "win_back",
    ]


def test_win_back_is_who_came_twice_and_stays_away_for_more_than_90_days():
    assert wanted(
        "win_back",
        c1=["2025-01-01", "2025-03-02"],  # 91 days ago
        c2=["2025-01-01", "2025-03-03"],  # 90
        c3=["2025-01-01"],
        c4=["2025-01-01", "2025-01-02", "2025-01-03"],
    ) == [4, 1]


def test_new_customers_came_first_at_most_90_days_ago():
    assert wanted(
        "new_customers",
        c1=["2025-03-03"],  # 90 days ago
        c2=["2025-03-02", "2025-05-01"],  # 91
        c3=["2025-05-31"],
        c4=["2025-06-01"],  # not known yet
    ) == [3, 1]


def test_at_risk_is_who_stays_away_for_more_than_twice_the_own_gap():
    regular = ["2025-03-02", "2025-03-17", "2025-04-01"]  # gap 15, last 61 days ago
    late = ["2025-03-03", "2025-04-02", "2025-05-02"]  # gap 30, last 30 days ago
    edge = ["2025-01-12", "2025-02-21", "2025-04-02"]  # gap 40, last 60 days ago
    bystanders = {f"c{n}": ["2025-05-01"] for n in range(4, 16)}
    assert wanted(
        "at_risk_and_valuable", c1=regular, c2=late, c3=edge, **bystanders
    ) == [1]


def test_scores_are_asked_for_where_the_list_is_made_of_them():
    with (
        orders_database(bought("2025-01-01")) as database,
        pytest.raises(UsageError, match="score --save"),
    ):
        read_wanted(database, "next_best_buyers", AS_OF)


def test_an_unknown_list_is_refused_with_those_there_are():
    with (
        orders_database(bought("2025-01-01")) as database,
        pytest.raises(UsageError, match="at_risk_and_valuable, new_customers"),
    ):
        read_wanted(database, "../segments/all", AS_OF)


def chosen(url, people, order, top=10, approach=EMAIL):
    with connect(seeded(people, url)) as database:
        return choose_contacts(database, order, top, approach)


def test_the_most_wanted_who_may_be_contacted_come_first(url):
    people = People({n: ["2025-03-01"] for n in (1, 2, 3, 4)}, granted(1, 3, 4))
    found = chosen(url, people, [4, 2, 3, 1], top=2)
    assert found.contacts["address"].tolist() == [
        "person4@example.com",
        "person3@example.com",
    ]
    assert found.contacts["contact_number"].tolist() == [1, 2]
    assert (found.wanted, found.left_out) == (4, {"no evidence of consent": 1})


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"email": "(no email)"}, "no address"),
        ({"email": " "}, "no address"),
        ({"email": "person@example"}, "invalid address"),
        ({"email": "a@example.com,b@example.com"}, "invalid address"),
        ({"email": "a@example.com\n"}, "invalid address"),
        ({"email": '"a b"@example.com'}, "invalid address"),
    ],
)
def test_who_cannot_be_reached_is_left_out(url, columns, reason):
    people = People({1: ["2025-03-01"]}, granted(1), changed={1: columns})
    assert chosen(url, people, [1]).left_out == {reason: 1}


@pytest.mark.parametrize(
    ("moment", "people"),
    [("2025-05-18 12:00:00", 0), ("2025-05-18 11:59:59", 1)],
)
def test_who_was_contacted_in_the_last_14_days_rests(url, moment, people):
    contacted = People({1: ["2025-03-01"]}, granted(1), [(1, "email", moment)])
    assert len(chosen(url, contacted, [1]).contacts) == people


def test_a_call_is_no_reason_not_to_write(url):
    called = People({1: ["2025-03-01"]}, granted(1), [(1, "phone", "2025-05-31")])
    assert len(chosen(url, called, [1]).contacts) == 1


SHARED = {2: {"email": " PERSON1@example.com"}}


def test_an_address_is_written_to_once(url):
    both = People({1: ["2025-03-01"], 2: ["2025-03-01"]}, granted(1, 2), [], SHARED)
    found = chosen(url, both, [2, 1])
    assert found.contacts["name"].tolist() == ["Person 2"]
    assert found.left_out == {"shared address": 1}


def test_a_denial_counts_for_the_address_whoever_it_is_from(url):
    consents = [*granted(1), (2, "email", "denied")]
    both = People({1: ["2025-03-01"], 2: ["2025-03-01"]}, consents, [], SHARED)
    assert chosen(url, both, [1]).left_out == {"opted out": 1}


def test_nobody_is_on_a_list_of_nobody(url):
    found = chosen(url, People({1: ["2025-03-01"]}), [])
    assert (len(found.contacts), found.wanted) == (0, 0)


def test_who_is_not_known_any_more_is_left_out(url):
    found = chosen(url, People({1: ["2025-03-01"]}, granted(1)), [404, 1])
    assert found.contacts["name"].tolist() == ["Person 1"]


def test_by_post_everybody_who_did_not_object_is_reached_by_the_key_of_the_source(url):
    people = People(
        {n: ["2025-03-01"] for n in (1, 2, 3)}, [(2, "post", "denied"), *granted(3)]
    )
    found = chosen(url, people, [3, 2, 1], approach=Approach("post", NOW))
    assert found.contacts["name"].tolist() == ["Person 3", "Person 1"]
    assert found.contacts["address"].tolist() == ["P-3", "P-1"]
    assert found.left_out == {"opted out": 1}


@pytest.fixture(scope="module")
def hundred(tmp_path_factory) -> ContactList:
    numbers = list(range(1, 101))
    people = People({n: ["2025-03-01"] for n in numbers}, granted(*numbers))
    url = f"duckdb:///{tmp_path_factory.mktemp('hundred')}/crm.duckdb"
    return chosen(url, people, numbers, top=100)


def test_the_same_seed_holds_the_same_people_out(hundred):
    first, again, other = (hold_out(hundred, 0.1, seed).contacts for seed in (1, 1, 2))
    assert first["held_out"].tolist() == again["held_out"].tolist()
    assert first["held_out"].tolist() != other["held_out"].tolist()
    assert not hundred.contacts["held_out"].any()


@given(st.integers(1, 99), st.integers(0, 2**31))
def test_just_the_share_is_held_out(hundred, percent, seed):
    assert hold_out(hundred, percent / 100, seed).contacts["held_out"].sum() == percent


def test_everybody_is_as_likely_to_be_held_out(hundred):
    draws = 400
    counts = sum(
        hold_out(hundred, 0.2, seed).contacts["held_out"].astype(int)
        for seed in range(draws)
    )
    # 80 each is expected, with a deviation of 8: the seeds are fixed, so is the result.
    assert counts.between(80 - 4 * 8, 80 + 4 * 8).all()


@pytest.mark.parametrize("share", [0.0, 1.0, 0.001, 0.999, -0.1])
def test_a_share_that_leaves_one_side_empty_is_refused(hundred, share):
    with pytest.raises(UsageError, match="leaves people on both sides"):
        hold_out(hundred, share, 1)


def test_the_moment_is_read_in_utc(url):
    people = People({1: ["2025-03-01"]}, granted(1), [(1, "email", "2025-05-18 12:00")])
    zone = datetime.timezone(datetime.timedelta(hours=9))
    found = chosen(url, people, [1], approach=Approach("email", NOW.astimezone(zone)))
    assert found.left_out == {"contacted lately": 1}
