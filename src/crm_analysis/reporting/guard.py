"""Check a published run without executing it: the holes that nbval leaves open.

nbval runs every cell again and compares what comes out, but it passes notebooks whose
outputs were stripped, whose end was cut off or whose prose was changed, and it skips
PNG and widgets. Here every published file has to follow from the source notebooks, the
manifest and the executed notebooks.

What this cannot see: a figure, its data, its fingerprint and its page all changed to
fit each other. Running the notebook again, which `reproduction` does, shows that.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_analysis.errors import UsageError, VerificationError
from crm_analysis.paths import notebooks_folder
from crm_analysis.reporting.bundles import make_bundle
from crm_analysis.reporting.edition import read_published, render_edition
from crm_analysis.reporting.execution import INJECTED
from crm_analysis.reporting.manifest import FILE, Manifest, Report, read_manifest
from crm_analysis.reporting.pictures import SVG, fingerprint
from crm_analysis.reporting.records import EXHIBIT, iterate_records
from crm_analysis.reporting.sources import fingerprint as source_fingerprint
from crm_analysis.reporting.sources import read_notebook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbformat import NotebookNode

COMPARED_BY_NBVAL = {"text/plain", "text/html", "text/markdown", SVG, EXHIBIT}
SWITCHES = (
    "nbval-ignore-output",
    "nbval-skip",
    "nbval-raises-exception",
    "raises-exception",
    "pytest-validate-ignore-output",
)


def check_run(folder: Path, notebooks: Path | None = None) -> None:
    """Refuse a published run in which anything does not follow from its sources.

    Parameters
    ----------
    folder : the published run
    notebooks : folder of the source notebooks; None for the project's

    Raises
    ------
    VerificationError
        Naming everything that differs.
    """
    differences = list(find_differences(folder, notebooks or notebooks_folder()))
    if differences:
        raise VerificationError(f"{folder.name}: {'; '.join(differences)}")


def find_differences(folder: Path, notebooks: Path) -> Iterator[str]:
    """Yield a sentence for everything in a run that is not as it should be."""
    manifest = read_manifest(folder)
    try:
        executed = read_published(manifest, folder)
    except UsageError as error:
        yield str(error)
        return
    for report in manifest.published:
        source = notebooks / f"{report.name}.ipynb"
        if not source.exists():
            yield f"{report.name}: its source notebook is gone"
            continue
        for difference in _check_report(
            report, read_notebook(source), executed[report.name]
        ):
            yield f"{report.name}: {difference}"
    yield from _check_files(folder, manifest, executed)


def _check_report(
    report: Report, source: "NotebookNode", executed: "NotebookNode"
) -> Iterator[str]:
    if source_fingerprint(source) != report.source_sha256:
        yield "its source notebook is not the one that was run"
    yield from _check_cells(source, executed)
    yield from _check_parameters(report, executed)
    yield from _check_execution(executed)
    for number, cell in enumerate(_code_cells(executed), start=1):
        for output in cell.outputs:
            for difference in _check_output(output):
                yield f"code cell {number}: {difference}"


def _check_cells(source: "NotebookNode", executed: "NotebookNode") -> Iterator[str]:
    """Compare the texts of all cells, Markdown included, leaving out the injected."""
    wanted = [_essence(cell) for cell in source.cells]
    found = [_essence(cell) for cell in executed.cells if not _is_injected(cell)]
    if len(found) != len(wanted):
        yield f"it has {len(found)} cells, its source has {len(wanted)}"
    for number, (ours, theirs) in enumerate(zip(wanted, found, strict=False), start=1):
        if ours != theirs:
            yield f"cell {number} ({theirs[0]}) is not as in its source"
    for cell in source.cells:
        if _switches_nbval_off(cell):
            yield "a cell keeps its output from being compared"


def _check_parameters(report: Report, executed: "NotebookNode") -> Iterator[str]:
    """Compare the one injected cell, right after the defaults, with the manifest."""
    tags = [cell.metadata.get("tags", []) for cell in executed.cells]
    injected = [place for place, listed in enumerate(tags) if INJECTED in listed]
    if len(injected) != bool(report.parameters):
        yield f"it has {len(injected)} cells with injected parameters"
    for place in injected:
        if place == 0 or "parameters" not in tags[place - 1]:
            yield "its injected parameters do not follow the defaults"
        if _assigned(executed.cells[place].source) != dict(report.parameters):
            yield "its injected parameters are not those of the manifest"


def _check_execution(executed: "NotebookNode") -> Iterator[str]:
    """See that every code cell was executed, once and in order."""
    cells = [cell for cell in _code_cells(executed) if cell.source.strip()]
    counts = [cell.execution_count for cell in cells]
    if counts != list(range(1, len(cells) + 1)):
        yield "not every code cell was executed once and in order"


def _check_output(output: "NotebookNode") -> Iterator[str]:
    """See that an output is compared by nbval and made from its record."""
    if output.output_type == "error":
        yield "it ended in an error"
    if output.output_type not in {"display_data", "execute_result"}:
        return
    data = output.data
    for kind in sorted(set(data) - COMPARED_BY_NBVAL):
        yield f"an output of type {kind} is not compared when it is run again"
    if EXHIBIT in data:
        if dict(data) != _expected_bundle(data):
            yield f"the {data[EXHIBIT]['kind']} shown is not the one in its data"
    elif any(kind.startswith("image/") for kind in data):
        yield "a picture comes without the data behind it"
    if output.metadata:
        yield "an output carries metadata, which is not compared"


def _expected_bundle(data: "Mapping[str, Any]") -> dict[str, Any]:
    """Make an output again from its record; a picture is known by its fingerprint."""
    record = data[EXHIBIT]
    picture = data.get(SVG, "")
    genuine = fingerprint(picture) == record.get("image_sha256")
    return make_bundle(record, picture if genuine else None)


def _check_files(
    folder: Path, manifest: Manifest, executed: "dict[str, NotebookNode]"
) -> Iterator[str]:
    """Render every file again and compare it to the byte."""
    try:
        wanted = render_edition(manifest, executed)
    except (UsageError, KeyError, TypeError) as error:
        yield f"its pages cannot be made again ({type(error).__name__})"
        return
    for name, text in wanted.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != text.encode():
            yield f"{name} is not what its notebook and manifest say"
    for name, notebook in executed.items():
        yield from _check_counts(name, notebook, wanted[f"{name}.html"])
    books = {f"{report.name}.ipynb" for report in manifest.published}
    for stray in sorted({path.name for path in folder.iterdir()} - {*wanted, *books}):
        if stray != FILE:
            yield f"{stray} does not belong to it"


def _check_counts(name: str, notebook: "NotebookNode", page: str) -> Iterator[str]:
    """Count figures and tables in a page, in case the template lost some."""
    records = list(iterate_records(notebook))
    kinds = [record["kind"] for record in records]
    figures, tables = kinds.count("figure"), kinds.count("table")
    filled = sum(bool(each["rows"]) for each in records if each["kind"] == "table")
    for what, mark, wanted in (
        ("figures", "<figure id=", figures),
        ("tables", '<section class="table" id=', tables),
        ("tables of data", "<table><caption>", figures + filled),
    ):
        if page.count(mark) != wanted:
            yield f"{name}.html has {page.count(mark)} {what}, its notebook {wanted}"


def _code_cells(notebook: "NotebookNode") -> "list[NotebookNode]":
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _essence(cell: "NotebookNode") -> tuple[str, str, dict[str, Any]]:
    told = {key: value for key, value in cell.metadata.items() if value != []}
    return cell.cell_type, cell.source, told


def _is_injected(cell: "NotebookNode") -> bool:
    return INJECTED in cell.metadata.get("tags", [])


def _switches_nbval_off(cell: "NotebookNode") -> bool:
    words = [line.strip("# ").lower() for line in cell.source.splitlines()]
    found = {word.replace("_", "-") for word in words}
    return any(
        switch in found or switch in cell.metadata.get("tags", [])
        for switch in SWITCHES
    )


def _assigned(source: str) -> dict[str, Any] | None:
    """Read a cell of plain assignments, or None if it does anything else."""
    try:
        return {
            statement.targets[0].id: ast.literal_eval(statement.value)
            for statement in ast.parse(source).body
        }
    except (SyntaxError, ValueError, AttributeError):
        return None
