"""The checks: each has a counter-example that it finds, and finds nothing else."""

import pytest

from crm_analysis.database import Database, in_memory
from crm_analysis.database.statements import file_names
from crm_analysis.datasets import DATASETS

CHECKS = [name.removeprefix("checks/") for name in file_names("checks")]

ORDER = "insert into orders values (1, {}, 'XXX', {}, '{}', {}, '', 's', '1')"
TIMES = "timestamp '2025-01-02 10:00:00', date '{}'"
GOOD_DAY = TIMES.format("2025-01-02")
LINES = (
    "insert into order_lines values"
    " (1, 1, null, '', 1, {}, 0), (1, 2, {}, '', 1, {}, 0)"
)
TALK = (
    "insert into communications values"
    " (1, {}, '', 'inbound', timestamp '2025-01-02 10:00:00', '', {}, 's', '1')"
)
AUDIT = "insert into load_audit values ('s', '{0}', 'all', {1}, {1}, 0, {1}, '')"
CUSTOMER = "insert into customers (id, name, email) values ({}, '', '')"
RUN = (
    "insert into scoring_runs values"
    " ('r', current_date, 1, 'all', '', '', now()::timestamp, '{}')"
)
GOOD_ORDER = ORDER.format(f"1, {GOOD_DAY}", 10, "completed", "true")

# Each breaks just the promise it stands beside: statements in an empty database.
COUNTER_EXAMPLES = {
    "campaign_responses_without_campaigns": [
        [CUSTOMER.format(1)],
        "insert into campaign_responses values (1, 404, 1, '', current_date, '')",
    ],
    "campaign_responses_without_customers": [
        ["insert into campaigns values (1, '', '', null, null, false, 's', '1')"],
        "insert into campaign_responses values (1, 1, 404, '', current_date, '')",
    ],
    "campaign_touches_without_campaigns": [
        [CUSTOMER.format(1)],
        "insert into campaign_touches values (404, 1, null, null, false)",
    ],
    "campaign_touches_without_customers": [
        ["insert into campaigns values (1, '', '', null, null, false, 's', '1')"],
        "insert into campaign_touches values (1, 404, null, null, false)",
    ],
    "communications_without_campaigns": [[CUSTOMER.format(1)], TALK.format(1, 404)],
    "communications_without_customers": [[], TALK.format(404, "null")],
    "consents_without_customers": [
        [],
        "insert into consents values (1, 404, 'email', 'denied', now()::timestamp, '')",
    ],
    "customers_without_pseudonyms": [
        [CUSTOMER.format(1)],
        "insert into customers (id, name, email, source_system, source_id)"
        " values (2, '', '', 's', '2')",
    ],
    "contact_list_members_without_contact_exports": [
        [],
        "insert into contact_list_members values ('e', 1, 'p', false, null)",
    ],
    "demographics_without_customers": [
        [],
        "insert into demographics (customer_id) values (404)",
    ],
    "order_lines_without_orders": [
        [],
        "insert into order_lines values (404, 1, null, '', 1, 1, 0)",
    ],
    "order_lines_without_products": [
        [CUSTOMER.format(1), GOOD_ORDER],
        LINES.format(4, 404, 6),
    ],
    "orders_that_differ_from_their_lines": [
        [CUSTOMER.format(1), GOOD_ORDER],
        LINES.format(4, "null", "6.01"),
    ],
    "orders_with_a_day_far_from_their_moment": [
        [CUSTOMER.format(1)],
        ORDER.format(f"1, {TIMES.format('2025-01-04')}", 10, "completed", "true"),
    ],
    "orders_without_customers": [
        [CUSTOMER.format(1)],
        ORDER.format(f"404, {GOOD_DAY}", 10, "completed", "true"),
    ],
    "purchases_that_are_refunds": [
        [CUSTOMER.format(1)],
        ORDER.format(f"1, {GOOD_DAY}", "-0.01", "completed", "true"),
    ],
    "scores_without_customers": [
        [RUN],
        "insert into scores values ('r', 404, current_date, 1, 0.5, 1, 1)",
    ],
    "scores_without_scoring_runs": [
        [CUSTOMER.format(1)],
        "insert into scores values ('r', 1, current_date, 1, 0.5, 1, 1)",
    ],
    "tables_that_differ_from_their_audit": [
        [CUSTOMER.format(1), CUSTOMER.format(2)],
        AUDIT.format("customers", 1),
    ],
}


def broken(database: Database) -> list[str]:
    return [name for name in CHECKS if database.read(f"checks/{name}").num_rows]


def broken_by(*statements: str) -> list[str]:
    with in_memory() as database:
        for statement in statements:
            database._run(statement, "test")
        return broken(database)


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_finds_its_counter_example_and_no_other_does(name):
    before, breaking = COUNTER_EXAMPLES[name]
    assert broken_by(*before) == []
    assert broken_by(*before, breaking) == [name]


def test_every_counter_example_is_of_a_check():
    assert sorted(COUNTER_EXAMPLES) == CHECKS


@pytest.mark.parametrize("status", ["cancelled", "refunded"])
def test_an_order_that_was_undone_must_not_count(status):
    undone = ORDER.format(f"1, {GOOD_DAY}", 10, status, "true")
    assert broken_by(CUSTOMER.format(1), undone) == ["purchases_that_are_refunds"]
    kept = ORDER.format(f"1, {GOOD_DAY}", -10, status, "false")
    assert broken_by(CUSTOMER.format(1), kept) == []


@pytest.mark.parametrize("day", ["2025-01-01", "2025-01-03"])
def test_the_day_of_an_order_may_be_one_away_from_its_moment(day):
    order = ORDER.format(f"1, {TIMES.format(day)}", 0, "completed", "true")
    assert broken_by(CUSTOMER.format(1), order) == []


def test_the_day_of_an_order_may_not_be_two_before_its_moment():
    order = ORDER.format(f"1, {TIMES.format('2024-12-31')}", 10, "completed", "true")
    assert broken_by(CUSTOMER.format(1), order) == [
        "orders_with_a_day_far_from_their_moment"
    ]


def test_a_talk_without_a_campaign_is_no_break():
    assert broken_by(CUSTOMER.format(1), TALK.format(1, "null")) == []


def test_lines_that_add_up_or_are_not_all_known_are_no_break():
    good = [CUSTOMER.format(1), GOOD_ORDER]
    assert broken_by(*good, LINES.format(4, "null", 6)) == []
    assert broken_by(*good, LINES.format(4, "null", "null")) == []


@pytest.mark.parametrize("table", ["customers", "orders", "order_lines", "products"])
def test_each_audited_table_is_held_against_its_rows(table):
    assert broken_by(AUDIT.format(table, 1)) == ["tables_that_differ_from_their_audit"]
    assert broken_by(AUDIT.format(table, 0)) == []


def test_rows_of_people_who_were_forgotten_are_not_missed():
    forgotten = (
        "insert into load_audit values ('s', 'customers', 'forgotten', 1, 0, 1, 1, '')"
    )
    kept = [CUSTOMER.format(1), AUDIT.format("customers", 2)]
    assert broken_by(*kept) == ["tables_that_differ_from_their_audit"]
    assert broken_by(*kept, forgotten) == []


@pytest.mark.parametrize("name", DATASETS)
def test_no_data_set_breaks_a_promise(name, request):
    database = request.getfixturevalue(name.replace("-", "_"))
    assert broken(database) == []
