"""How customers buy: month by month, and cohort by cohort."""

import datetime

import pandas as pd

from crm_analysis.database import Database
from crm_analysis.months import first_days, month_number, whole_months


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


def read_cohorts(
    database: Database, as_of: datetime.date, segment: str = "all"
) -> pd.DataFrame:
    """Read which share of each cohort bought again, month by month.

    Returns
    -------
    DataFrame, one row a cohort and month since its first purchase
        ``cohort`` (first day of the month), ``months_since`` (from 0), ``customers``
        of the cohort, ``buyers`` in that month (0 if nobody bought), ``buyer_share``.
        Months that `as_of` cuts short, or that are yet to come, have no row: not
        observed is not zero. Nor has a cohort whose first month is cut short.
    """
    observed = database.read_frame("queries/cohorts", segment=segment, as_of=as_of)
    buyers = observed.set_index(["cohort_month_number", "months_since"])["buyers"]
    last = month_number(as_of) - 1
    cells = [
        (cohort, since)
        for cohort in sorted(set(observed["cohort_month_number"]))
        for since in range(int(last - cohort) + 1)
    ]
    grid = pd.DataFrame(cells, columns=["cohort_month_number", "months_since"])
    wanted = pd.MultiIndex.from_frame(grid)
    sizes = buyers[buyers.index.get_level_values("months_since") == 0]
    customers = grid["cohort_month_number"].map(sizes.droplevel("months_since"))
    found = buyers.reindex(wanted, fill_value=0).to_numpy()
    return pd.DataFrame(
        {
            "cohort": first_days(grid["cohort_month_number"]),
            "months_since": grid["months_since"],
            "customers": customers,
            "buyers": found,
            "buyer_share": found / customers,
        }
    )
