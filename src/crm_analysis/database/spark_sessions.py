"""Sessions of Spark: one driver a process, started at the first need.

Importing this module needs the extra ``spark``; starting a driver needs Java 17.
"""

import atexit
import logging
import os
import shutil
import socket
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import DEVNULL

import pyspark
from py4j.protocol import Py4JError
from pyspark import SparkConf, SparkContext
from pyspark.errors import PySparkException
from pyspark.java_gateway import launch_gateway
from pyspark.sql import SparkSession

from crm_analysis.errors import ConnectionFailedError

PARTITIONS_A_CORE = 2
CONNECT_SECONDS = 10
_SETTINGS = {
    "spark.app.name": "crm_analysis",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",  # too large a number is an error, not a null
}
# What is said of an error may quote a row; the sentence that we make of it does not.
logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL + 1)
# Frames are made from Arrow by ourselves, so Spark's own way to pandas 3 is not gone.
warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")


def new_session(master: str) -> SparkSession:
    """Return a session with temporary views of its own.

    Parameters
    ----------
    master : str
        As Spark takes it: ``spark://host:7077``, ``local[*]``,
        ``local-cluster[2,1,2048]``.

    Raises
    ------
    ConnectionFailedError
        If Java is missing, the master does not answer, or this process works with
        another one already.
    """
    running = _running[0][0] if _running else _start(master)
    if running.master != master:
        raise ConnectionFailedError(
            f"this process works with the Spark master {running.master} already, so it"
            f" cannot turn to {master}; use another process for it"
        )
    session = SparkSession(running).newSession()
    partitions = PARTITIONS_A_CORE * running.defaultParallelism
    session.conf.set("spark.sql.shuffle.partitions", str(partitions))
    return session


def _start(master: str) -> SparkContext:
    """Start a driver, which ends with this process and leaves nothing behind."""
    if master.startswith("spark://") and not _answers(master):
        raise _no_master(master)
    folder = Path(tempfile.mkdtemp(prefix="crm_analysis-spark-"))
    conf = _configured(master, folder)
    # Spark's log may quote a row, too.
    quiet = {} if "CRM_TRACEBACK" in os.environ else _SILENT
    try:
        with _home(master, folder):
            gateway = launch_gateway(conf, dict(quiet))
        context = SparkContext(conf=conf, gateway=gateway)
        SparkSession(context).conf.get("spark.sql.session.timeZone")  # does it live?
    except (PySparkException, Py4JError, OSError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise _why_not(error, master) from None
    _running.append((context, folder))
    return context


_running: list[tuple[SparkContext, Path]] = []


@atexit.register
def stop() -> None:
    """End the driver of this process, if there is one, and remove its files."""
    while _running:
        context, folder = _running.pop()
        with suppress(Exception):  # it may have been lost long ago
            context.stop()
        shutil.rmtree(folder, ignore_errors=True)


_SILENT = {"stdout": DEVNULL, "stderr": DEVNULL}


def _configured(master: str, folder: Path) -> SparkConf:
    conf = SparkConf().setMaster(master)
    for name, value in _SETTINGS.items():
        conf.setIfMissing(name, value)
    conf.set("spark.sql.warehouse.dir", str(folder / "warehouse"))
    conf.set("spark.driver.extraJavaOptions", f"-Djava.io.tmpdir={folder}")
    if master.startswith("local"):  # all of it is on this machine, for nobody else
        conf.set("spark.local.dir", str(folder))
        conf.set("spark.driver.host", "127.0.0.1")
        conf.set("spark.driver.bindAddress", "127.0.0.1")
    return conf


@contextmanager
def _home(master: str, folder: Path) -> Iterator[None]:
    """Give the workers of a local cluster a home to write their logs into.

    They write into the folder ``work`` of Spark's home, which would be inside the
    installed package, and never remove it.
    """
    if not master.startswith("local-cluster") or "SPARK_HOME" in os.environ:
        yield
        return
    for each in Path(pyspark.__file__).parent.iterdir():
        if each.name != "work":
            (folder / each.name).symlink_to(each)
    os.environ["SPARK_HOME"] = str(folder)
    try:
        yield
    finally:
        del os.environ["SPARK_HOME"]


def _why_not(error: Exception, master: str) -> ConnectionFailedError:
    """Say in a sentence why there is no driver."""
    if isinstance(error, Py4JError):
        return _no_master(master)
    return ConnectionFailedError(
        "Spark's driver did not start; it needs Java 17 or newer, for instance"
        " apt-get install openjdk-17-jre-headless"
    )


def _answers(master: str) -> bool:
    """Tell whether there is anybody at a master's port; Spark itself asks for 70 s."""
    for place in master.removeprefix("spark://").split(","):
        host, _, port = place.rpartition(":")
        with suppress(OSError, ValueError):
            socket.create_connection((host, int(port)), CONNECT_SECONDS).close()
            return True
    return False


def _no_master(master: str) -> ConnectionFailedError:
    return ConnectionFailedError(
        f"no Spark master answers at {master}; check host and port, and that its"
        f" version is the one of the driver here, {pyspark.__version__}"
    )
