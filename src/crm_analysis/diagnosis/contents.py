"""Contents: how much there is, from when, from where, and which promises it breaks."""

import datetime

from crm_analysis.database import Database
from crm_analysis.database.statements import file_names
from crm_analysis.diagnosis.findings import FINE, PROBLEM, WARNING, Finding
from crm_analysis.errors import (
    ConnectionFailedError,
    CrmAnalysisError,
    NotPermittedError,
)
from crm_analysis.paths import sql_folder

FRESH_DAYS = 60


def findings_on_rows(rows: dict[str, int]) -> list[Finding]:
    """Say how many rows there are; the article's words if there is nobody."""
    found = []
    if rows.get("customers") == 0:
        text = (
            "0 results: there are no customers; fill the database with `crm-analysis"
            " seed` or `crm-analysis load`."
        )
        found.append(Finding(WARNING, "rows", text))
    counts = [f"{name} {count:,}" for name, count in rows.items() if count]
    if counts:
        found.append(Finding(FINE, "rows", f"Rows: {', '.join(counts)}."))
    return found


def read_orders(database: Database) -> dict[str, object]:
    """Read from when to when the orders are, and how many in each currency."""
    (coverage,) = database.read("features/coverage").to_pylist()
    currencies = database.read("queries/order_currencies").to_pylist()
    return {
        "first_day": coverage["first_day"],
        "last_day": coverage["last_day"],
        "currencies": {row["currency"] or "none": row["orders"] for row in currencies},
    }


def findings_on_orders(
    orders: dict[str, object], today: datetime.date
) -> list[Finding]:
    """Say how old the orders are, and which currencies they are in."""
    last = orders["last_day"]
    if last is None:
        text = "There are no orders, so nothing can be predicted; load some."
        return [Finding(WARNING, "orders", text)]
    counts = orders["currencies"].items()
    named = ", ".join(f"{currency} {count:,}" for currency, count in counts)
    text = f"The orders are from {orders['first_day']} to {last}; by currency: {named}."
    found = [Finding(FINE, "orders", text), _on_age((today - last).days)]
    if len(orders["currencies"].keys() - {"none"}) > 1:
        text = (
            "There are several currencies; sums are of the one that most purchases are"
            " in, and the others are left out of them."
        )
        found.append(Finding(WARNING, "currencies", text))
    return found


def _on_age(days: int) -> Finding:
    if days < 0:
        text = f"The last order is dated {-days:,} days ahead of today; is that right?"
        return Finding(WARNING, "age", text)
    if days > FRESH_DAYS:
        text = (
            f"The last order is {days:,} days old: what is predicted from it is not"
            " about today; load newer data, or give a day with --as-of."
        )
        return Finding(WARNING, "age", text)
    return Finding(FINE, "age", f"The last order is {days:,} days old.")


def read_loads(database: Database) -> list[dict[str, object]]:
    """Read which data sets were loaded, under which licence, and when."""
    return database.read("queries/data_loads").to_pylist()


def findings_on_loads(loads: list[dict[str, object]]) -> list[Finding]:
    """Say where the data are from."""
    if not loads:
        text = "No load is on record, so pages cannot say where the data are from."
        return [Finding(WARNING, "loads", text)]
    return [Finding(FINE, "loads", _on_load(load)) for load in loads]


def _on_load(load: dict[str, object]) -> str:
    made_up = [
        what
        for what, is_made_up in (
            ("names and contacts", load["contacts_are_synthetic"]),
            ("purchases", load["orders_are_simulated"]),
        )
        if is_made_up
    ]
    notice = f"; {' and '.join(made_up)} are made up" if made_up else ""
    return (
        f"Loaded on {load['loaded_at']:%Y-%m-%d}: {load['title']}; licence:"
        f" {load['licence']}{notice}."
    )


def count_broken(database: Database) -> dict[str, int | None]:
    """Count the rows that break each promise; None where that cannot be asked."""
    counts: dict[str, int | None] = {}
    for name in file_names("checks"):
        try:
            counts[name] = database.read(name).num_rows
        except NotPermittedError:
            counts[name] = None
        except ConnectionFailedError:
            raise
        except CrmAnalysisError:
            counts[name] = None
    return counts


def findings_on_promises(counts: dict[str, int | None]) -> list[Finding]:
    """Name each promise that is broken, with the words of its file."""
    found = [
        Finding(
            PROBLEM,
            "promises",
            f"{_rows_break(count)} a promise of sql/{name}.sql: {_promise(name)}",
        )
        for name, count in counts.items()
        if count
    ]
    unasked = sum(count is None for count in counts.values())
    if unasked:
        promises = "promise" if unasked == 1 else "promises"
        text = f"{unasked} {promises} could not be looked at: something is missing."
        found.append(Finding(WARNING, "promises", text))
    if not found:
        text = f"All {len(counts)} promises of sql/checks hold."
        found.append(Finding(FINE, "promises", text))
    return found


def _rows_break(count: int) -> str:
    return "1 row breaks" if count == 1 else f"{count:,} rows break"


def _promise(name: str) -> str:
    """Return the first comment of a file of ours, on one line."""
    lines = (sql_folder() / f"{name}.sql").read_text(encoding="utf-8").splitlines()
    comment = [line.removeprefix("--").strip() for line in lines if line[:2] == "--"]
    return " ".join(comment)
