"""Dishonest changes to a published run: which are seen, and by which layer.

The guard executes nothing and sees changed files; nbval executes again and sees changed
numbers. Each row below says who catches it; together they catch every one.
"""

import json
import shutil

import nbformat
import pytest
from toy_notebooks import READY

from crm_analysis.errors import VerificationError
from crm_analysis.reporting import reproduce
from crm_analysis.reporting.edition import write_edition
from crm_analysis.reporting.guard import check_run, find_differences
from crm_analysis.reporting.kernels import Kernels
from crm_analysis.reporting.manifest import read_manifest
from crm_analysis.reporting.pictures import SVG, fingerprint
from crm_analysis.reporting.records import EXHIBIT, iterate_outputs
from crm_analysis.reporting.reproduction import find_changes
from crm_analysis.reporting.tables import table_html, table_text

NAME = "01_figures"


def edit_notebook(change):
    def edit(folder):
        path = folder / f"{NAME}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        change(notebook)
        nbformat.write(notebook, path)

    return edit


def output_of(notebook, id_):
    return next(
        output
        for output in iterate_outputs(notebook)
        if output.get("data", {}).get(EXHIBIT, {}).get("id") == id_
    )


def strip_outputs(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None


def cut_off_second_half(notebook):
    notebook.cells = notebook.cells[: len(notebook.cells) // 2]


def add_false_conclusion(notebook):
    notebook.cells[-2].source += "\n# Sales will double."
    text = nbformat.v4.new_markdown_cell("Sales will double.", id="last")
    notebook.cells.append(text)


def change_prose(notebook):
    notebook.cells[0].source += " There are a million of them."


def edit_html_table(notebook):
    data = output_of(notebook, "spenders").data
    data["text/html"] = data["text/html"].replace("1,500", "9,500")


def remove_injected_cell(notebook):
    del notebook.cells[2]


def change_injected_parameter(notebook):
    notebook.cells[2].source = notebook.cells[2].source.replace("14", "30")


def swap_pictures(notebook):
    first, second = output_of(notebook, "ages").data, output_of(notebook, "weeks").data
    first[SVG], second[SVG] = second[SVG], first[SVG]


def put_in_another_picture(notebook):
    data = output_of(notebook, "ages").data
    data[SVG] = data[SVG].replace("#0072b2", "#d55e00")
    data[EXHIBIT]["image_sha256"] = fingerprint(data[SVG])


def change_numbers_behind_figure(notebook):
    output_of(notebook, "ages").data[EXHIBIT]["rows"][0][1] = 99


def change_table_everywhere(notebook):
    data = output_of(notebook, "spenders").data
    data[EXHIBIT]["rows"][2][1] = 9500
    data["text/html"] = table_html(data[EXHIBIT])
    data["text/plain"] = table_text(data[EXHIBIT])


def add_png(notebook):
    output_of(notebook, "ages").data["image/png"] = "iVBORw0KGgo="


def skip_comparison(notebook):
    notebook.cells[-1].metadata["tags"] = ["nbval-ignore-output"]


def then_write_pages_again(change):
    """Let the pages follow a changed notebook, as a careful forger would."""

    def edit(folder):
        edit_notebook(change)(folder)
        write_edition(read_manifest(folder), folder)

    return edit


def edit_page(folder):
    path = folder / f"{NAME}.html"
    path.write_text(path.read_text().replace("1,500", "9,500"))


def edit_facts(folder):
    path = folder / "facts.json"
    facts = json.loads(path.read_text())
    facts["facts"][0]["value"] = 9999
    path.write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n")


def add_a_file(folder):
    (folder / "more.html").write_text("a page from elsewhere")


DISHONEST = {  # what is done: how, whether the guard sees it, whether nbval sees it
    "all outputs are stripped": (edit_notebook(strip_outputs), True, False),
    "the second half is cut off": (edit_notebook(cut_off_second_half), True, False),
    "a false conclusion is added": (edit_notebook(add_false_conclusion), True, False),
    "the prose is changed": (then_write_pages_again(change_prose), True, False),
    "a number in an HTML table is edited": (edit_notebook(edit_html_table), True, True),
    "the injected cell is removed": (edit_notebook(remove_injected_cell), True, False),
    "an injected value is changed": (
        then_write_pages_again(change_injected_parameter),
        True,
        False,
    ),
    "two pictures are swapped": (then_write_pages_again(swap_pictures), True, True),
    "a picture and its fingerprint are replaced": (
        then_write_pages_again(put_in_another_picture),
        False,
        True,
    ),
    "the numbers behind a figure are changed": (
        then_write_pages_again(change_numbers_behind_figure),
        False,
        True,
    ),
    "a table is changed in all its forms": (
        then_write_pages_again(change_table_everywhere),
        False,
        True,
    ),
    "a PNG that nbval skips is added": (then_write_pages_again(add_png), True, False),
    "a cell is taken out of the comparison": (
        then_write_pages_again(skip_comparison),
        True,
        False,
    ),
    "a number in the page is edited": (edit_page, True, False),
    "a fact is edited": (edit_facts, True, False),
    "a page is added": (add_a_file, True, False),
}


@pytest.fixture(scope="session")
def seen_by_nbval(published, tmp_path_factory):
    """Execute each dishonestly changed notebook again, once; say which differed."""
    making = tmp_path_factory.mktemp("making")
    books = []
    for number, (change, _, _) in enumerate(DISHONEST.values()):
        folder = shutil.copytree(published.folder, making / f"run{number}")
        change(folder)
        books.append(folder / f"{NAME}.ipynb")
    with Kernels({}, READY) as kernels:
        return dict(zip(DISHONEST, find_changes(books, kernels, making), strict=True))


@pytest.fixture
def copy(published, tmp_path):
    return shutil.copytree(published.folder, tmp_path / published.folder.name)


def test_an_untouched_run_passes_the_guard(copy, sources):
    check_run(copy, sources)


def test_a_run_that_says_the_same_again_is_marked_on_its_pages(copy, sources):
    assert "Not checked yet" in (copy / f"{NAME}.html").read_text()
    reproduce(copy, "duckdb:///nowhere", sources, imports=READY)
    assert "Every cell was run again" in (copy / f"{NAME}.html").read_text()
    check_run(copy, sources)


@pytest.mark.parametrize("what", DISHONEST)
def test_the_guard_sees_what_it_should(what, copy, sources):
    change, seen_by_guard, _ = DISHONEST[what]
    change(copy)
    assert bool(list(find_differences(copy, sources))) is seen_by_guard


@pytest.mark.parametrize("what", DISHONEST)
def test_nbval_sees_what_it_should(what, seen_by_nbval):
    assert bool(seen_by_nbval[what]) is DISHONEST[what][2]


@pytest.mark.parametrize("what", DISHONEST)
def test_one_of_the_two_sees_every_dishonest_change(what):
    assert any(DISHONEST[what][1:])


def test_a_run_with_changed_numbers_is_refused_and_not_marked(copy, sources):
    then_write_pages_again(change_numbers_behind_figure)(copy)
    with pytest.raises(VerificationError, match=r"figure ages.* when run again"):
        reproduce(copy, "duckdb:///nowhere", sources, imports=READY)
    assert "Not checked yet" in (copy / f"{NAME}.html").read_text()


def test_a_plain_plot_without_its_data_is_refused(half_failed, tmp_path):
    sources = half_failed.folder  # its own notebooks will do as far as plots go
    found = " ".join(find_differences(half_failed.folder, sources))
    assert "03_plots: code cell 1: a picture comes without the data" in found


def test_swapped_plain_pictures_are_refused(half_failed, tmp_path):
    folder = shutil.copytree(half_failed.folder, tmp_path / "run")
    path = folder / "03_plots.ipynb"
    notebook = nbformat.read(path, as_version=4)
    first, second = notebook.cells[1], notebook.cells[2]
    first.outputs, second.outputs = second.outputs, first.outputs
    nbformat.write(notebook, path)
    found = " ".join(find_differences(folder, half_failed.folder))
    assert "code cell 2: an output of type image/png is not compared" in found


def test_a_source_that_changed_since_is_named(copy, sources, tmp_path):
    changed = shutil.copytree(sources, tmp_path / "changed")
    path = changed / f"{NAME}.ipynb"
    path.write_text(path.read_text().replace("We count them.", "We counted them."))
    with pytest.raises(VerificationError, match="is not the one that was run"):
        check_run(copy, changed)
