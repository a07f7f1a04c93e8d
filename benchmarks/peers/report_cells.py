"""Run the cells of one report in this process, and say what its parts took.

    python -m benchmarks.peers.report_cells NOTEBOOK DATABASE AS_OF

Printed on one line: seconds, processor seconds of the database and of all the rest,
GiB. Imports are not counted. The database runs in the same process, so a processor
second is the database's if it passes while a query is being read.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from IPython.core.interactiveshell import InteractiveShell

from crm_analysis.database.duckdb import DuckDBDatabase
from crm_analysis.reporting import exhibits

IMPORTS, PARAMETERS = "import ", "parameters"


class MeteredDatabase:
    """What stands in for the reading of queries, and sees how long it takes."""

    seconds = 0.0
    read, stream = DuckDBDatabase._read, DuckDBDatabase._stream

    def read_metered(self: DuckDBDatabase, *arguments: object) -> pa.Table:
        """Run one query and return its rows."""
        start = time.process_time()
        rows = MeteredDatabase.read(self, *arguments)
        MeteredDatabase.seconds += time.process_time() - start
        return rows

    def stream_metered(self: DuckDBDatabase, *arguments: object) -> Iterator[pa.Table]:
        """Run one query and yield its rows in parts."""
        start = time.process_time()
        for rows in MeteredDatabase.stream(self, *arguments):
            MeteredDatabase.seconds += time.process_time() - start
            yield rows
            start = time.process_time()
        MeteredDatabase.seconds += time.process_time() - start


def main(notebook: str, database: str, as_of: str) -> None:
    """Run the cells in order, the imports first, and print one line."""
    cells = json.loads(Path(notebook).read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    first = [cell for cell in code if _is_first(cell)]
    os.environ["CRM_DATABASE_URL"] = f"duckdb:///{database}"
    exhibits._display = lambda bundle: None
    DuckDBDatabase._read = MeteredDatabase.read_metered
    DuckDBDatabase._stream = MeteredDatabase.stream_metered
    shell = InteractiveShell.instance()
    run(shell, [*first, {"source": [f"as_of = {as_of!r}"]}])
    start, processor = time.perf_counter(), time.process_time()
    run(shell, [cell for cell in code if cell not in first])
    seconds, passed = time.perf_counter() - start, time.process_time() - processor
    gib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(seconds, MeteredDatabase.seconds, passed - MeteredDatabase.seconds, gib)


def run(shell: InteractiveShell, cells: list[dict]) -> None:
    """Run cells; what fails is not timed."""
    for cell in cells:
        shell.run_cell("".join(cell["source"])).raise_error()


def _is_first(cell: dict) -> bool:
    source = "".join(cell["source"])
    return IMPORTS in source or PARAMETERS in cell["metadata"].get("tags", [])


if __name__ == "__main__":
    main(*sys.argv[1:])
