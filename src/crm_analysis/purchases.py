"""How customers buy: month by month, and cohort by cohort."""

import datetime

import pandas as pd

from crm_analysis.database import Database
from crm_analysis.errors import UsageError
from crm_analysis.months import first_days, month_number, whole_months

PERIODS = {"month": 1, "quarter": 3, "year": 12}
MOST_COHORTS = 24
FEWEST_BUYERS = 10


def read_reporting_currency(database: Database, as_of: datetime.date) -> str:
    """Return the currency most purchases before a day were in; empty if none is known.

    Amounts in other currencies are left out of every sum: without rates they cannot
    be added up.
    """
    rows = database.read("queries/reporting_currency", as_of=as_of).to_pylist()
    return rows[0]["currency"] if rows else ""


def read_purchases_by_month(
    database: Database, as_of: datetime.date, segment: str = "all"
) -> pd.DataFrame:
    """Read orders, buyers and amounts of every whole month before a day.

    Returns
    -------
    DataFrame, one row a month, without gaps
        ``month`` (first day), ``orders``, ``buyers``, ``amount`` in the reporting
        currency (missing where none is known). A month that `as_of` cuts short is
        left out.
    """
    currency = read_reporting_currency(database, as_of)
    months = database.read_frame(
        "queries/purchases_by_month", segment=segment, as_of=as_of, currency=currency
    )
    months = months.set_index("month_number")
    months = months.reindex(whole_months(months.index, as_of))
    return pd.DataFrame(
        {
            "month": first_days(months.index.to_series()),
            "orders": months["orders"].fillna(0).astype("int64"),
            "buyers": months["buyers"].fillna(0).astype("int64"),
            "amount": (months["amount_cents"] / 100).where(
                months["orders"].notna(), 0.0
            ),
        }
    ).reset_index(drop=True)


def cohort_period(months: pd.DataFrame) -> str:
    """Choose how long the periods of cohorts are, so that there are 24 at most.

    Parameters
    ----------
    months : DataFrame
        As `read_purchases_by_month` returns it.

    Returns
    -------
    str
        ``month`` up to two years after the first month with ten buyers, ``quarter`` up
        to six, and then ``year``.

    Examples
    --------
    >>> cohort_period(pd.DataFrame({"buyers": [1] + [10] * 24}))
    'month'
    >>> cohort_period(pd.DataFrame({"buyers": [10] * 25}))
    'quarter'
    """
    is_usual = months["buyers"].to_numpy() >= FEWEST_BUYERS
    count = len(months) - int(is_usual.argmax()) if is_usual.any() else 0
    fitting = (name for name, size in PERIODS.items() if count <= MOST_COHORTS * size)
    return next(fitting, "year")


def read_cohorts(
    database: Database,
    as_of: datetime.date,
    segment: str = "all",
    period: str = "month",
) -> pd.DataFrame:
    """Read which share of each cohort bought again, period by period.

    Parameters
    ----------
    period : str
        ``month``, ``quarter`` or ``year``, of the calendar; see `cohort_period`.

    Returns
    -------
    DataFrame, one row a cohort and period since its first purchase
        ``cohort`` (first day of the period), ``months_since`` (from 0; or
        ``quarters_since``, ``years_since``), ``customers`` of the cohort, ``buyers`` in
        that period (0 if nobody bought), ``buyer_share``. Periods that `as_of` cuts
        short, or that are yet to come, have no row: not observed is not zero. Nor has a
        cohort whose first period is cut short.

    Raises
    ------
    UsageError
        If the period is another, or there is no such segment.
    """
    if period not in PERIODS:
        raise UsageError(f"a period is {', '.join(PERIODS)}; got {period!r}")
    size, since = PERIODS[period], f"{period}s_since"
    observed = database.read_frame(
        "queries/cohorts", segment=segment, as_of=as_of, period_months=size
    )
    observed = (observed.astype("int64") // [size, size, 1]).set_axis(
        ["cohort", since, "buyers"], axis=1
    )
    buyers = observed.set_index(["cohort", since])["buyers"]
    last = month_number(as_of) // size - 1
    cells = [
        (cohort, ago)
        for cohort in sorted(set(observed["cohort"]))
        for ago in range(int(last - cohort) + 1)
    ]
    grid = pd.DataFrame(cells, columns=["cohort", since])
    sizes = buyers[buyers.index.get_level_values(since) == 0]
    customers = grid["cohort"].map(sizes.droplevel(since))
    found = buyers.reindex(pd.MultiIndex.from_frame(grid), fill_value=0).to_numpy()
    return pd.DataFrame(
        {
            "cohort": first_days(grid["cohort"] * size),
            since: grid[since],
            "customers": customers,
            "buyers": found,
            "buyer_share": found / customers,
        }
    )
