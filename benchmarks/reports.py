"""How long reports, batches and pages take, each beside something plainer."""

import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbclient
import nbformat
from nbconvert import HTMLExporter

from benchmarks.comparison import Comparison, run, take_turns
from benchmarks.complete_journey import PROGRAM, address, seeded
from crm_analysis.paths import notebooks_folder, sql_folder
from crm_analysis.reporting.edition import read_published, render_edition
from crm_analysis.reporting.manifest import read_manifest

JOBS = os.cpu_count() or 1
SEGMENTS = 12
NOT_ENOUGH_DATA = 5  # a small segment withholds its numbers, which is no failure


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
        allowed_ratio=2,
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


def measure_batch(folder: Path) -> Comparison:
    """Time a batch of twelve segments beside one of everybody alone."""
    database, home = seeded(folder), home_of_parts(folder / "home")

    def batch(segments: list[str]) -> None:
        published, listed = folder / "batches", folder / "segments.yml"
        shutil.rmtree(published, ignore_errors=True)
        listed.write_text(f"segments: [{', '.join(segments)}]\n", encoding="utf-8")
        words = [*address(database), "batch", listed, "--out", published]
        done = subprocess.run(
            [PROGRAM, *words, "--jobs", str(JOBS)],
            check=False,
            stdout=subprocess.DEVNULL,
            env=os.environ | {"CRM_ANALYSIS_HOME": str(home)},
        )
        if done.returncode not in {0, NOT_ENOUGH_DATA}:
            done.check_returncode()

    parts = [f"part_{number}" for number in range(1, SEGMENTS)]
    ours, peer = take_turns(lambda: batch(["all", *parts]), lambda: batch(["all"]), 1)
    return Comparison(
        f"`crm-analysis batch`, {SEGMENTS} segments, {JOBS} jobs",
        "the same for one segment",
        ours,
        peer,
        allowed_ratio=4,
    )


def home_of_parts(home: Path) -> Path:
    """Copy the queries and notebooks, with segments that part the customers."""
    if not home.exists():
        shutil.copytree(sql_folder(), home / "sql")
        shutil.copytree(notebooks_folder(), home / "notebooks")
        for number in range(1, SEGMENTS):
            (home / "sql" / "segments" / f"part_{number}.sql").write_text(
                f"-- part_{number}: customers by id.\nselect customer_id\n"
                "from customer_profiles\n"
                f"where mod(customer_id, {SEGMENTS - 1}) = {number - 1};\n",
                encoding="utf-8",
            )
    return home


def measure_pages(folder: Path) -> Comparison:
    """Time writing the pages of executed notebooks beside nbconvert's own."""
    published = folder / "published_once"
    run(PROGRAM, "report", *address(seeded(folder)), "--out", published)
    (path,) = published.glob("*/manifest.json")
    manifest = read_manifest(path.parent)
    notebooks = read_published(manifest, path.parent)

    def convert() -> None:
        for notebook in notebooks.values():
            HTMLExporter().from_notebook_node(notebook)

    ours, peer = take_turns(lambda: render_edition(manifest, notebooks), convert, 5)
    return Comparison(
        f"{len(notebooks)} pages, facts and index from executed notebooks",
        "nbconvert's HTML of the same notebooks",
        ours,
        peer,
        allowed_ratio=1,
    )
