"""Tables as HTML, text and CSV."""

import pandas as pd

from crm_analysis.reporting.formats import MISSING
from crm_analysis.reporting.records import table_record
from crm_analysis.reporting.tables import table_csv, table_html, table_text


def record(**columns):
    return {"title": "A <title>", **table_record(pd.DataFrame(columns), {})}


def test_text_from_data_is_escaped():
    html = table_html(record(name=["<script>alert(1)</script>"]))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "<caption>A &lt;title&gt;</caption>" in html


def test_headers_have_a_scope_and_numbers_stand_right():
    html = table_html(record(name=["a"], orders=[3]))
    assert '<th scope="col" class="number">Orders</th>' in html
    assert '<th scope="row">a</th><td class="number">3</td>' in html


def test_missing_is_a_dash_and_not_zero():
    html = table_html(record(name=["a", "b"], orders=[None, 0]))
    assert f">{MISSING}</td>" in html
    assert ">0</td>" in html


def test_decimals_are_alike_down_a_column():
    html = table_html(record(ratio=[0.5, 0.123456]))
    assert "0.500" in html
    assert "0.123" in html


def test_a_table_of_nothing_is_its_title_and_no_lone_header():
    nothing = record(name=[], orders=[])
    assert table_html(nothing) == "<p>A &lt;title&gt;</p>"
    assert table_text(nothing) == "A <title>"
    assert table_csv(nothing) == "name,orders\r\n"


def test_csv_keeps_numbers_and_defuses_formulas():
    csv = table_csv(record(name=["=1+1", None], orders=[-3, 4]))
    assert csv == "name,orders\r\n'=1+1,-3\r\n,4\r\n"


def test_plain_text_lines_up():
    assert table_text(record(name=["a"], orders=[1200])).splitlines() == [
        "A <title>",
        "Name  Orders",
        "a      1,200",
    ]
