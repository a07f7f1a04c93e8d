"""What a report shows on how good its data are."""

import pandas as pd

from crm_analysis.customers import AgeAndGender
from crm_analysis.reporting.exhibits import show_table
from crm_analysis.reporting.formats import format_value
from crm_analysis.reporting.small_counts import FEW, hidden_marks, is_small


def show_loaded_tables(audit: pd.DataFrame) -> None:
    """Show how many rows came in, were kept and were dropped, table by table."""
    tables = audit[audit["rule"] == "all"]
    rows_in, dropped = int(tables["rows_in"].sum()), int(tables["rows_dropped"].sum())
    columns = ["table", "rows_in", "rows_kept", "rows_dropped"]
    show_table(
        tables[columns].assign(table=tables["table"].str.replace("_", " ")),
        id="loaded-tables",
        title=f"{format_value(rows_in)} rows came in, {format_value(dropped)} were"
        " dropped",
        caption="One row a table: rows that came in, were kept and were dropped.",
        unit=dict.fromkeys(columns[1:], ""),
        n=rows_in,
    )


def show_load_rules(audit: pd.DataFrame) -> None:
    """Show what was decided on rows that were not plain, rule by rule."""
    rules = audit[audit["rule"] != "all"]
    names = rules["table"] + ": " + rules["rule"]
    show_table(
        pd.DataFrame(
            {
                "rule": names.str.replace("_", " "),
                "rows": _rows_to_show(rules),
                "decision": rules["decision"],
            }
        ),
        id="load-rules",
        title=f"On the data {format_value(len(rules), 'decisions')} had to be taken",
        caption="One row a rule: the rows it speaks of, and what was decided on them.",
        unit={"rows": ""},
    )


def _rows_to_show(rules: pd.DataFrame) -> list[object]:
    """Return the rows a rule; few of people who were forgotten are not told apart."""
    return [
        FEW if rule == "forgotten" and is_small(int(rows)) else int(rows)
        for rule, rows in zip(rules["rule"], rules["rows_affected"], strict=True)
    ]


def show_quality(orders: dict[str, int], people: AgeAndGender) -> None:
    """Show how fresh the data are, and what in them is missing, odd or there twice."""
    rows = [
        ("Orders that are no purchase", orders["not_purchases"], orders["orders"]),
        ("Orders without an amount", orders["without_amount"], orders["orders"]),
        ("Orders like another one in all", orders["repeated"], orders["orders"]),
        ("Orders whose day is not that of UTC", orders["other_day"], orders["orders"]),
        *_rows_on_people(people),
    ]
    table = pd.DataFrame(rows, columns=["what", "rows", "of"])
    table["share"] = table["rows"] / table["of"].where(table["of"] > 0)
    days = orders["days_since_last"]
    show_table(
        table,
        id="quality",
        title="There are no orders before the day of the report"
        if days is None
        else f"The last order was {_days(days)} before the day of the report",
        caption="Orders of these customers before the day of the report. A day is the"
        " one that the source counts, moments are in UTC. What is like another order in"
        " customer, moment, amount and status is counted once for each repetition; it"
        " is kept, for two equal purchases can be made. Of people, fewer than ten are"
        " left out.",
        unit={"rows": "", "of": "", "share": "share"},
        n=orders["orders"],
    )


def show_currencies(currencies: pd.DataFrame) -> None:
    """Show which currencies the orders are in; only the first is added up."""
    total = currencies["orders"].sum()
    show_table(
        currencies.assign(share=currencies["orders"] / max(total, 1)),
        id="currencies",
        title="Orders by currency" if total else "No orders, so no currency",
        caption="Amounts are added up in the currency that most purchases are in, and"
        " the others are left out of sums: there are no rates here.",
        unit={"orders": "", "share": "share"},
        n=int(total),
    )


def _rows_on_people(people: AgeAndGender) -> list[tuple[str, int, int]]:
    counts = {
        "Customers without a birthday": people.without_birthday,
        "Customers with an impossible birthday": people.impossible_birthday,
        "Customers without a gender we know": people.other_gender,
    }
    genders = [int(count) for count in people.gender] + [people.other_gender]
    if len(genders) - 1 in hidden_marks(genders):
        del counts["Customers without a gender we know"]
    return [
        (what, count, people.customers)
        for what, count in counts.items()
        if not is_small(count) and not is_small(people.customers)
    ]


def _days(count: int) -> str:
    return f"{format_value(count)} day{'' if count == 1 else 's'}"
