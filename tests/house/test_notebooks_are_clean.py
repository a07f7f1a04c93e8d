"""Notebooks are committed without outputs, thin, and with cell ids that stay."""

import re

import pytest

RANDOM_ID = re.compile(r"[0-9a-f]{8}(-|$)")


@pytest.fixture
def cells(notebooks):
    return [
        (name, cell)
        for name, notebook in notebooks.items()
        for cell in notebook["cells"]
    ]


@pytest.fixture
def code(cells):
    return [
        (f"{name} {cell['id']}", "".join(cell["source"]), cell)
        for name, cell in cells
        if cell["cell_type"] == "code"
    ]


def test_there_are_notebooks(notebooks):
    assert notebooks


def test_notebooks_hold_no_outputs(code):
    assert [
        place
        for place, _, cell in code
        if cell["outputs"] or cell["execution_count"] is not None
    ] == []


def test_each_cell_has_an_id_that_somebody_chose(notebooks):
    for name, notebook in notebooks.items():
        ids = [cell["id"] for cell in notebook["cells"]]
        assert len(ids) == len(set(ids)), name
        assert [one for one in ids if RANDOM_ID.match(one)] == [], name


def test_cells_have_ten_lines_at_most(code):
    assert [place for place, source, _ in code if len(source.splitlines()) > 10] == []


def test_cells_define_no_functions_and_no_classes(code):
    definition = re.compile(r"^\s*(async def|def|class)\s", re.MULTILINE)
    assert [place for place, source, _ in code if definition.search(source)] == []


def test_notebooks_use_the_package_and_nothing_of_its_inside(code):
    inside = re.compile(r"^\s*(from|import)\s+(crm_analysis\.\w+\.\w+)", re.MULTILINE)
    assert [place for place, source, _ in code if inside.search(source)] == []


def test_the_first_code_cell_holds_the_parameters(notebooks):
    for name, notebook in notebooks.items():
        first = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
        assert "parameters" in first["metadata"].get("tags", []), name
