"""A few people with consents, contacts and orders: a data set for tests."""

import datetime
from pathlib import Path

import pyarrow as pa

from crm_analysis.database import Database
from crm_analysis.database.definitions import arrow_schemas
from crm_analysis.datasets import seed
from crm_analysis.datasets.dataset import Dataset, Progress
from crm_analysis.pseudonyms import pseudonyms

NOW = datetime.datetime(2025, 6, 1, 12, tzinfo=datetime.UTC)
LONG_AGO = datetime.datetime(2025, 1, 1)  # noqa: DTZ001  as the database keeps moments


class People(Dataset):
    """People numbered from 1, each with an order a day on some days.

    Parameters
    ----------
    bought : mapping of id to list of ISO dates
        Everybody there is.
    consents : list of (id, channel, state)
        Evidence, all of it of `LONG_AGO` unless there is a fourth, its moment.
    contacts : list of (id, channel, moment)
        Letters and calls from us.
    changed : mapping of id to columns
        What is not as it is with everybody.
    """

    name = "people"
    title = "People of a test"
    licence = "MIT"
    rows = {}  # noqa: RUF012  nothing writes to it

    def __init__(self, bought, consents=(), contacts=(), changed=None) -> None:
        self.bought, self.consents = bought, list(consents)
        self.contacts, self.changed = list(contacts), changed or {}

    def files(self) -> list[Path]:
        return []

    def fill(self, database: Database, progress: Progress) -> None:
        for table, rows in self.tables().items():
            schema = arrow_schemas()[table]
            database.load(table, pa.Table.from_pylist(rows, schema=schema))
            progress(f"{table}: {len(rows)} rows")

    def tables(self) -> dict[str, list[dict]]:
        orders = [(key, day) for key, days in self.bought.items() for day in days]
        return {
            "customers": [self._customer(key) for key in self.bought],
            "orders": [order(n, *each) for n, each in enumerate(orders, start=1)],
            "order_lines": [
                {"order_id": n, "line_number": 1} for n in range(1, len(orders) + 1)
            ],
            "communications": [
                contact(n, *each) for n, each in enumerate(self.contacts, start=1)
            ],
            "consents": [
                consent(n, *each) for n, each in enumerate(self.consents, start=1)
            ],
            "load_audit": [
                audit("customers", len(self.bought)),
                audit("orders", len(orders)),
                audit("order_lines", len(orders)),
            ],
        }

    def _customer(self, key: int) -> dict:
        return {
            "id": key,
            "name": f"Person {key}",
            "email": f"person{key}@example.com",
            "phone": f"+999 000 {key:04}",
            "created_at": LONG_AGO,
            "source_system": "people",
            "source_id": f"P-{key}",
            "pseudonym": pseudonyms("people", [f"P-{key}"])[0],
        } | self.changed.get(key, {})


def order(number: int, customer: int, day: str) -> dict:
    at = datetime.datetime.fromisoformat(day)
    return {
        "id": number,
        "customer_id": customer,
        "ordered_at": at,
        "ordered_on": at.date(),
        "currency": "EUR",
        "net_amount": 10,
        "status": "completed",
        "counts_as_purchase": True,
        "counts_reason": "completed",
        "source_system": "people",
        "source_id": f"O-{number}",
    }


def contact(number: int, customer: int, channel: str, moment: str) -> dict:
    return {
        "id": number,
        "customer_id": customer,
        "channel": channel,
        "direction": "outbound",
        "occurred_at": datetime.datetime.fromisoformat(moment),
        "source_system": "people",
        "source_id": f"C-{number}",
    }


def consent(number: int, customer: int, channel: str, state: str, at=LONG_AGO) -> dict:
    return {
        "id": number,
        "customer_id": customer,
        "channel": channel,
        "state": state,
        "evidence_at": at,
    }


def audit(table: str, count: int) -> dict:
    return {
        "source_system": "people",
        "table_name": table,
        "rule": "all",
        "rows_in": count,
        "rows_kept": count,
        "rows_dropped": 0,
        "rows_affected": count,
        "decision": "Written by hand.",
    }


def seeded(people: People, url: str) -> str:
    """Put people into a database, in the place of what is there."""
    seed(people, url, now=NOW, progress=lambda _: None, again=True)
    return url


def granted(*customers: int, channel: str = "email") -> list[tuple]:
    return [(customer, channel, "granted") for customer in customers]
