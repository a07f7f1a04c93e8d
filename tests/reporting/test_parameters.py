"""Parameters: names, types, defaults and help, as a notebook declares them."""

import pytest
from nbformat.v4 import new_notebook
from toy_notebooks import PARAMETERS, code, declared

from crm_analysis.errors import UsageError
from crm_analysis.reporting.parameters import Parameter, read_parameters


def test_names_types_defaults_and_help_are_read():
    assert declared('as_of: str = "2017-12-31"  # first unknown day') == (
        Parameter("as_of", "str", "2017-12-31", "first unknown day"),
    )


def test_a_second_equals_sign_in_the_help_loses_nothing():
    segment = declared(PARAMETERS)[1]
    assert (segment.name, segment.help) == ("segment", "a name = from segments")


def test_a_name_without_annotation_has_the_type_of_its_default():
    assert declared("quick = False")[0].type_name == "bool"


def test_a_notebook_without_parameters_has_none():
    assert read_parameters(new_notebook(cells=[code("x = 1")])) == ()


@pytest.mark.parametrize(
    "source", ["x: int = 1 + y", "import os", "x: list = []", 'x: int = "1"']
)
def test_a_cell_that_holds_more_than_typed_literals_is_refused(source):
    with pytest.raises(UsageError):
        declared(source)
