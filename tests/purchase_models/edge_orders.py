"""A database of customers on the edges of what a formula can be asked."""

import datetime
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from crm_analysis.database import holds_anything, replacing

AS_OF = datetime.date(2025, 3, 1)
LOTS = 4_000
MADE_AT = datetime.datetime(2020, 1, 1)  # noqa: DTZ001  as the column has it
Bought = tuple[int, int | None, str | None]  # days before AS_OF, cents, currency


def histories() -> Iterator[list[Bought]]:
    """Yield what each customer bought: extremes first, then 150 at random."""
    yield [(1, 1_000, "EUR")]
    yield [(1, None, None)]  # no amount is known
    yield [(1, 0, "EUR")]
    yield [(5, -700, "EUR")]  # more came back than was bought
    yield [(5, 700, "USD")]  # no amount in the currency of the others
    yield [(1, 9_000_000_000_000_000, "EUR"), (2, None, None)]
    yield [(45_000, 1, "EUR")]  # once, more than a century ago
    yield [(374_000, 1, "EUR")]  # once, a thousand years ago
    yield [(374_000, 1, "EUR"), (1, 1, "EUR")]
    yield [(45_000, 1, "EUR"), (44_999, 1, "EUR")]  # twice in a row, and gone
    yield [(2, 1, "EUR"), (1, 1, "EUR")]
    yield [(1, 1, "EUR"), (1, 1, "EUR")]  # two orders on a day are one purchase
    yield [(days, 500, "EUR") for days in range(1, LOTS)]  # daily for eleven years
    yield [(days, 500, "EUR") for days in range(LOTS, 2 * LOTS)]  # the same, and gone
    random = np.random.default_rng(3)
    for _ in range(150):
        days = random.integers(1, random.integers(2, 3_000), random.integers(1, 12))
        cents = random.integers(0, 100_000, len(days)).tolist()
        unknown = random.random() < 0.2
        yield [
            (ago, None if unknown else each, None if unknown else "EUR")
            for ago, each in zip(days.tolist(), cents, strict=True)
        ]


def fill(url: str) -> str:
    """Load the customers into a database, unless they are there; return its address."""
    if holds_anything(url):
        return url
    with replacing(url) as database:
        database.build("schema")
        with database.transaction():
            for table, rows in tables().items():
                database.load(table, rows)
        database.build("sequences", "indexes", "views")
    return url


def tables() -> dict[str, pa.Table]:
    """Return customers and orders."""
    everybody = list(enumerate(histories(), start=1))
    customers = [
        {"id": key, "name": "n", "email": "e", "created_at": MADE_AT}
        for key, _ in everybody
    ]
    orders = [
        order(customer, *bought) for customer, many in everybody for bought in many
    ]
    orders = [{"id": n, "source_id": str(n)} | row for n, row in enumerate(orders, 1)]
    columns = {name: [row[name] for row in orders] for name in orders[0]}
    cents = pa.array(columns["net_amount"], pa.decimal128(18, 0))
    hundred = pa.scalar(100, pa.decimal128(3, 0))
    amounts = pa.compute.divide(cents.cast(pa.decimal128(20, 2)), hundred)
    columns["net_amount"] = amounts.cast(pa.decimal128(18, 2))
    moments = pa.array(columns["ordered_at"], pa.timestamp("us"))
    return {
        "customers": pa.Table.from_pylist(customers),
        "orders": pa.table(columns | {"ordered_at": moments}),
    }


def order(customer: int, days: int, cents: int | None, currency: str | None) -> dict:
    """Return one order that counts."""
    day = AS_OF - datetime.timedelta(days=days)
    return {
        "customer_id": customer,
        "ordered_at": datetime.datetime.combine(day, datetime.time(12)),
        "ordered_on": day,
        "currency": currency,
        "net_amount": cents,
        "status": "completed",
        "counts_as_purchase": True,
        "counts_reason": "test",
        "source_system": "test",
    }
