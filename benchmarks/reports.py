"""How long the reports take beside kernels that only import what they import."""

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbclient
import nbformat

from benchmarks.comparison import Comparison, run, take_turns
from benchmarks.complete_journey import PROGRAM, address, seeded
from crm_analysis.paths import notebooks_folder

JOBS = os.cpu_count() or 1


def measure(folder: Path) -> Comparison:
    """Time the command for all reports beside bare kernels, as many at a time."""
    database = seeded(folder)
    published = folder / "published"
    notebooks = [nbformat.read(path, 4) for path in notebooks_folder().glob("*.ipynb")]

    def report() -> None:
        shutil.rmtree(published, ignore_errors=True)
        jobs = "--jobs", str(JOBS)
        run(PROGRAM, "report", *address(database), "--out", published, *jobs)

    ours, peer = take_turns(report, lambda: start_kernels(notebooks), rounds=3)
    return Comparison(
        f"`crm-analysis report`, {len(notebooks)} reports, {JOBS} jobs",
        f"{len(notebooks)} kernels that run their import cells, {JOBS} at a time",
        ours,
        peer,
        allowed_ratio=1.5,
    )


def start_kernels(notebooks: list[nbformat.NotebookNode]) -> None:
    """Start a kernel for each notebook, let it import, and stop it."""
    with ThreadPoolExecutor(JOBS) as pool:
        list(pool.map(import_in_a_kernel, notebooks))


def import_in_a_kernel(notebook: nbformat.NotebookNode) -> None:
    """Run the code cells of a notebook that import something, and no other."""
    imports = [cell for cell in notebook.cells if "import " in cell.source]
    cells = [cell for cell in imports if cell.cell_type == "code"]
    nbclient.execute(nbformat.v4.new_notebook(cells=cells), kernel_name="python3")
