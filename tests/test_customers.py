"""The customer look-up, and age and gender, in SQL and in pandas."""

import datetime

import duckdb
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import order_logs
from crm_analysis.customers import (
    age_in_years,
    analyse_age_and_gender,
    list_customers,
    read_age_and_gender,
    read_customer_counts,
    read_customers_by_month,
)
from crm_analysis.database import Database, in_memory
from crm_analysis.errors import MissingColumnsError, UsageError
from order_logs import bought, day, days_before, order, orders_database

AS_OF = day("2026-01-01")


def people(*names: str, **columns: list) -> Database:
    """Return a database of customers with these names, created long before."""
    rows = pa.table(
        {
            "id": pa.array(range(1, len(names) + 1), pa.int32()),
            "name": list(names),
            "email": [f"{number}@example.com" for number in range(len(names))],
            "created_at": [datetime.datetime(2020, 1, 1)] * len(names),  # noqa: DTZ001
            **columns,
        }
    )
    database = in_memory()
    database.load("customers", rows)
    return database


def names(database: Database, search: str) -> list[str]:
    return list_customers(database, search)["name"].tolist()


# The look-up


def test_everybody_is_listed_by_id_with_name_email_and_phone(sample):
    found = list_customers(sample)
    assert found.columns.tolist() == ["id", "name", "email", "phone"]
    assert found["id"].tolist() == list(range(1, 31))


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("o'brien", ["Quote O'Brien"]),
        ("100%_", ["Percent 100%_Off"]),
        ("%", ["Percent 100%_Off"]),
        ("_", ["Percent 100%_Off"]),
        ("!", []),
        ("\\", []),
        ("'; drop table customers; --", []),
        ("<SCRIPT>", ["<script>alert(1)</script>"]),
        ("🙂", ["🙂 שלום سلام"]),
        ("سلام", ["🙂 שלום سلام"]),
        ("ONCE longago", ["Once Longago"]),
        ("MONTHLY.REGULAR@", ["Monthly Regular", "Monthly Double"]),
        ("+999 0000003", ["Twice Aday"]),
        ("nobody at all", []),
        ("\0", []),
    ],
)
def test_a_search_means_what_is_typed(sample, search, expected):
    assert names(sample, search) == expected
    assert sample.read_table("customers").num_rows == 30


@pytest.mark.parametrize("name", ["ΟΔΟΣ", "Straße", "İstanbul", "ǅ", "100!", "a\\b"])
@pytest.mark.parametrize("change", [str, str.lower, str.upper])
def test_a_name_in_any_script_is_found_by_itself(name, change):
    with people(change(name), "Somebody Else") as database:
        assert names(database, change(name)) == [change(name)]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12))
@settings(max_examples=25)
def test_any_text_is_found_by_itself(text):
    with people(f"<{text}>") as database:
        assert names(database, text) == [f"<{text}>"]


def test_a_customer_without_a_phone_is_found_by_name(sample):
    (phone,) = list_customers(sample, "Never Ordered")["phone"]
    assert phone is None or pd.isna(phone)


@pytest.mark.parametrize(("limit", "rows"), [(1, 1), (29, 29), (30, 30), (31, 30)])
def test_a_limit_is_the_most_that_is_listed(sample, limit, rows):
    assert list_customers(sample, limit=limit)["id"].tolist() == [*range(1, rows + 1)]


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_below_one_is_refused(sample, limit):
    with pytest.raises(UsageError, match=f"the limit is {limit}; give 1 or more"):
        list_customers(sample, limit=limit)


# The article's own statements


def test_the_articles_select_reads_every_customer(sample):
    customers = sample._read("SELECT * FROM customers", "test", {})
    assert customers.num_rows == 30
    assert {"id", "name", "email", "phone", "created_at", "birthday", "gender"} <= set(
        customers.column_names
    )


INSERT = "INSERT INTO customers (name, email, phone) VALUES ('A', 'a@example.com', '1')"


def test_the_articles_insert_gives_an_id_and_a_moment():
    with in_memory() as database:
        for _ in range(2):
            database._run(INSERT, "test")
        rows = database.read_table("customers").to_pylist()
    assert [row["id"] for row in rows] == [1, 2]
    assert all(isinstance(row["created_at"], datetime.datetime) for row in rows)


def test_the_articles_insert_goes_on_where_a_load_ended(sample_url, tmp_path):
    path = tmp_path / "copy.duckdb"
    with duckdb.connect(path) as copy:
        file = sample_url.removeprefix("duckdb:///")
        copy.execute(f"attach '{file}' as sample (read_only)")
        copy.execute("copy from database sample to copy")
        copy.execute(INSERT)
        (found,) = copy.sql("select id from customers where name = 'A'").fetchall()
    assert found == (31,)


@pytest.fixture
def data(sample) -> pd.DataFrame:
    """Return what the article calls data."""
    return sample.read_table("customers").to_pandas(date_as_object=False)


def test_the_articles_pandas_lines_run_on_the_sample(data):
    data["birthday"] = pd.to_datetime(data["birthday"])
    data["age"] = (pd.Timestamp(AS_OF) - data["birthday"]).dt.days // 365
    data["gender"] = data["gender"].map({"male": 0, "female": 1})
    assert data["age"].describe()["count"] == 29
    assert data["gender"].value_counts().to_dict() == {1.0: 14, 0.0: 13}
    assert data.describe().loc["count", "id"] == 30


def test_age_and_gender_are_described_as_pandas_does(data):
    analysis = analyse_age_and_gender(data, AS_OF)
    ages = age_in_years(data["birthday"], AS_OF).dropna().astype("int64")
    pd.testing.assert_series_equal(
        analysis.age, ages.describe(), check_names=False, rtol=1e-12
    )
    codes = data["gender"].map({"male": 0, "female": 1}).dropna().astype("int64")
    pd.testing.assert_series_equal(analysis.gender, codes.value_counts())
    assert analysis.ages.sum() == len(ages)


# Age


@pytest.mark.parametrize(
    ("birthday", "as_of", "age"),
    [
        ("1986-01-01", "2026-01-01", 40),
        ("1986-01-02", "2026-01-01", 39),
        ("1985-12-31", "2026-01-01", 40),
        ("2000-02-29", "2025-02-28", 24),
        ("2000-02-29", "2025-03-01", 25),
        ("2000-02-29", "2024-02-28", 23),
        ("2000-02-29", "2024-02-29", 24),
        ("2025-12-31", "2026-01-01", 0),
        ("2026-01-01", "2026-01-01", None),
        ("2026-01-02", "2026-01-01", None),
        ("2031-01-01", "2026-01-01", None),
        ("1905-01-01", "2025-12-31", 120),
        ("1905-01-01", "2026-01-01", None),
        ("1850-01-01", "2026-01-01", None),
    ],
)
def test_an_age_is_completed_years_in_sql_and_pandas_alike(birthday, as_of, age):
    born = pd.Series([pd.Timestamp(birthday)])
    (found,) = age_in_years(born, day(as_of)).astype(object)
    assert (None if pd.isna(found) else found) == age
    with people("A", birthday=[day(birthday)]) as database:
        ages = read_age_and_gender(database, day(as_of)).ages.index.tolist()
    assert ages == ([] if age is None else [age])


def test_what_is_left_out_is_counted(sample):
    analysis = read_age_and_gender(sample, AS_OF)
    assert analysis.customers == 30
    assert analysis.age["count"] == 27
    assert (analysis.without_birthday, analysis.impossible_birthday) == (1, 2)
    assert analysis.other_gender == 3


def test_only_the_two_words_are_genders():
    customers = pd.DataFrame(
        {
            "birthday": ["1990-01-01"] * 6,
            "gender": ["male", "female", "Female", "f", "", None],
        }
    )
    analysis = analyse_age_and_gender(customers, AS_OF)
    assert analysis.gender.to_dict() == {0: 1, 1: 1}
    assert analysis.other_gender == 4


def test_birthdays_can_be_text_with_or_without_a_time():
    texts = ["1990-06-15", "1990-06-15 10:00:00", "1990-06-15T10:00:00", " 1990-06-15"]
    customers = pd.DataFrame({"birthday": texts, "gender": "male"})
    assert analyse_age_and_gender(customers, AS_OF).ages.to_dict() == {35: 4}


def test_what_is_no_day_is_no_birthday():
    customers = pd.DataFrame(
        {"birthday": ["0000-00-00", "1990-02-30", "unknown", "", None], "gender": "x"}
    )
    analysis = analyse_age_and_gender(customers, AS_OF)
    assert analysis.without_birthday == 5
    assert analysis.age["count"] == 0


def test_birthdays_can_be_python_days():
    customers = pd.DataFrame({"birthday": [day("1990-06-15"), None], "gender": "male"})
    assert analyse_age_and_gender(customers, AS_OF).ages.to_dict() == {35: 1}


def test_the_callers_table_stays_as_it_is():
    customers = pd.DataFrame({"birthday": ["1990-06-15"], "gender": ["male"]})
    before = customers.copy()
    analyse_age_and_gender(customers, AS_OF)
    pd.testing.assert_frame_equal(customers, before)


def test_a_missing_column_is_named():
    with pytest.raises(MissingColumnsError, match="has no column gender; it has birth"):
        analyse_age_and_gender(pd.DataFrame({"birthday": []}), AS_OF)


def test_nobody_at_all_is_described_as_nobody():
    with in_memory() as database:
        analysis = read_age_and_gender(database, AS_OF)
    assert (analysis.customers, len(analysis.ages), len(analysis.gender)) == (0, 0, 0)


@pytest.mark.parametrize("genders", [["male", "female"], ["female", "male"]])
def test_as_many_of_both_genders_come_in_the_order_of_their_codes(genders):
    people_ = pd.DataFrame({"birthday": [None, None], "gender": genders})
    assert list(analyse_age_and_gender(people_, AS_OF).gender.index) == [0, 1]


@given(
    st.lists(
        st.tuples(
            st.none() | st.dates(day("1890-01-01"), day("2035-12-31")),
            st.sampled_from(["male", "female", "Male", "other", "", None]),
        ),
        min_size=1,
        max_size=20,
    ),
    st.dates(day("2020-01-02"), day("2030-12-31")),
)
@settings(max_examples=25)
def test_sql_and_pandas_agree_on_age_and_gender(rows, as_of):
    birthdays, genders = zip(*rows, strict=True)
    columns = {
        "birthday": pa.array(birthdays, pa.date32()),
        "gender": pa.array(genders, pa.string()),
    }
    with people(*(str(number) for number in range(len(rows))), **columns) as database:
        ours = read_age_and_gender(database, as_of)
        data = database.read_table("customers").to_pandas(date_as_object=False)
    theirs = analyse_age_and_gender(data, as_of)
    for name in ("age", "gender", "ages"):
        pd.testing.assert_series_equal(getattr(ours, name), getattr(theirs, name))
    for name in (
        "customers",
        "without_birthday",
        "impossible_birthday",
        "other_gender",
    ):
        assert getattr(ours, name) == getattr(theirs, name)


# Counts


def test_customers_are_counted_by_their_first_and_last_purchase():
    orders = [
        *bought(days_before(91), days_before(90), customer=1),  # recent, not new
        *bought(days_before(90), customer=2),  # new
        *bought(days_before(91), customer=3),  # neither
        *bought(days_before(0), customer=4),  # not known yet
        order(5, days_before(9), counts_as_purchase=False),  # no buyer
    ]
    with orders_database(orders) as database:
        counts = read_customer_counts(database, order_logs.AS_OF)
    assert counts == {
        "customers": 4,
        "buyers": 3,
        "new_buyers": 1,
        "recent_buyers": 2,
    }


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2025-04-30", [("2025-01", 1, 1), ("2025-02", 0, 1), ("2025-03", 2, 3)]),
        ("2025-03-31", [("2025-01", 1, 1), ("2025-02", 0, 1)]),
        ("2025-01-31", []),
    ],
)
def test_customers_grow_by_whole_months_without_gaps(as_of, expected):
    orders = [order(1, "2025-01-31"), order(2, "2025-03-01"), order(3, "2025-03-31")]
    with orders_database(orders) as database:
        months = read_customers_by_month(database, day(as_of))
    rows = months[["month", "new_customers", "customers"]].itertuples(index=False)
    assert [(f"{row.month:%Y-%m}", *row[1:]) for row in rows] == expected
