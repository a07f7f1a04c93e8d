"""Small databases of orders, made through the public interface."""

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal

import pandas as pd
import pyarrow as pa
from hypothesis import strategies as st

from crm_analysis.database import Database, in_memory

AMOUNT = pa.decimal128(18, 2)
MOMENT = pa.timestamp("us")


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


AS_OF = day("2025-03-01")


def days_before(days: int) -> str:
    """Return the day so many days before `AS_OF`."""
    return (AS_OF - datetime.timedelta(days=days)).isoformat()


def bought(*moments: str, customer: int = 1, **columns: object) -> list[dict]:
    """Return one order a moment, all alike."""
    return [order(customer, moment, **columns) for moment in moments]


def order(
    customer: int,
    moment: str,
    amount: str | None = "10.00",
    currency: str | None = "EUR",
    **columns: object,
) -> dict:
    """Return one order that counts as a purchase, unless `columns` say otherwise."""
    at = datetime.datetime.fromisoformat(moment)
    return {
        "customer_id": customer,
        "ordered_at": at,
        "ordered_on": at.date(),
        "currency": currency,
        "net_amount": None if amount is None else Decimal(amount),
        "status": "completed",
        "counts_as_purchase": True,
        "counts_reason": "test",
        "source_system": "test",
    } | columns


def orders_database(orders: Iterable[Mapping]) -> Database:
    """Return a database in memory with these orders and the customers they name."""
    return _filled(in_memory(), orders)


def refilled(database: Database, orders: Iterable[Mapping]) -> Database:
    """Put these orders and their customers in the place of those before.

    For examples by the dozen: making the tables anew takes a tenth of a second.
    """
    for table in ("orders", "customers"):
        database._run(f"delete from {table}", "test")
    return _filled(database, orders)


def _filled(database: Database, orders: Iterable[Mapping]) -> Database:
    rows = [
        {"id": number, "source_id": str(number)} | dict(row)
        for number, row in enumerate(orders, start=1)
    ]
    first_seen = {row["customer_id"]: row["ordered_at"] for row in reversed(rows)}
    customers = [customer_row(key, created_at=at) for key, at in first_seen.items()]
    if rows:
        database.load("customers", pa.concat_tables(customers))
        table = pa.Table.from_pylist(rows)
        for name, kind in (("net_amount", AMOUNT), ("ordered_at", MOMENT)):
            column = table.column_names.index(name)
            table = table.set_column(column, name, table[name].cast(kind))
        database.load("orders", table)
    return database


def sold(*orders: tuple[dict, Mapping[str, str | None]]) -> Database:
    """Return a database of orders, each with its amounts by department.

    Each department has one product, and each order a line for each that it names; one
    without a name stands for a product that is not in the list.
    """
    database = orders_database([row for row, _ in orders])
    lines = [
        (number, line, department, amount)
        for number, (_, amounts) in enumerate(orders, start=1)
        for line, (department, amount) in enumerate(amounts.items(), start=1)
    ]
    names = sorted({department for _, _, department, _ in lines if department})
    keys = {name: key for key, name in enumerate(names, start=1)}
    load_rows(
        database,
        "products",
        [
            {"id": key, "department": name, "source_system": "test", "source_id": name}
            for name, key in keys.items()
        ],
    )
    load_rows(
        database,
        "order_lines",
        [
            {
                "order_id": number,
                "line_number": line,
                "product_id": keys.get(department),
                "net_amount": None if amount is None else Decimal(amount),
            }
            for number, line, department, amount in lines
        ],
    )
    return database


def load_rows(database: Database, table: str, rows: list[dict]) -> None:
    """Append rows to a table, if there are any."""
    if rows:
        database.load(table, pa.Table.from_pylist(rows))


def customer_row(key: int, **columns: object) -> pa.Table:
    """Return one customer, named by the key."""
    row = {"id": key, "name": f"Customer {key}", "email": f"{key}@example.com"}
    return pa.Table.from_pylist([row | columns])


def only(frame: pd.DataFrame | pd.Series) -> pd.Series:
    """Return the one row of a frame, and fail if there are more or none."""
    (row,) = frame.to_dict("records")
    return pd.Series(row)


# Logs of a few customers whose orders lie on the edges of every window of AS_OF.
ORDERS = st.lists(
    st.builds(
        lambda customer, days, hour, cents, currency, counts: order(
            customer,
            f"{days_before(days)} {hour:02}:30",
            None if cents is None else f"{cents / 100:.2f}",
            currency,
            counts_as_purchase=counts,
        ),
        st.integers(1, 4),
        st.sampled_from([-2, -1, 0, 1, 2, 7, 8, 30, 31, 89, 90, 180, 181, 365, 366]),
        st.integers(0, 23),
        st.none() | st.integers(0, 10_000),
        st.sampled_from(["EUR", "EUR", "GBP", "USD"]),
        st.sampled_from([True, True, True, False]),
    ),
    min_size=1,
    max_size=25,
)
