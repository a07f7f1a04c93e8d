"""A toy system of two tables, in a folder of SQL of its own."""

import shutil

import duckdb
import pytest

from crm_analysis.paths import project_root

SOURCE_TOML = """
title = "Toy shop"
kind = "database"
engines = ["duckdb"]

[options.grain]
default = "person"
choices = ["person"]
comment = "Who is a customer."

[tables.people]
columns = ["id", "name", "changed_at"]
optional = ["phone"]
id = "id"
modified = "changed_at"
html = ["name"]

[tables.bills]
columns = ["id", "person", "day", "amount", "gone"]
id = "id"

[tables.returns]
columns = ["id", "bill"]
lacking = "returned goods count as bought"
"""
PERSON_KEYS = """
create or replace temp table person_keys as
select
    id as source_id,
    cast(row_number() over (order by id) as integer) as customer_id,
    name,
    unescaped
from source_people;
"""
BILL_KEYS = """
create or replace temp table bill_fates as
select
    source_bills.id as source_id,
    row_number() over (order by source_bills.id) as order_id,
    person_keys.customer_id,
    try_cast(source_bills.day as date) as ordered_on,
    cast(source_bills.amount as decimal(18, 2)) as net_amount,
    case
        when source_bills.gone = 'true' then 'deleted'
        when person_keys.customer_id is null then 'orphan'
        when try_cast(source_bills.day as date) is null then 'unreadable_date'
        when try_cast(source_bills.day as date) > :today then 'future_dated'
        else 'kept'
    end as fate
from source_bills
left join person_keys on source_bills.person = person_keys.source_id;
"""
FATES = """
create or replace temp view fates as
select 'customers' as table_name, 'people' as source_table, 'kept' as fate
from person_keys
union all
select 'orders' as table_name, 'bills' as source_table, fate
from bill_fates;

create or replace temp table effects as
select 'customers' as table_name, 'html_entities' as rule,
    count(*) filter (where unescaped > 0) as row_count
from person_keys;
"""
CUSTOMERS = """
select customer_id as id, name, '(no email)' as email,
    cast(:source_system as varchar) as source_system, source_id
from person_keys
order by customer_id;
"""
ORDERS = """
select order_id as id, customer_id, cast(ordered_on as timestamp) as ordered_at,
    ordered_on, 'EUR' as currency, net_amount, 'completed' as status,
    true as counts_as_purchase, 'paid' as counts_reason,
    cast(:source_system as varchar) as source_system, source_id
from bill_fates
where fate = 'kept'
order by order_id;
"""


@pytest.fixture
def toy_home(tmp_path, monkeypatch):
    """Return a home whose SQL has one system more."""
    home = tmp_path / "home"
    shutil.copytree(project_root() / "sql", home / "sql")
    toy = home / "sql" / "connectors" / "toy"
    for name, text in {
        "source.toml": SOURCE_TOML,
        "keys/010_person_keys.sql": PERSON_KEYS,
        "keys/020_bill_fates.sql": BILL_KEYS,
        "keys/900_fates.sql": FATES,
        "tables/customers.sql": CUSTOMERS,
        "tables/orders.sql": ORDERS,
    }.items():
        (toy / name).parent.mkdir(parents=True, exist_ok=True)
        (toy / name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("CRM_ANALYSIS_HOME", str(home))
    return home


@pytest.fixture
def toy_shop(tmp_path):
    """Return the file of a database of the toy shop."""
    path = tmp_path / "shop.duckdb"
    with duckdb.connect(path) as shop:
        shop.execute(
            "create table people as select * from (values"
            " ('1', 'Ada &amp; Co', timestamp '2025-01-01 10:00:00', 'extra'),"
            " ('2', 'Bo \"B\"' || chr(10) || 'Two, Lines',"
            "  timestamp '2025-01-02 10:00:00', null)) t (id, name, changed_at, more);"
            "create table bills as select * from (values"
            " (1, '1', '2025-02-01', 10.5, false),"
            " (2, '1', '2025-02-02', 20, true),"
            " (3, '9', '2025-02-03', 30, false),"
            " (4, '2', '0000-00-00', 40, false),"
            " (5, '2', '2026-01-01', 50, false),"
            " (6, '2', '2026-01-02', 60, false)) t (id, person, day, amount, gone)"
        )
    return path
