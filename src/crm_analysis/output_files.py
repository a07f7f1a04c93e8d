"""Files for the user: asked about before the work, and never half-written."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pyarrow as pa
from pyarrow import parquet

from crm_analysis.errors import CrmAnalysisError, UsageError

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")


def require_places(outputs: Iterable[Path], inputs: Iterable[Path] = ()) -> None:
    """Refuse places that could not be written to in the end, before any work.

    Parameters
    ----------
    outputs : paths
        The files that are going to be written.
    inputs : paths
        The files that are read, which must not be written over.

    Raises
    ------
    UsageError
        If a folder is missing or not writable, or two of the files are the same.
    """
    taken = {path.resolve() for path in inputs}
    for path in outputs:
        if path.is_dir():
            raise UsageError(f"{path} is a folder; give the name of a file in it")
        if path.resolve() in taken:
            raise UsageError(f"{path} is given twice; give each file a name of its own")
        taken.add(path.resolve())
        if not path.parent.is_dir():
            raise UsageError(
                f"there is no folder {path.parent}; make it, or give another"
            )
        if not os.access(path.parent, os.W_OK | os.X_OK):
            raise UsageError(
                f"the folder {path.parent} cannot be written to; give another"
            )


def write_whole(path: Path, write: Callable[[Path], T]) -> T:
    """Write a file beside its place and move it there, so it is never half-written.

    What `write` returns is returned.

    Raises
    ------
    CrmAnalysisError
        If that fails; what was there before is still there.
    """
    side = path.with_name(f".{path.name}.writing-{os.getpid()}")
    try:
        written = write(side)
        side.replace(path)
    except OSError as error:
        # Arrow says more, and not in one sentence.
        why = os.strerror(error.errno) if error.errno else error
        raise CrmAnalysisError(
            f"{path} cannot be written ({why}); check the folder"
        ) from None
    finally:
        side.unlink(missing_ok=True)
    return written


def write_parquet(path: Path, frames: "Iterable[pd.DataFrame]") -> int:
    """Write frames of the same columns one below the other, holding one at a time.

    Returns
    -------
    int
        How many rows they have together. Their index is left out.
    """
    writer, rows = None, 0
    try:
        for frame in frames:
            table = pa.Table.from_pandas(frame, preserve_index=False)
            writer = writer or parquet.ParquetWriter(path, table.schema)
            writer.write_table(table)
            rows += len(table)
    finally:
        if writer:
            writer.close()
    return rows


def safe_for_spreadsheets(text: str) -> str:
    """Put a ' before text that a spreadsheet would run as a formula.

    >>> [safe_for_spreadsheets("=1+1"), safe_for_spreadsheets("plain")]
    ["'=1+1", 'plain']
    """
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
