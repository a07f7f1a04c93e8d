"""Errors: each kind has its exit code, and the docstring says so."""

import pytest

from crm_analysis import errors


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("CrmAnalysisError", 1),
        ("UsageError", 2),
        ("ConnectionFailedError", 3),
        ("DataRefusedError", 4),
        ("MissingColumnsError", 4),
        ("NotEnoughDataError", 5),
        ("PrivacyError", 6),
        ("VerificationError", 7),
    ],
)
def test_each_kind_of_failure_has_its_exit_code(kind, code):
    error = getattr(errors, kind)
    assert issubclass(error, errors.CrmAnalysisError)
    assert error.exit_code == code
    assert kind in errors.__doc__


def test_every_error_is_in_the_tree_that_the_module_draws():
    kinds = [name for name in vars(errors) if name.endswith("Error")]
    assert [kind for kind in kinds if kind not in errors.__doc__] == []


def test_a_failed_connection_says_so_first():
    error = errors.ConnectionFailedError("no file; make one")
    assert str(error) == "connection failed: no file; make one"


def test_missing_columns_are_named_in_alphabetical_order():
    error = errors.MissingColumnsError("the file", {"b", "a"}, ["d", "c"])
    assert str(error) == "the file has no column a, b; it has c, d: rename or add it"


def test_a_table_without_columns_says_so():
    error = errors.MissingColumnsError("the file", {"a"}, [])
    assert str(error) == (
        "the file has no column a; it has no columns at all: rename or add it"
    )
