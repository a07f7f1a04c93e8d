"""Start kernels for papermill and nbval, forked from warm imports where possible."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from crm_analysis.database.without_people import VARIABLE as WITHOUT_PEOPLE
from crm_analysis.errors import CrmAnalysisError
from crm_analysis.reporting.kernel_nursery import STOPPED
from crm_analysis.shared_results import VARIABLE as SHARED_RESULTS

if TYPE_CHECKING:
    from jupyter_client.manager import KernelManager

KERNEL_NAME = "crm-analysis"
PATIENCE_SECONDS = 120
# A socket's path has at most 103 bytes on macOS and 107 on Linux; 45 are ours.
LONGEST_PLACE = 103 - 45
NURSERY = Path(__file__).with_name("kernel_nursery.py")
IMPORTED_AHEAD = (
    "numpy",
    "pandas",
    "pyarrow",
    "duckdb",
    "sqlglot",
    "matplotlib.pyplot",
    "matplotlib_inline.backend_inline",
    "seaborn",
    "scipy.optimize",
    "scipy.stats",
    "sklearn.ensemble",
    "sklearn.linear_model",
    "sklearn.metrics",
    "crm_analysis.database.duckdb",
    "crm_analysis.campaigns",
    "crm_analysis.customer_choice",
    "crm_analysis.customers",
    "crm_analysis.outlook",
    "crm_analysis.purchases",
    "crm_analysis.rfm",
    "crm_analysis.reporting.campaign_exhibits",
    "crm_analysis.reporting.customer_exhibits",
    "crm_analysis.reporting.month_exhibits",
    "crm_analysis.reporting.one_customer_exhibits",
    "crm_analysis.reporting.outlook_exhibits",
    "crm_analysis.reporting.purchase_exhibits",
    "crm_analysis.reporting.quality_exhibits",
    "crm_analysis.reporting.track_record_exhibits",
)


class Kernels:
    """A place that kernels are started from, closed with ``with``.

    Parameters
    ----------
    environment : variables for the kernels, beside those of this process
        The way in for the address of the database, which is no parameter.
    imports : modules imported once, before the first kernel is asked for
        Ignored where processes cannot be forked safely; kernels then start plainly.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        imports: Sequence[str] = IMPORTED_AHEAD,
    ) -> None:
        self.environment = dict(environment)
        self.imports = tuple(imports)
        self._nursery: subprocess.Popen | None = None

    def __enter__(self) -> Self:
        """Open the private folder and let the imports begin, without waiting.

        Raises
        ------
        CrmAnalysisError
            If there is no folder whose path is short enough for sockets.
        """
        self.folder = Path(tempfile.mkdtemp(prefix="crm-kernels-", dir=_short_place()))
        (self.folder / "shared").mkdir(mode=0o700)
        if can_fork():
            self._nursery = self._start_nursery()
        self._write_specification()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End every kernel that still runs, and leave nothing on disk."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def stop(self) -> None:
        """End every kernel at once: the nursery ends its own when its input closes."""
        (self.folder / STOPPED).touch()
        if self._nursery is not None and self._nursery.stdin is not None:
            if not self._socket.exists():
                self._nursery.kill()  # still importing, so it has no kernel yet
            self._nursery.stdin.close()
            self._nursery.wait()

    def wait_until_warm(self, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until the imports are done and kernels can be asked for.

        Raises
        ------
        CrmAnalysisError
            If they are not after that time, or the process has ended.
        """
        deadline = time.monotonic() + seconds
        while self._nursery is not None and not self._socket.exists():
            if self._nursery.poll() is not None or time.monotonic() > deadline:
                raise CrmAnalysisError(
                    "the process that starts kernels did not come up: check that"
                    f" {sys.executable} can import ipykernel"
                )
            time.sleep(0.02)

    def manager_class(self) -> "type[KernelManager]":
        """Make a kernel manager for nbclient: this kernel, sockets in a 0700 folder."""
        from jupyter_client.kernelspec import KernelSpecManager  # noqa: PLC0415
        from jupyter_client.manager import AsyncKernelManager  # noqa: PLC0415

        specifications = KernelSpecManager(kernel_dirs=[str(self.folder / "kernels")])
        folder, environment = self.folder, self.variables()

        class PrivateKernelManager(AsyncKernelManager):
            """Talks over files that only this user can open, not over TCP."""

            def __init__(self, **options: object) -> None:
                sockets = tempfile.mkdtemp(dir=folder)
                super().__init__(
                    **options,
                    kernel_spec_manager=specifications,
                    transport="ipc",
                    ip=f"{sockets}/k",
                    connection_file=f"{sockets}/connection.json",
                )

            async def start_kernel(self, **options: object) -> None:
                """Start the kernel with the environment of these reports."""
                await super().start_kernel(**{**options, "env": dict(environment)})

        return PrivateKernelManager

    def variables(self) -> dict[str, str]:
        """Return the environment for kernels, and for programs that start some."""
        return {
            **os.environ,
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
            "JUPYTER_PATH": str(self.folder),
            WITHOUT_PEOPLE: "1",
            SHARED_RESULTS: str(self.folder / "shared"),
            **self.environment,
        }

    @property
    def _socket(self) -> Path:
        return self.folder / "nursery"

    def _start_nursery(self) -> subprocess.Popen:
        with (self.folder / "log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, NURSERY, "serve", self._socket, *self.imports],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env=self.variables(),
                start_new_session=True,
            )

    def _write_specification(self) -> None:
        plain = ["-m", "ipykernel_launcher"]
        forked = [str(NURSERY), "kernel", str(self._socket)]
        start = plain if self._nursery is None else forked
        specification = {
            "argv": [sys.executable, *start, "-f", "{connection_file}"],
            "display_name": "crm_analysis",
            "language": "python",
        }
        folder = self.folder / "kernels" / KERNEL_NAME
        folder.mkdir(parents=True)
        (folder / "kernel.json").write_text(json.dumps(specification))


def _short_place() -> str:
    """Return where the private folder can be: a socket with a long path never opens.

    ZeroMQ would not say so, and its clients would wait for ever.
    """
    wanted = tempfile.gettempdir()
    for place in (wanted, "/tmp"):
        is_short = len(os.fsencode(place)) <= LONGEST_PLACE
        if is_short and os.access(place, os.W_OK | os.X_OK):
            return place
    raise CrmAnalysisError(
        f"the folder for temporary files, {wanted}, has too long a path for the sockets"
        f" of kernels, expected at most {LONGEST_PLACE} letters: set TMPDIR to another"
    )


def can_fork() -> bool:
    """Tell whether kernels may be forked: on Linux; libraries of macOS forbid it."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open")
