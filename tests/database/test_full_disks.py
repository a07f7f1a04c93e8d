"""A disk that is full in the middle of a load: the old data are there, whole.

A quota on the size of files is a full disk to a database and needs no right of ours, so
it is tried everywhere; a small disk of its own is tried as well where one can be made.
"""

import datetime
import os
import subprocess
import sys
from pathlib import Path

import pytest

from crm_analysis.database import connect
from crm_analysis.database.definitions import defined
from crm_analysis.datasets import seed
from crm_analysis.datasets.sample import Sample
from servers import started_mariadb, started_postgres

PROGRAM = Path(sys.executable).with_name("crm-analysis")
NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
MIB = 2**20
# Run what follows on a disk of 24 MiB that holds a copy of a file; 99 if that changes.
ON_A_SMALL_DISK = """
disk=$0; old=$1; shift
mount -t tmpfs -o size=24m tmpfs "$disk" && cp "$old" "$disk"/crm.duckdb || exit 98
"$@"; code=$?
cmp "$old" "$disk"/crm.duckdb && test "$(ls -A "$disk")" = crm.duckdb || exit 99
exit $code
"""
SORT = """
select max(place)
from (
    select row_number() over (order by number * 7919 % 4000037) as place
    from range(4000000) as numbers (number)
)
"""


def may_mount() -> bool:
    """Tell whether a disk of our own can be made here, seen by one process alone."""
    command = ["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def with_quota(mib: int) -> list[str]:
    return ["prlimit", f"--fsize={mib * MIB}"]


def load(url: str, *before: str | Path) -> subprocess.CompletedProcess:
    """Load a large data set over the sample, as a command."""
    command = [*before, PROGRAM, "seed", "--dataset", "complete-journey", "--force"]
    return subprocess.run(
        [*map(str, command), "--database", url],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"TMPDIR": "/tmp"},
    )


def assert_one_sentence(done: subprocess.CompletedProcess) -> None:
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "no room left" in done.stderr
    assert "s3cret" not in done.stderr


def everything(url: str) -> dict[str, list]:
    with connect(url) as database:
        return {
            each.name: sorted(map(repr, database.read_table(each.name).to_pylist()))
            for each in defined("schema", "views")
            if each.kind != "sequence"
        }


@pytest.fixture
def sample_file(tmp_path) -> Path:
    path = tmp_path / "shop" / "crm.duckdb"
    seed(Sample(), f"duckdb:///{path}", now=NOW, progress=print)
    return path


# 20 MiB are too few for the last step, 12 MiB for the first large table.
@pytest.mark.parametrize("mib", [12, 20])
def test_a_duckdb_file_that_may_not_grow(sample_file, mib):
    before = sample_file.read_bytes()
    assert_one_sentence(load(f"duckdb:///{sample_file}", *with_quota(mib)))
    assert sample_file.read_bytes() == before
    assert list(sample_file.parent.iterdir()) == [sample_file]


if may_mount():

    def test_a_small_disk_with_a_duckdb_file(sample_file, tmp_path):
        disk = tmp_path / "disk"
        disk.mkdir()
        place = ["unshare", "--mount", "sh", "-c", ON_A_SMALL_DISK, disk, sample_file]
        assert_one_sentence(load(f"duckdb:///{disk}/crm.duckdb", *place))


def test_what_is_written_after_the_last_transaction_is_not_lost(tmp_path):
    """DuckDB closes a file without a word where it cannot bring it up to date."""
    url, script = f"duckdb:///{tmp_path / 'a.duckdb'}", tmp_path / "load.py"
    script.write_text(
        "import os, resource, sys\n"
        "import pyarrow as pa\n"
        "from crm_analysis.database import replacing\n"
        "from crm_analysis.errors import CrmAnalysisError\n"
        "rows = pa.table({'line_number': range(80_000), 'customer_id': range(80_000),"
        " 'ordered_at': pa.array(range(80_000), pa.timestamp('us')),"
        " 'ordered_on': pa.array([0] * 80_000, pa.int32()).cast(pa.date32())})\n"
        "try:\n"
        "    with replacing(sys.argv[1]) as database:\n"
        "        database.build('connectors/orders_file/tables')\n"
        "        database.checkpoint()\n"
        "        (side,) = [e for e in os.scandir(sys.argv[2]) if 'loading' in e.name"
        " and 'wal' not in e.name]\n"
        "        size = max(os.stat(side).st_size, 900_000)\n"
        "        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))\n"
        "        database.load('file_orders', rows)\n"
        "except CrmAnalysisError as error:\n"
        "    print(error)\n"
    )
    said = subprocess.run(
        [sys.executable, script, url, tmp_path],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "no room left" in said
    assert not (tmp_path / "a.duckdb").exists()


def test_a_full_disk_to_spill_on_is_one_sentence(sample_file, tmp_path):
    code = (
        "import sys\n"
        "from crm_analysis.database import connect\n"
        "with connect(sys.argv[1]) as database:\n"
        "    try:\n"
        "        database._read(sys.argv[2], 'test', {})\n"
        "    except Exception as error:\n"
        "        print(type(error).__name__, error)\n"
    )
    done = subprocess.run(
        [
            *with_quota(4),
            sys.executable,
            "-c",
            code,
            f"duckdb:///{sample_file}",
            SORT,
        ],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"CRM_MEMORY_LIMIT": "50MiB", "TMPDIR": str(tmp_path)},
    )
    assert done.stdout.startswith(
        f"CrmAnalysisError there was no room left in {tmp_path}/.crm-analysis-spill-"
    )
    assert "set TMPDIR" in done.stdout


@pytest.fixture(params=["mysql", "postgres"])
def small_server(request, needs_program):
    """Return a server that has no room for a large data set, and one command."""
    if request.param == "mysql":
        program = needs_program("mariadbd", "mariadb-server", "/usr/sbin")
        start = started_mariadb(program, most_mib=64)
    else:
        newest = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path())
        program = needs_program("initdb", "postgresql", str(newest))
        start = started_postgres(Path(program).parent, most_mib=40)
    with start as server:
        yield server


def test_a_server_without_room_keeps_the_old_data(small_server):
    small_server.execute("create database crm")
    url = small_server.url("crm")
    seed(Sample(), url, now=NOW, progress=print)
    before = everything(url)
    assert_one_sentence(load(url))
    assert everything(url) == before
    with connect(url) as database:
        ours = {each.name for each in defined("schema", "views", dialect="mysql")}
        assert database.defined_names() == ours
    assert seed(Sample(), url, now=NOW, progress=print, again=True)
