"""How fast a SuiteCRM database on MariaDB becomes ours, and how fast its changes do.

    python -m benchmarks.suitecrm mysql+pymysql://root@127.0.0.1/bench 1000000

Give the address of an empty database, whose user may make tables, and the number of
invoices. It is filled with made-up contacts, invoices and a line each, as MariaDB
counts; the load goes into a DuckDB file in a temporary folder. Then 1 % of the invoices
change, and it is loaded again. Seconds are of the clock, CPU seconds of this process
alone, without the server's. Memory is the largest that the process ever held.
"""

import datetime
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pymysql

from benchmarks.comparison import describe_machine
from crm_analysis.connectors.connected_system import open_system
from crm_analysis.connectors.systems import read_system
from crm_analysis.datasets import seed
from crm_analysis.paths import project_root

NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
INVOICES_OF_A_CONTACT = 10
_SCHEMA = project_root() / "tests" / "connectors" / "suitecrm" / "schema.sql"
_CONTACTS = """
insert into contacts (id, date_entered, date_modified, deleted, first_name, last_name)
select concat('contact-', lpad(seq, 28, '0')),
    '2023-12-01 10:00:00' + interval seq second,
    '2023-12-01 10:00:00' + interval seq second, 0, 'Made', concat('Up ', seq)
from seq_1_to_{contacts}
"""
_INVOICES = """
insert into aos_invoices (id, date_entered, date_modified, deleted, billing_contact_id,
    number, total_amt, subtotal_amount, discount_amount, tax_amount, shipping_amount,
    total_amount, currency_id, invoice_date, status)
select concat('invoice-', lpad(seq, 28, '0')),
    '2024-01-01 00:00:00' + interval (seq * 61) % 60000000 second,
    '2024-01-01 00:00:00' + interval (seq * 61) % 60000000 second, 0,
    concat('contact-', lpad(1 + (seq * 7919) % {contacts}, 28, '0')),
    seq, 10 + seq % 90, 10 + seq % 90, 0, 2, 5, 17 + seq % 90, '-99',
    date('2024-01-01' + interval (seq * 61) % 60000000 second), 'Paid'
from seq_1_to_{invoices}
"""
_LINES = """
insert into aos_products_quotes (id, date_modified, deleted, parent_type, parent_id,
    product_id, number, product_qty, product_unit_price, product_total_price)
select replace(id, 'invoice', 'aosline'), date_modified, 0, 'AOS_Invoices', id, null, 1,
    1, subtotal_amount, subtotal_amount
from aos_invoices
"""
_CHANGES = """
update aos_invoices set subtotal_amount = subtotal_amount + 1,
    total_amount = total_amount + 1, date_modified = '2025-12-31 12:00:00'
where number % 100 = 0
"""


def main(url: str, invoices: int) -> None:
    """Fill the database, load it twice, and print a table."""
    _fill(url, invoices)
    print(
        "load | rows read | seconds | CPU seconds | rows a second | largest memory, MiB"
    )
    print("---|---|---|---|---|---")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "sql").symlink_to(project_root() / "sql")
        os.environ["CRM_ANALYSIS_HOME"] = folder
        target = f"duckdb:///{home}/crm.duckdb"
        first = _measure("all", url, target)
        _execute(url, _CHANGES)
        second = _measure("1 % changed", url, target)
    print(f"\nThe second took {second / first:.0%} of the time of the first.")
    print(f"\n{describe_machine()}.")


def _fill(url: str, invoices: int) -> None:
    contacts = max(invoices // INVOICES_OF_A_CONTACT, 1)
    tables = _SCHEMA.read_text(encoding="utf-8").split(";\n")
    filled = [
        each.format(contacts=contacts, invoices=invoices)
        for each in (_CONTACTS, _INVOICES, _LINES)
    ]
    _execute(url, *tables, *filled)


def _execute(url: str, *statements: str) -> None:
    parts = urlsplit(url)
    connection = pymysql.connect(
        host=parts.hostname,
        port=parts.port or 3306,
        user=unquote(parts.username or "root"),
        password=unquote(parts.password or ""),
        database=parts.path.strip("/"),
        autocommit=True,
    )
    with connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _measure(name: str, url: str, target: str) -> float:
    """Load once, print a row, and return the seconds."""
    said: list[str] = []
    began, spent = time.perf_counter(), time.process_time()
    with open_system(
        read_system("suitecrm"),
        url,
        {"currency": "EUR"},
        today=NOW.date(),
        progress=lambda line: said.append(
            f"{time.perf_counter() - began:7.1f} s {line}"
        ),
    ) as dataset:
        seed(dataset, target, now=NOW, progress=said.append)
    seconds = time.perf_counter() - began
    spent = time.process_time() - spent
    rows = sum(
        int(line.split(": ")[1].split()[0].replace(",", ""))
        for line in said
        if line.endswith((" rows read", " rows new or changed"))
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name} | {rows:,} | {seconds:.1f} | {spent:.1f} | {rows / seconds:,.0f} |"
        f" {memory:,.0f}"
    )
    if os.environ.get("BENCHMARK_STEPS"):
        print("\n".join(said), file=sys.stderr)
    return seconds


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
