"""Whether what the reports say of segments adds up to what they say of everybody."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from crm_analysis.database import connect
from crm_analysis.reporting.formats import format_value, is_number
from crm_analysis.reporting.records import Record
from crm_analysis.reporting.small_counts import SMALLEST_SHOWN, is_small

EVERYBODY = "all"
CUSTOMERS = "01_customers/customers"
EXPECTED = "03_who_buys_next/expected-buyers"


@dataclass(frozen=True)
class Membership:
    """How segments share the customers out among them.

    Attributes
    ----------
    customers : how many there are in all
    outside : how many are in none of the segments
    again : how often a customer is in one more segment than one
    sizes : customers by segment
    """

    customers: int
    outside: int
    again: int
    sizes: Mapping[str, int]


@dataclass(frozen=True)
class Reconciliation:
    """What came of adding up.

    Attributes
    ----------
    sentences : what was found, for readers
    holds : false if the reports contradict the database or each other
    """

    sentences: tuple[str, ...]
    holds: bool


def read_membership(
    database_url: str, as_of: datetime.date, segments: Sequence[str]
) -> Membership:
    """Count in the database who is in which segment, apart from all reports."""
    with connect(database_url) as database:
        ids = {
            segment: database.read(
                "queries/segment_customers", segment=segment, as_of=as_of
            )["customer_id"].to_numpy()
            for segment in {*segments, EVERYBODY}
        }
    parts = [ids[segment] for segment in segments if segment != EVERYBODY]
    joined = np.concatenate(parts) if parts else np.empty(0, dtype="int64")
    inside = np.unique(joined)
    return Membership(
        customers=len(ids[EVERYBODY]),
        outside=len(ids[EVERYBODY]) - len(inside),
        again=len(joined) - len(inside),
        sizes={segment: len(ids[segment]) for segment in segments},
    )


def reconcile(membership: Membership, facts: Mapping[str, Record]) -> Reconciliation:
    """Hold what the reports say against the database and against each other.

    Parameters
    ----------
    membership : counted in the database
    facts : contents of ``facts.json`` by segment, of those that were made
    """
    said = {
        segment: {fact["id"]: fact for fact in record["facts"]}
        for segment, record in facts.items()
    }
    checks = [_check_sizes(membership, said), _check_expected(membership, said)]
    found = [check for check in checks if check]
    return Reconciliation(
        sentences=(_describe(membership), *(sentence for sentence, _ in found)),
        holds=all(holds for _, holds in found),
    )


def _describe(membership: Membership) -> str:
    if membership.outside == membership.again == 0 and _parts(membership.sizes):
        return (
            f"Each of the {format_value(membership.customers)} customers is in exactly"
            " one of the segments."
        )
    outside = (
        f"{_few(membership.outside)} of the {format_value(membership.customers)}"
        " customers are in none of the segments"
    )
    if not membership.again:
        return f"{outside}; nobody is in more than one."
    return (
        f"{outside}; {_few(membership.again).lower()} times a customer is counted again"
        " in another one, so their sums are not everybody."
    )


def _check_sizes(
    membership: Membership, said: Mapping[str, Mapping[str, Record]]
) -> tuple[str, bool] | None:
    """Compare the published number of customers with the database's, each."""
    published = {
        segment: facts[CUSTOMERS]["value"]
        for segment, facts in said.items()
        if CUSTOMERS in facts
    }
    wrong = [
        segment
        for segment, value in published.items()
        if is_number(value) and value != membership.sizes[segment]
    ]
    if wrong:
        return f"The customers of {', '.join(wrong)} are not the database's.", False
    parts = _parts(published)
    if len(parts) < len(_parts(membership.sizes)) or not parts:
        return None
    if not all(is_number(value) for value in parts.values()):
        return "A segment of fewer than ten is hidden, so no sum is shown.", True
    total = sum(parts.values()) + membership.outside - membership.again
    holds = total == membership.customers
    added = f"The segments add up to {format_value(sum(parts.values()))} customers"
    if is_small(membership.outside) or is_small(membership.again):
        return f"{added}.", holds
    return (
        f"{added}; with {format_value(membership.outside)} outside and less"
        f" {format_value(membership.again)} counted again that is"
        f" {format_value(total)}, {'as' if holds else 'not as'} in the database.",
        holds,
    )


def _check_expected(
    membership: Membership, said: Mapping[str, Mapping[str, Record]]
) -> tuple[str, bool] | None:
    """Add the expected buyers up where each customer is in one segment."""
    values = {
        segment: facts.get(EXPECTED, {}).get("value") for segment, facts in said.items()
    }
    parts = _parts(values)
    whole = values.get(EVERYBODY)
    if (
        membership.outside
        or membership.again
        or not parts
        or len(parts) < len(_parts(membership.sizes))
        or not all(is_number(value) for value in [whole, *parts.values()])
    ):
        return None
    total = sum(parts.values())
    holds = abs(total - whole) <= (len(parts) + 1) / 2  # each is rounded
    return (
        f"The expected buyers of the segments add up to {format_value(total)};"
        f" of all customers they are {format_value(whole)}"
        f"{', the same but for rounding' if holds else ', which is not the same'}.",
        holds,
    )


def _parts(by_segment: Mapping[str, object]) -> dict[str, object]:
    return {name: each for name, each in by_segment.items() if name != EVERYBODY}


def _few(count: int) -> str:
    return f"Fewer than {SMALLEST_SHOWN}" if is_small(count) else format_value(count)
