"""Who the customers are: the article's look-up and its analysis of age and gender."""

import datetime
import sys
from dataclasses import dataclass

import pandas as pd

from crm_analysis.coverage import read_coverage
from crm_analysis.database import Database
from crm_analysis.errors import MissingColumnsError, UsageError
from crm_analysis.months import first_days, whole_months

OLDEST_YEARS = 120
GENDER_CODES = {"male": 0, "female": 1}
EARLIER = {
    "90 days before": datetime.timedelta(days=90),
    "a year before": datetime.timedelta(days=365),
}
LEAST_KNOWN_DAYS = 90


def list_customers(
    database: Database, search: str = "", limit: int = 100
) -> pd.DataFrame:
    """List customers with their personal data.

    Parameters
    ----------
    search : str
        Text that the name, email or phone contains, in any case; empty for everybody.
        A percent sign or an underscore means itself.
    limit : int
        At most so many rows, by id; at least 1.

    Returns
    -------
    DataFrame, one row a customer: ``id``, ``name``, ``email``, ``phone``

    Raises
    ------
    UsageError
        If `limit` is below 1.
    """
    if limit < 1:
        raise UsageError(f"the limit is {limit}; give 1 or more")
    text = search
    for sign in "!%_":
        text = text.replace(sign, "!" + sign)
    return database.read_frame(
        "queries/customer_listing",
        bound={"pattern": f"%{text}%"},
        row_limit=min(limit, sys.maxsize),
    )


@dataclass(frozen=True)
class AgeAndGender:
    """The article's analysis of age and gender.

    Attributes
    ----------
    customers : int
        All of them.
    age : Series
        pandas' ``describe`` of the ages in completed years.
    gender : Series
        pandas' ``value_counts`` of the genders, male 0 and female 1.
    ages : Series
        Customers by age in completed years.
    without_birthday, impossible_birthday, other_gender : int
        Customers left out of `age` for want of a birthday or for an impossible one,
        and left out of `gender`.
    """

    customers: int
    age: pd.Series
    gender: pd.Series
    ages: pd.Series
    without_birthday: int
    impossible_birthday: int
    other_gender: int


def analyse_age_and_gender(
    customers: pd.DataFrame, as_of: datetime.date
) -> AgeAndGender:
    """Describe ages and count genders.

    Parameters
    ----------
    customers : DataFrame, one row a customer
        ``birthday`` (day, or text that starts with an ISO date) and ``gender``.
    as_of : date
        Ages are completed years on this day.

    Raises
    ------
    MissingColumnsError
        If one of the two columns is missing.

    Examples
    --------
    >>> people = pd.DataFrame({"birthday": ["1990-06-15"], "gender": ["female"]})
    >>> analysis = analyse_age_and_gender(people, datetime.date(2020, 6, 14))
    >>> float(analysis.age["mean"]), analysis.gender.to_dict()
    (29.0, {1: 1})
    """
    missing = {"birthday", "gender"} - set(customers.columns)
    if missing:
        raise MissingColumnsError("the table of customers", missing, customers.columns)
    birthdays = _as_days(customers["birthday"])
    counts = pd.DataFrame(
        {
            "age_years": age_in_years(birthdays, as_of),
            "gender": customers["gender"].where(customers["gender"].isin(GENDER_CODES)),
            "with_birthday": birthdays.notna().astype("int64"),
            "customers": 1,
        }
    )
    return _from_counts(counts)


def read_age_and_gender(
    database: Database, as_of: datetime.date, segment: str = "all"
) -> AgeAndGender:
    """Describe ages and count genders in the database; only counts leave it."""
    return _from_counts(
        database.read_frame(
            "queries/age_and_gender_counts", segment=segment, as_of=as_of
        )
    )


def age_in_years(birthdays: pd.Series, as_of: datetime.date) -> pd.Series:
    """Return completed years on a day; missing where a birthday is impossible.

    Impossible is a birthday on or after `as_of`, and one that makes somebody older
    than 120. Who is born on 29 February completes a year on 1 March in other years.

    Examples
    --------
    >>> born = pd.Series(pd.to_datetime(["1986-01-01", "1986-01-02", "2031-01-01"]))
    >>> age_in_years(born, datetime.date(2026, 1, 1)).tolist()
    [40, 39, <NA>]
    """
    days = pd.to_datetime(birthdays).dt
    not_yet = days.month * 100 + days.day > as_of.month * 100 + as_of.day
    years = as_of.year - days.year - not_yet
    possible = (pd.to_datetime(birthdays) < pd.Timestamp(as_of)) & (
        years <= OLDEST_YEARS
    )
    return years.where(possible).astype("Int64")


def _as_days(birthdays: pd.Series) -> pd.Series:
    """Read birthdays; of text, the ISO date at its start. What is no day is missing."""
    if pd.api.types.is_datetime64_any_dtype(birthdays):
        return birthdays
    # Without a format, pandas would guess one from the first and lose the others.
    texts = birthdays.astype("str").str.strip().str[:10]
    return pd.to_datetime(texts, format="%Y-%m-%d", errors="coerce")


def _from_counts(counts: pd.DataFrame) -> AgeAndGender:
    """Build the analysis from counts by age and gender."""
    aged = counts.dropna(subset="age_years")
    ages = aged["age_years"].astype("int64").repeat(aged["customers"])
    gender = counts["gender"].map(GENDER_CODES)
    genders = gender.repeat(counts["customers"]).dropna().astype("int64")
    # Where there are as many of both, value_counts would go by the order of rows.
    in_order = genders.rename("gender").sort_values().value_counts()
    everybody = int(counts["customers"].sum())
    with_birthday = int(counts["with_birthday"].sum())
    return AgeAndGender(
        customers=everybody,
        age=ages.describe().rename("age_years"),
        gender=in_order,
        ages=ages.value_counts().sort_index().rename("customers"),
        without_birthday=everybody - with_birthday,
        impossible_birthday=with_birthday - len(ages),
        other_gender=everybody - len(genders),
    )


def read_customers_by_month(
    database: Database, as_of: datetime.date, segment: str = "all"
) -> pd.DataFrame:
    """Read how many customers were first recorded in each whole month before a day.

    Returns
    -------
    DataFrame, one row a month, without gaps
        ``month`` (first day), ``new_customers``, ``customers`` (all up to its end).
        A month that `as_of` cuts short is left out.
    """
    months = database.read_frame(
        "queries/customers_by_month", segment=segment, as_of=as_of
    )
    new = months.set_index("month_number")["customers"]
    new = new.reindex(whole_months(new.index, as_of), fill_value=0)
    return pd.DataFrame(
        {
            "month": first_days(new.index.to_series()),
            "new_customers": new,
            "customers": new.cumsum(),
        }
    ).reset_index(drop=True)


def read_customer_counts(
    database: Database, as_of: datetime.date, segment: str = "all"
) -> dict[str, int]:
    """Count the customers known before a day.

    Returns
    -------
    dict
        ``customers``; ``buyers`` among them, with a purchase before `as_of`;
        ``new_buyers`` and ``recent_buyers``, whose first and last purchase is at most
        90 days before it.
    """
    (counts,) = database.read(
        "queries/customer_counts", segment=segment, as_of=as_of
    ).to_pylist()
    return counts


def read_earlier_customer_counts(
    database: Database, as_of: datetime.date, segment: str = "all"
) -> dict[str, dict[str, int] | None]:
    """Count the customers known 90 days and a year before a day.

    Returns
    -------
    dict
        What `read_customer_counts` returns, of the segment as it was then, by when;
        None where the orders had begun less than 90 days before: what is counted in
        the first days of a record grows by being recorded.
    """
    first = read_coverage(database).first_day
    days = {when: as_of - ago for when, ago in EARLIER.items()}
    return {
        when: read_customer_counts(database, day, segment)
        if (day - first).days >= LEAST_KNOWN_DAYS
        else None
        for when, day in days.items()
    }
