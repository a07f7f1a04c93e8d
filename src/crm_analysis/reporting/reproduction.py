"""Run every notebook of a published run again, and mark the run if nothing differs."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from crm_analysis.errors import VerificationError
from crm_analysis.reporting.edition import write_edition
from crm_analysis.reporting.guard import check_run
from crm_analysis.reporting.kernels import (
    IMPORTED_AHEAD,
    KERNEL_NAME,
    PATIENCE_SECONDS,
    Kernels,
)
from crm_analysis.reporting.manifest import Manifest, read_manifest
from crm_analysis.reporting.overview import SUMMARY, write_overview
from crm_analysis.reporting.publication import private_folder, publish
from crm_analysis.reporting.records import EXHIBIT
from crm_analysis.reporting.snapshot import without_names
from crm_analysis.reporting.sources import read_notebook

if TYPE_CHECKING:
    from nbformat import NotebookNode

OUTCOME = "outcome.xml"
CELL_SECONDS = 900


def reproduce(
    folder: Path,
    database_url: str,
    notebooks: Path | None = None,
    jobs: int = 2,
    imports: Sequence[str] = IMPORTED_AHEAD,
) -> Manifest:
    """Check a run, execute it again with nbval, and mark its pages as reproduced.

    Parameters
    ----------
    folder : the published run
    database_url : of the same data
    notebooks : folder of the source notebooks; None for the project's
    jobs : how many notebooks run at a time
    imports : modules that kernels have ready

    Returns
    -------
    Manifest
        Marked as reproduced, as it is now published.

    Raises
    ------
    VerificationError
        Naming what differs; the pages then stay as they were.
    """
    folder = folder.resolve()
    check_run(folder, notebooks)
    manifest = read_manifest(folder)
    books = [folder / f"{report.name}.ipynb" for report in manifest.published]
    with private_folder(folder.parent) as making:
        with (
            without_names(database_url) as url,
            Kernels({"CRM_DATABASE_URL": url}, imports) as kernels,
        ):
            differences = _run_all_again(books, kernels, jobs, making)
        if differences:
            raise VerificationError(f"{folder.name}: {'; '.join(differences)}")
        return _mark(folder, manifest, making)


def find_changes(
    books: Sequence[Path], kernels: Kernels, making: Path
) -> list[list[str]]:
    """Execute notebooks again with nbval and say which cells came out otherwise.

    One pytest runs them all, one after the other: importing nbval takes longer than
    most notebooks.

    Parameters
    ----------
    books : executed notebooks
    kernels : of the same database, warm or about to be
    making : private folder, for the copies that are run and the record of the outcome

    Returns
    -------
    list of lists: for each notebook, a sentence a cell that differs
    """
    place = Path(tempfile.mkdtemp(dir=making))
    copies = [
        Path(shutil.copy(book, place / f"book{number}.ipynb"))
        for number, book in enumerate(books)
    ]
    (place / "pytest.ini").write_text("[pytest]\n")
    subprocess.run(
        _nbval_command(place, copies),
        cwd=place,
        env=_variables(kernels),
        capture_output=True,
        check=False,
    )
    outcomes = _read_outcomes(place / OUTCOME)
    return [
        _describe_changes(outcomes.get(copy.stem, {}), read_notebook(copy))
        for copy in copies
    ]


def _run_all_again(
    books: list[Path], kernels: Kernels, jobs: int, making: Path
) -> list[str]:
    groups = [group for start in range(jobs) if (group := books[start::jobs])]
    with ThreadPoolExecutor(max_workers=max(1, jobs)) as pool:
        found = pool.map(lambda group: find_changes(group, kernels, making), groups)
        return sorted(
            f"{book.stem}: {change}"
            for group, changed in zip(groups, found, strict=True)
            for book, changes in zip(group, changed, strict=True)
            for change in changes
        )


def _mark(folder: Path, manifest: Manifest, making: Path) -> Manifest:
    """Write all pages again with the mark, beside the run, and swap the two."""
    marked = replace(manifest, reproduced=True)
    copy = Path(shutil.copytree(folder, making / "marked"))
    write_edition(marked, copy)
    publish(copy, folder)
    in_batch = (folder.parent / SUMMARY).is_file()
    write_overview(folder.parent.parent if in_batch else folder.parent)
    return marked


def _nbval_command(place: Path, notebooks: list[Path]) -> list[str]:
    return [
        *(sys.executable, "-m", "pytest"),
        *("-p", "nbval.plugin", "-p", "no:cacheprovider"),
        *("-c", str(place / "pytest.ini")),
        *("--nbval", "--nbval-kernel-name", KERNEL_NAME),
        # pytest and the kernels' imports begin at the same time
        *("--nbval-kernel-startup-timeout", str(PATIENCE_SECONDS)),
        # nbval does not notice a kernel that died; it only stops waiting
        *("--nbval-cell-timeout", str(CELL_SECONDS)),
        *("--junitxml", str(place / OUTCOME)),
        *map(str, notebooks),
    ]


def _variables(kernels: Kernels) -> dict[str, str]:
    """Keep the settings and plugins of a surrounding pytest out of this one."""
    kept = {
        name: value
        for name, value in kernels.variables().items()
        if not name.startswith(("PYTEST_", "COV_CORE_"))
    }
    return {**kept, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONWARNINGS": "ignore"}


def _read_outcomes(file: Path) -> dict[str, dict[int, str]]:
    """Read what nbval wrote: notebook -> code cell -> message, empty if alike."""
    outcomes: dict[str, dict[int, str]] = {}
    if not file.exists():
        return outcomes
    for case in ElementTree.parse(file).iter("testcase"):
        notebook = case.get("classname", "").split(".")[0]
        number = int(case.get("name", "Cell -1").split()[-1])
        message = "".join(child.text or child.tag for child in case)
        outcomes.setdefault(notebook, {})[number] = message
    return outcomes


def _describe_changes(cells: dict[int, str], notebook: "NotebookNode") -> list[str]:
    """Name the code cells that differ, by what they show."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if set(cells) != set(range(len(code))):
        return ["it could not be run again"]
    return [
        f"code cell {number + 1}{_shown_by(code[number])}"
        f" {'fails' if 'execution failed' in message else 'says something else'}"
        " when run again"
        for number, message in sorted(cells.items())
        if message
    ]


def _shown_by(cell: "NotebookNode") -> str:
    records = [output.get("data", {}).get(EXHIBIT) for output in cell.outputs]
    shown = [f"{record['kind']} {record['id']}" for record in records if record]
    return f" ({', '.join(shown)})" if shown else ""
