"""Line tolerance: how far the lines of an order may be from it, to half a cent."""

from decimal import Decimal

import duckdb
import pytest

from crm_analysis.database.duckdb import DuckDBDatabase

# The tables from which each system's line_fates is made: lines of one order with id 7.
ORDERS = """
select 1 as order_id, '7' as source_id, cast('{order}' as decimal(18, 2)) as net_amount,
    'kept' as fate
"""
LINES = {
    "dolibarr/keys/070_line_fates": {
        "document_lines": """
select 'facture' as source_table, '7' as document_id, place as line_id,
    place as written_number, cast(null as varchar) as source_product_id,
    cast(1 as decimal(18, 3)) as quantity, cast(amount as decimal(18, 8)) as amount,
    false as is_heading, false as is_no_goods
from lines
""",
    },
    "odoo/keys/040_line_fates": {
        "source_sale_order_line": """
select cast(place as varchar) as id, '7' as order_id, '' as product_id,
    '1' as product_uom_qty, amount as price_subtotal, '' as display_type,
    cast(place as varchar) as sequence
from lines
""",
    },
    "woocommerce/keys/060_line_fates": {
        "source_woocommerce_order_items": """
select cast(place as varchar) as order_item_id, '7' as order_id,
    'line_item' as order_item_type
from lines
""",
        "source_woocommerce_order_itemmeta": """
select cast(place as varchar) as order_item_id, '_line_total' as meta_key,
    amount as meta_value
from lines
""",
    },
    "suitecrm/documents/050_line_fates": {
        "invoice_lines": """
select '7' as document, 1 as order_id,
    cast('{order}' as decimal(18, 2)) as order_amount,
    cast(amount as decimal(18, 2)) as base_amount, 'kept' as fate,
    place as written_number, cast(place as varchar) as line_id,
    cast(null as varchar) as source_product_id, cast(1 as decimal(18, 3)) as quantity
from lines
""",
    },
}


def amounts(file, order, lines):
    """Return the amounts that lines have in the end, in their order."""
    values = ", ".join(f"({n}, '{each}')" for n, each in enumerate(lines, start=1))
    with duckdb.connect() as given, DuckDBDatabase(None, read_only=False) as staging:
        given.execute(f"create table lines as from (values {values}) t (place, amount)")
        for name, query in ({"order_fates": ORDERS} | LINES[file]).items():
            rows = given.sql(query.replace("{order}", order)).to_arrow_table()
            staging.expose(name, rows)
        staging.run(f"connectors/{file}")
        found = staging.read_table("line_fates").to_pylist()
    return [row["net_amount"] for row in sorted(found, key=lambda r: r["line_number"])]


@pytest.mark.parametrize("file", LINES)
@pytest.mark.parametrize(
    ("order", "lines", "expected"),
    [
        ("10.01", ["10.00"], ["10.01"]),
        ("9.99", ["10.00"], ["9.99"]),
        ("10.02", ["10.00"], [None]),
        ("9.98", ["10.00"], [None]),
        ("100.05", ["10.00"] * 10, ["10.05", *["10.00"] * 9]),
        ("100.06", ["10.00"] * 10, [None] * 10),
        ("99.94", ["10.00"] * 10, [None] * 10),
    ],
)
def test_lines_may_differ_by_half_a_cent_each_and_one_more(
    file, order, lines, expected
):
    found = amounts(file, order, lines)
    assert found == [None if each is None else Decimal(each) for each in expected]
