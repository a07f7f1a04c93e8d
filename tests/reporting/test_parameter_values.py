"""Values of parameters: names exist, types hold, text stays, passwords stay out."""

import pytest
from toy_notebooks import PARAMETERS, declared

from crm_analysis.errors import PrivacyError, UsageError
from crm_analysis.reporting.parameter_values import choose_values, parse_value
from crm_analysis.reporting.parameters import Parameter


@pytest.mark.parametrize("text", ["007", "NO", "1e5", "012", "null", "", " a "])
def test_text_stays_as_it_was_typed(text):
    assert parse_value(Parameter("segment", "str", "all"), text) == text


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [("int", "-3", -3), ("float", "1e5", 1e5), ("bool", "false", False)],
)
def test_numbers_and_truth_are_read(kind, text, value):
    assert parse_value(Parameter("x", kind, value), text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("int", "3.0"),
        ("int", "1_000"),
        ("int", "1e3"),
        ("int", ""),
        ("int", " 3"),
        ("float", "nan"),
        ("float", "inf"),
        ("float", "1e999"),
        ("float", "1,5"),
        ("bool", "NO"),
        ("bool", "1"),
    ],
)
def test_what_is_no_such_number_or_truth_is_refused(kind, text):
    with pytest.raises(UsageError, match=r"parameter x got .*, expected"):
        parse_value(Parameter("x", kind, 1), text)


def test_a_value_that_has_a_type_already_must_have_the_right_one():
    assert parse_value(Parameter("x", "float", 1.0), 3) == 3.0
    with pytest.raises(UsageError, match="got True, expected a whole number"):
        parse_value(Parameter("x", "int", 1), True)


@pytest.mark.parametrize("value", ["1", "36500", 1])
def test_a_horizon_at_its_limits_is_taken(value):
    assert parse_value(Parameter("horizon_days", "int", 14), value) == int(value)


@pytest.mark.parametrize("value", ["0", "-14", "36501", "9" * 30, 0])
def test_a_horizon_beyond_its_limits_is_refused_before_it_can_fail(value):
    with pytest.raises(UsageError, match="expected 1 to 36,500: give a value such as"):
        parse_value(Parameter("horizon_days", "int", 14), value)


@pytest.mark.parametrize("text", ["2017-02-30", "31.12.2017", "20171231", "today"])
def test_where_the_default_is_a_day_the_value_must_be_one(text):
    with pytest.raises(UsageError, match="expected a day such as 2017-12-31"):
        parse_value(Parameter("as_of", "str", "2017-12-31"), text)


def test_a_value_goes_to_the_reports_that_have_the_name():
    two = {"a": declared("n: int = 1"), "b": declared("m: int = 2")}
    assert choose_values(two, {"n": "5"}) == {"a": {"n": 5}, "b": {"m": 2}}


def test_an_unknown_name_is_refused_with_the_nearest():
    with pytest.raises(UsageError, match=r"segmnet; .* did you mean segment"):
        choose_values({"a": declared(PARAMETERS)}, {"segmnet": "x"})


@pytest.mark.parametrize(
    "address",
    ["mysql://ann:hunter2@host/crm", "postgresql+psycopg://ann:hun/ter2@host"],
)
def test_an_address_with_a_password_is_refused_unseen(address):
    with pytest.raises(PrivacyError) as refusal:
        choose_values({"a": declared(PARAMETERS)}, {"segment": address})
    assert "ter2" not in str(refusal.value)


def test_an_address_without_password_is_text():
    chosen = choose_values({"a": declared(PARAMETERS)}, {"segment": "http://host/a@b"})
    assert chosen["a"]["segment"] == "http://host/a@b"
