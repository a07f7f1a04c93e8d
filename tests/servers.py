"""Private MariaDB and PostgreSQL servers, on free ports of this machine alone.

Each is started once a session, in a temporary folder, by the test that asks first, and
stopped by its process id at the end. A server does not run as root, so root starts it
as the user that Debian's package made for it.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

WAIT_SECONDS = 60
POSTGRES_FOLDERS = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Server:
    """A server that is running: how its administrator reaches it."""

    port: int
    folder: Path
    user: str
    scheme: str

    def url(self, database: str, user: str = "", password: str = "") -> str:
        """Return the address of one of its databases."""
        secret = f":{password}" if password else ""
        return (
            f"{self.scheme}://{user or self.user}{secret}@127.0.0.1:{self.port}"
            f"/{database}"
        )


@pytest.fixture(scope="session")
def mariadb(needs_program, tmp_path_factory) -> Iterator[Server]:
    """Return a MariaDB server whose root has no password, as XAMPP's has none."""
    needs_program("mariadbd", "mariadb-server")
    with started_mariadb(tmp_path_factory.mktemp("mariadb")) as server:
        yield server


@pytest.fixture(scope="session")
def postgres(needs_program, tmp_path_factory) -> Iterator[Server]:
    """Return a PostgreSQL server."""
    needs_program("postgres", "postgresql")
    with started_postgres(tmp_path_factory.mktemp("postgres")) as server:
        yield server


@contextmanager
def started_mariadb(folder: Path) -> Iterator[Server]:
    """Start MariaDB in a folder, and stop it at the end."""
    user, data = _unprivileged("mysql", folder), folder / "data"
    _run(
        ["mariadb-install-db", f"--datadir={data}", "--no-defaults"]
        + ["--auth-root-authentication-method=normal", "--skip-test-db"]
        + ([f"--user={user}"] if user else []),
        folder,
    )
    port = _free_port()
    command = [shutil.which("mariadbd"), "--no-defaults", f"--datadir={data}"]
    command += [f"--port={port}", "--bind-address=127.0.0.1", f"--socket={folder}/s"]
    command += ["--local-infile=1", "--innodb-flush-log-at-trx-commit=2"]
    command += [f"--pid-file={folder}/pid", "--skip-log-bin"]
    command += [f"--user={user}"] if user else []
    with _running(command, folder, port, signal.SIGTERM):
        yield Server(port, folder, "root", "mysql+pymysql")


@contextmanager
def started_postgres(folder: Path) -> Iterator[Server]:
    """Start PostgreSQL in a folder, and stop it at the end."""
    user, data = _unprivileged("postgres", folder), folder / "data"
    as_user = ["setpriv", f"--reuid={user}", "--clear-groups"] if user else []
    programs = max(POSTGRES_FOLDERS.glob("*/bin"), key=lambda bin: int(bin.parent.name))
    _run(
        [*as_user, programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust"]
        + ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
        folder,
    )
    port = _free_port()
    command = [*as_user, programs / "postgres", "-D", data, "-p", str(port)]
    command += ["-h", "127.0.0.1", "-k", folder, "-c", "fsync=off"]
    with _running(command, folder, port, signal.SIGINT):
        yield Server(port, folder, "postgres", "postgresql+psycopg")


def _unprivileged(name: str, folder: Path) -> str | None:
    """Return whom root starts a server as, with the folder made theirs."""
    if os.getuid() != 0:
        return None
    with suppress(KeyError):
        account = pwd.getpwnam(name)
        os.chown(folder, account.pw_uid, account.pw_gid)
        for parent in folder.parents:  # pytest's folders are closed to others
            if parent.stat().st_uid == 0 and not parent.stat().st_mode & 0o001:
                parent.chmod(parent.stat().st_mode | 0o011)
        return name
    return None


@contextmanager
def _running(
    command: list[str | Path], folder: Path, port: int, stop: signal.Signals
) -> Iterator[None]:
    """Run a server until the end of the ``with``, ready from its beginning on."""
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            list(map(str, command)), stdout=output, stderr=output, cwd=folder
        )
    try:
        _wait_for(lambda: _answers(port), process, log)
        yield
    finally:
        process.send_signal(stop)
        try:
            process.wait(WAIT_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(
    is_ready: Callable[[], bool], process: subprocess.Popen, log: Path
) -> None:
    for _ in range(WAIT_SECONDS * 20):
        if is_ready():
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError(f"the server did not start: {log.read_text(errors='replace')}")


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _run(command: list[str | Path], folder: Path) -> None:
    done = subprocess.run(
        list(map(str, command)), cwd=folder, capture_output=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stdout!r} {done.stderr!r}")
