"""How long an export of 100,000 people takes, and forgetting one among a million."""

import datetime
import os
from pathlib import Path
from unittest import mock

import duckdb

from benchmarks.comparison import Comparison, take_turns
from crm_analysis.database import changing, replacing
from crm_analysis.privacy.contact_lists import Approach, choose_contacts, read_wanted
from crm_analysis.privacy.exports import describe_export, write_export
from crm_analysis.privacy.forgetting import forget

MILLION = 1_000_000
EXPORTED = 100_000
NOW = datetime.datetime(2025, 6, 1, tzinfo=datetime.UTC)
PEOPLE = """
    select
        number as id, 'Person ' || number as name, number || '@example.com' as email,
        '+999 ' || number as phone, timestamp '2025-01-01' as created_at,
        date '1950-01-01' + cast(number % 20000 as integer) as birthday,
        'female' as gender, 'DE' as country, 'made up' as source_system,
        'P-' || number as source_id, md5(cast(number as text))[:14] as pseudonym
    from range(1, $people + 1) as numbers (number)
"""
ORDERS = """
    select
        number as id, number as customer_id, timestamp '2025-05-01' as ordered_at,
        date '2025-05-01' as ordered_on, 'EUR' as currency,
        cast(10 as decimal(18, 2)) as net_amount, 'completed' as status,
        true as counts_as_purchase, 'completed' as counts_reason,
        'made up' as source_system, 'O-' || number as source_id
    from range(1, $people + 1) as numbers (number)
"""
CONSENTS = """
    select
        number as id, number as customer_id, 'email' as channel, 'granted' as state,
        timestamp '2025-01-01' as evidence_at
    from range(1, $people + 1) as numbers (number)
"""
COPY = (
    "copy (select id, name, email from customers order by id limit 100000)"
    " to '{}' (header)"
)


def measure_export(folder: Path) -> Comparison:
    """Time choosing and writing 100,000 of a million people beside a bare COPY."""
    path, out, plain = folder / "people.duckdb", folder / "l.csv", folder / "p.csv"
    with private_state(folder):
        make_people(path, EXPORTED)

        def copy() -> None:
            with duckdb.connect(path, read_only=True) as connection:
                connection.execute(COPY.format(plain))

        ours, peer = take_turns(lambda: export(path, out), copy, rounds=3)
    return Comparison(
        f"contact list of {EXPORTED:,} among a million, consent and record",
        "DuckDB, `copy` of as many rows",
        ours,
        peer,
        allowed_seconds=5,
    )


def measure_forgetting(folder: Path) -> Comparison:
    """Time forgetting a person, the file written anew, beside a copy of it."""
    path, copied = folder / "people.duckdb", folder / "copied.duckdb"
    numbers = iter(range(1, MILLION))
    with private_state(folder):
        make_people(path, EXPORTED)
        ours, peer = take_turns(
            lambda: forget(f"duckdb:///{path}", str(next(numbers)), NOW, []),
            lambda: copy_database(path, copied),
            rounds=3,
        )
    return Comparison(
        "forgetting one of a million people with an order each",
        "DuckDB, `copy from database`",
        ours,
        peer,
        allowed_seconds=10,
    )


def private_state(folder: Path) -> mock._patch_dict:
    """Keep keys and log of a benchmark away from the user's."""
    folders = {"XDG_CONFIG_HOME": str(folder), "XDG_STATE_HOME": str(folder)}
    return mock.patch.dict(os.environ, folders)


def make_people(path: Path, with_consent: int) -> None:
    """Make a database of a million people with an order each; some grant consent."""
    with replacing(f"duckdb:///{path}") as database:
        database.build("schema")
        with duckdb.connect() as maker:
            for table, rows in {
                "customers": (PEOPLE, MILLION),
                "orders": (ORDERS, MILLION),
                "consents": (CONSENTS, with_consent),
            }.items():
                query, people = rows
                made = maker.sql(query, params={"people": people}).to_arrow_table()
                database.load(table, made)
        database.build("sequences", "indexes", "views")


def export(path: Path, out: Path) -> None:
    """Write a contact list of everybody who may be contacted, and take it back."""
    url = f"duckdb:///{path}"
    with changing(url) as database:
        wanted = read_wanted(database, "new_customers", NOW.date())
        chosen = choose_contacts(database, wanted, EXPORTED, Approach("email", NOW))
        record = describe_export("new_customers", "email", "speed", NOW.date(), NOW)
        write_export(database, url, record, chosen, out)
    with duckdb.connect(path) as connection:  # or they would rest the next time
        connection.execute("delete from contact_list_members")
        connection.execute("delete from contact_exports")


def copy_database(path: Path, copied: Path) -> None:
    """Copy all of a database by DuckDB's own statement."""
    copied.unlink(missing_ok=True)
    with duckdb.connect(copied) as connection:
        connection.execute(f"attach '{path}' as old (read_only)")
        connection.execute("copy from database old to copied")
