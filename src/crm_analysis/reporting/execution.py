"""Execute one notebook with papermill, and strip what changes between equal runs."""

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crm_analysis import errors
from crm_analysis.reporting.kernels import KERNEL_NAME, Kernels
from crm_analysis.reporting.parameters import Literal

if TYPE_CHECKING:
    from nbformat import NotebookNode

INJECTED = "injected-parameters"


@dataclass(frozen=True)
class Failure:
    """Why a report was not made, without anything that could quote a person.

    Attributes
    ----------
    error : the name of the exception's class
    sentence : its message if it is one of ours, else empty
    kept_in : the private folder with the partial notebook and its traceback, seen
        from the folder that runs are published in
    """

    error: str
    sentence: str = ""
    kept_in: str = ""

    def in_words(self) -> str:
        """Say why, and where to look where the message may not be shown.

        >>> Failure("ValueError", kept_in=".failed/run").in_words()
        'ValueError; its traceback is in .failed/run, beside the runs'
        """
        where = f"; its traceback is in {self.kept_in}, beside the runs"
        return self.sentence or self.error + where


def execute_notebook(
    source: Path,
    target: Path,
    parameters: Mapping[str, Literal],
    kernels: Kernels,
    seconds: float,
) -> Failure | None:
    """Execute a notebook into a file, and say how it failed if it did.

    Parameters
    ----------
    source, target : the notebook, and the file for the executed one
        After a failure, `target` holds what was reached, with the traceback; it is
        gone if there was no room for it.
    parameters : every parameter with its typed value
    kernels : where its kernel comes from
    seconds : what the whole notebook may take
    """
    try:
        _run_papermill(source, target, parameters, kernels, seconds)
    except Exception as error:
        if _is_out_of_room(error):
            target.unlink(missing_ok=True)  # it is cut off, and others need the room
        return describe_failure(error, seconds)
    return None


def describe_failure(error: Exception, seconds: float) -> Failure:
    """Name an error; quote its message only if it is one of this package's own.

    Messages of other errors can hold a row of data, and so a person.
    """
    name = getattr(error, "ename", type(error).__name__)
    if name in _own_error_names():
        return Failure(name, str(getattr(error, "evalue", error)))
    if _is_out_of_room(error):
        return Failure(name, f"there was no room to write it ({error.strerror})")
    if name == "CellTimeoutError":
        return Failure(name, f"it took longer than {seconds:g} seconds and was stopped")
    if name == "DeadKernelError":
        return Failure(name, "its process ended before the notebook did")
    return Failure(name)


def _is_out_of_room(error: Exception) -> bool:
    """Tell whether the disk took no more; what a kernel raises is never this."""
    return isinstance(error, OSError) and error.errno in errors.NO_ROOM


def strip_run_metadata(notebook: "NotebookNode") -> "NotebookNode":
    """Remove times, paths and random ids from an executed notebook, in place."""
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if not cell.metadata.get("tags", ["tagged"]):
            del cell.metadata["tags"]  # papermill adds empty ones
        if INJECTED in cell.metadata.get("tags", []):
            cell.id = INJECTED
    return notebook


def _run_papermill(
    source: Path,
    target: Path,
    parameters: Mapping[str, Literal],
    kernels: Kernels,
    seconds: float,
) -> None:
    import nbformat  # noqa: PLC0415  with papermill, three seconds of import
    import papermill  # noqa: PLC0415
    from jupyter_core.utils import ensure_event_loop  # noqa: PLC0415

    # Names and types are checked by now; it would only grumble about help texts.
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    # nbclient leaves the event loop of each thread open.
    with closing(ensure_event_loop()):
        papermill.execute_notebook(
            _literal(source),
            _literal(target),
            parameters=dict(parameters),
            kernel_name=KERNEL_NAME,
            language="python",
            progress_bar=False,
            record_timing=False,
            kernel_manager_class=kernels.manager_class(),
            timeout_func=_time_left(seconds),
            store_widget_state=False,
        )
    notebook = strip_run_metadata(nbformat.read(target, as_version=4))
    nbformat.write(notebook, target)


def _literal(path: Path) -> str:
    """Keep papermill from filling in braces that are part of a folder's name."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _time_left(seconds: float) -> Callable[[object], int]:
    """Give each cell what is left of the notebook's time, one second at least."""
    deadline = time.monotonic() + seconds
    return lambda _: max(1, round(deadline - time.monotonic()))


def _own_error_names() -> set[str]:
    return {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.CrmAnalysisError)
    }
