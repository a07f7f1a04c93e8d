"""Numbers as people read them."""

import pytest

from crm_analysis.output_files import safe_for_spreadsheets
from crm_analysis.reporting.formats import (
    MINUS,
    MISSING,
    decimal_places,
    format_cell,
    format_interval,
    format_value,
)


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (12340, "EUR", "EUR 12,340"),
        (999.5, "EUR", "EUR 999.50"),
        (1000.4, "EUR", "EUR 1,000"),
        (-12.5, "EUR", f"EUR {MINUS}12.50"),
        (0.4321, "share", "43.2%"),
        (0.0004, "share", "<0.1%"),
        (0, "share", "0.0%"),
        (-0.012, "points", f"{MINUS}1.2 points"),
        (1, "days", "1 day"),
        (2017, "plain", "2017"),
        (1234567, "", "1,234,567"),
        (0.00001, "", "<0.0001"),
        (None, "EUR", MISSING),
        (float("nan"), "", MISSING),
        ("<b>", "", "<b>"),
        (True, "", "yes"),
    ],
)
def test_a_value_is_written_with_its_unit(value, unit, shown):
    assert format_value(value, unit) == shown


def test_an_interval_names_its_unit_once():
    assert format_interval((1200.0, 1300.4), "EUR") == "EUR 1,200 to 1,300"
    assert format_interval((-0.01, 0.02), "points") == f"{MINUS}1.0 to +2.0 points"


def test_places_are_chosen_for_a_whole_column():
    assert decimal_places([0.5, 123.4, None]) == 0
    assert decimal_places([]) == 0
    assert format_cell(2.0, places=1) == "2.0"


@pytest.mark.parametrize("start", "=+-@\t\r")
def test_a_formula_is_defused(start):
    assert safe_for_spreadsheets(f"{start}1") == f"'{start}1"
