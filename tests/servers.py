"""Private MariaDB and PostgreSQL servers and a Spark cluster, for this machine alone.

Each is started once a session, in a temporary folder, by the test that asks first, and
stopped by its process id at the end. A server does not run as root, so root starts it
as the user that Debian's package made for it.
"""

import os
import pwd
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

WAIT_SECONDS = 300
PASSWORD = "s3cret"
QUICK_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
ENGINES = ["duckdb", "mysql", "postgres"]
LIST_OF_DATABASES = "select datname from pg_database"


@dataclass(frozen=True)
class Server:
    """A server that is running, and how its administrator reaches it.

    Attributes
    ----------
    engine : str
        ``mysql`` or ``postgres``.
    port : int
        On 127.0.0.1 alone.
    user, password : str
        Of the administrator.
    """

    engine: str
    port: int
    user: str
    password: str = ""

    def url(self, database: str, user: str = "", password: str = "") -> str:
        """Return the address of a database, for the administrator by default."""
        scheme = {"mysql": "mysql+pymysql", "postgres": "postgresql+psycopg"}
        secret = password if user else self.password
        who = f"{user or self.user}:{secret}" if secret else user or self.user
        return f"{scheme[self.engine]}://{who}@127.0.0.1:{self.port}/{database}"

    def database(self, name: str) -> str:
        """Return the address of a database for the administrator, made if need be."""
        listed = {"mysql": "show databases", "postgres": LIST_OF_DATABASES}
        if (name,) not in self.execute(listed[self.engine]):
            self.execute(f"create database {name}")
        return self.url(name)

    def execute(self, *statements: str, database: str = "") -> list[tuple]:
        """Run statements as the administrator; return the rows of the last one."""
        with closing(self._connect(database)) as connection:
            for statement in statements:
                cursor = connection.cursor()
                cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []

    def takes_logins(self) -> bool:
        """Tell whether the server is up: a port answers before anybody is let in."""
        try:
            return _answers(self.port) and self.execute("select 1") == [(1,)]
        except OSError:
            return False
        except Exception as error:  # of either driver, which need not be here
            if "OperationalError" not in str(type(error)):
                raise
            return False

    def _connect(self, database: str) -> object:
        if self.engine == "mysql":
            import pymysql  # noqa: PLC0415  an extra

            return pymysql.connect(
                host="127.0.0.1",
                port=self.port,
                user=self.user,
                database=database or None,
                autocommit=True,
            )
        import psycopg  # noqa: PLC0415  an extra

        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=self.user,
            password=self.password,
            dbname=database or "postgres",
            autocommit=True,
        )


@pytest.fixture(scope="session")
def mysql_server(needs_program) -> Iterator[Server]:
    """Return a MariaDB server whose root has no password, as XAMPP's has none."""
    program = needs_program("mariadbd", "mariadb-server", "/usr/sbin")
    with started_mariadb(program) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_server(needs_program) -> Iterator[Server]:
    """Return a PostgreSQL server that asks everybody for a password."""
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    newest_first = sorted(versions, key=lambda each: -int(each.parent.name))
    program = needs_program("initdb", "postgresql", *map(str, newest_first))
    with started_postgres(Path(program).parent) as server:
        yield server


@pytest.fixture(scope="session")
def spark_master(needs_program, tmp_path_factory) -> Iterator[str]:
    """Return the master of a small cluster on this machine, stopped at the end.

    It lives for minutes, so Java is told to compile quickly rather than well: half of
    its time went into that. What was compiled for a query is kept for the next one like
    it, where Spark would keep that of a hundred.
    """
    needs_program("java", "openjdk-17-jre-headless")
    from crm_analysis.database import spark_sessions  # noqa: PLC0415  an extra

    folder = tmp_path_factory.mktemp("spark")
    (folder / "spark-defaults.conf").write_text(
        f"spark.driver.defaultJavaOptions {QUICK_JAVA}\n"
        f"spark.executor.defaultJavaOptions {QUICK_JAVA}\n"
        "spark.sql.codegen.cache.maxEntries 10000\n"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONF_DIR", str(folder))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")  # the name here may lead nowhere
        yield "local-cluster[2,1,2048]"
        spark_sessions.stop()


@pytest.fixture(scope="session", params=["mysql", "postgres"])
def server(request) -> Server:
    """Return each of the servers in turn."""
    return request.getfixturevalue(f"{request.param}_server")


@pytest.fixture(scope="session", params=ENGINES)
def place(request, tmp_path_factory) -> Callable[[str], str]:
    """Return, for each engine in turn, what makes the address of a database by name.

    The same name is the same database in the whole session; it is empty at first.
    """
    if request.param == "duckdb":
        folder = tmp_path_factory.mktemp("duckdb")
        return lambda name: f"duckdb:///{folder / name}.duckdb"
    return request.getfixturevalue(f"{request.param}_server").database


@pytest.fixture
def empty_url(server, request) -> Iterator[str]:
    """Return the address of a new and empty database."""
    name = f"crm_{abs(hash(request.node.nodeid)) % 10**9}"
    server.execute(f"drop database if exists {name}", f"create database {name}")
    yield server.url(name)
    force = " with (force)" if server.engine == "postgres" else ""
    server.execute(f"drop database if exists {name}{force}")


@contextmanager
def started_spark(home: Path, folder: Path) -> Iterator[str]:
    """Start a master and a worker of Spark; give the master, stop both at the end."""
    port, start = _free_port(), [home / "bin/spark-class"]
    master = f"spark://127.0.0.1:{port}"
    leads = [*start, "org.apache.spark.deploy.master.Master", "--webui-port", "0"]
    leads += ["--host", "127.0.0.1", "--port", str(port)]
    works = [*start, "org.apache.spark.deploy.worker.Worker", "--webui-port", "0"]
    works += ["--host", "127.0.0.1", "--cores", "1", "--memory", "2g"]
    works += ["--work-dir", folder / "work", master]
    place = folder / "worker"
    place.mkdir()
    with (
        _running(leads, folder, lambda: _answers(port), signal.SIGTERM),
        _running(works, place, lambda: _answers(port), signal.SIGTERM),
    ):
        yield master


@contextmanager
def somebody(server: Server, url: str, *grants: str) -> Iterator[str]:
    """Make a user with a password and some rights, and remove them at the end."""
    name = url.rpartition("/")[2]
    user = {"mysql": "'reader'@'%'", "postgres": "reader"}[server.engine]
    quoted = "identified by" if server.engine == "mysql" else "password"
    server.execute(f"create user {user} {quoted} 'pa55word'", database=name)
    try:
        for grant in grants:
            server.execute(f"grant {grant} to {user}", database=name)
        yield server.url(name, "reader", "pa55word")
    finally:
        if server.engine == "postgres":
            server.execute(f"drop owned by {user}", database=name)
        server.execute(f"drop user {user}", database=name)


def may_read(server: Server, url: str) -> str:
    """Return the right to read all tables and views of a database."""
    name = url.rpartition("/")[2]
    return {
        "mysql": f"select on {name}.*",
        "postgres": "select on all tables in schema public",
    }[server.engine]


@contextmanager
def started_mariadb(program: str, *, most_mib: int | None = None) -> Iterator[Server]:
    """Start MariaDB in a folder of its own, and stop it at the end.

    All its tables together may take `most_mib`, as if the disk were no larger.
    """
    with _own_folder("mariadb") as folder:
        yield from _mariadb_in(folder, program, most_mib)


def _mariadb_in(folder: Path, program: str, most_mib: int | None) -> Iterator[Server]:
    user, data = _unprivileged("mysql", folder), folder / "data"
    # In /tmp it would lose its tables to the next server: who starts, tidies up there.
    places = ["--no-defaults", f"--datadir={data}", f"--tmpdir={folder}"]
    places += [f"--user={user}"] if user else []
    how = ["--skip-test-db", "--auth-root-authentication-method=normal"]
    _run(["mariadb-install-db", *places, *how], folder)
    port = _free_port()
    command = [program, *places]
    # In its data folder: the path of a socket must be shorter than a folder's may be.
    command += [f"--port={port}", "--bind-address=127.0.0.1", "--socket=.socket"]
    command += ["--local-infile=1", "--innodb-flush-log-at-trx-commit=2"]
    command += [f"--pid-file={folder}/pid", "--skip-log-bin"]
    if most_mib:
        size = f"ibdata1:12M:autoextend:max:{most_mib}M"
        command += ["--innodb-file-per-table=0", f"--innodb-data-file-path={size}"]
    server = Server("mysql", port, "root")
    with _running(command, folder, server.takes_logins, signal.SIGTERM):
        yield server


@contextmanager
def started_postgres(
    programs: Path, *, most_mib: int | None = None
) -> Iterator[Server]:
    """Start PostgreSQL in a folder of its own, and stop it at the end.

    None of its files may grow beyond `most_mib`, which is to it what a full disk is.
    """
    with _own_folder("postgres") as folder:
        yield from _postgres_in(folder, programs, most_mib)


def _postgres_in(
    folder: Path, programs: Path, most_mib: int | None
) -> Iterator[Server]:
    user, data = _unprivileged("postgres", folder), folder / "data"
    as_user = ["setpriv", f"--reuid={user}", "--clear-groups"] if user else []
    secret = folder / "password"
    secret.write_text(PASSWORD)
    secret.chmod(0o644)
    how = ["-D", data, "-U", "postgres", "-A", "scram-sha-256", f"--pwfile={secret}"]
    how += ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    _run([*as_user, programs / "initdb", *how], folder)
    port = _free_port()
    limited = ["prlimit", f"--fsize={most_mib * 2**20}"] if most_mib else []
    command = [*limited, *as_user, programs / "postgres"]
    command += ["-D", data, "-p", str(port)]
    command += ["-h", "127.0.0.1", "-k", "", "-c", "fsync=off"]
    server = Server("postgres", port, "postgres", PASSWORD)
    with _running(command, folder, server.takes_logins, signal.SIGINT):
        yield server


@contextmanager
def _own_folder(name: str) -> Iterator[Path]:
    """Make a folder that stays open to the user of a server.

    Whenever another pytest of the same user starts, it closes the folder that those of
    all runs are in, and a server that runs then cannot come to its data any more.
    """
    with tempfile.TemporaryDirectory(prefix=f"crm-{name}-") as folder:
        yield Path(folder)


def _unprivileged(name: str, folder: Path) -> str | None:
    """Return whom root starts a server as, with the folder made theirs."""
    if os.getuid() != 0:
        return None
    with suppress(KeyError):
        account = pwd.getpwnam(name)
        os.chown(folder, account.pw_uid, account.pw_gid)
        for parent in folder.parents:  # TMPDIR may be closed to others
            if parent.stat().st_uid == 0 and not parent.stat().st_mode & 0o001:
                parent.chmod(parent.stat().st_mode | 0o011)
        return name
    return None


@contextmanager
def _running(
    command: list[str | Path],
    folder: Path,
    is_ready: Callable[[], bool],
    stop: signal.Signals,
) -> Iterator[None]:
    """Run a server until the end of the ``with``, ready from its beginning on."""
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            list(map(str, command)), stdout=output, stderr=output, cwd=folder
        )
    try:
        _wait_for(is_ready, process, log)
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
    """Return a port that nobody else is given in the next minute.

    A connection is made to it and ended from its side, after which the system keeps it
    for those who ask for it by its number, as a server does.
    """
    with socket.socket() as listening, socket.socket() as calling:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        calling.connect(listening.getsockname())
        listening.accept()[0].close()
        return listening.getsockname()[1]


def _run(command: list[str | Path], folder: Path) -> None:
    done = subprocess.run(
        list(map(str, command)), cwd=folder, capture_output=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stdout!r} {done.stderr!r}")
