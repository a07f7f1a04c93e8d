"""Canaries: people nobody can mistake, looked for in all that a failure leaves behind.

What a full run leaves is looked through in `tests/reports/test_standard_reports.py`.
"""

import datetime
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_analysis.cli import main
from crm_analysis.database import connect
from crm_analysis.paths import project_root
from crm_analysis.privacy.traces import forms_of
from people import People, granted, seeded

CANARY = {
    "name": "Zoe O'Canary-Quetzal",
    "email": "zoe.quetzal@canary.example",
    "phone": "+999 135 792 4680",
    "birthday": datetime.date(1931, 7, 19),
    "source_id": "quetzal-source-id-31415926",
}
TEXTS = [str(value) for value in CANARY.values()]
PEOPLE = People(
    {n: ["2025-03-01", "2025-05-01"] for n in range(1, 4)},
    granted(2),
    changed={2: CANARY},
)


def named_in(content: bytes) -> list[str]:
    """Return the texts of the canary that stand in some bytes, plainly or in a code."""
    return [each for each in TEXTS if any(form in content for form in forms_of(each))]


@pytest.fixture
def perch(url) -> str:
    """Return the address of a database with the canary in it."""
    return seeded(PEOPLE, url)


def test_the_canary_is_in_the_database_and_would_be_found(perch):
    with connect(perch) as database:
        rows = database.read_table("customers").to_pylist()
    assert named_in(repr(rows).replace("\\", "").encode()) == [
        each for each in TEXTS if each != TEXTS[3]
    ]
    assert CANARY["birthday"] in [row["birthday"] for row in rows]


def run(monkeypatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["crm-analysis", *words])
    with pytest.raises(SystemExit) as end:
        main()
    return end.value.code or 0


REFUSED = [
    ["customer", CANARY["name"]],
    ["customer", CANARY["email"]],
    ["customer", "404"],
    ["subject-report", CANARY["name"]],
    ["forget", CANARY["email"]],
    ["customers", "--limit", "0", "--search", CANARY["email"]],
    ["export", "--list", "new_customers", "--channel", "fax", "--top", "1"],
    ["score", "--as-of", "2025-05-01", "--horizon-days", "14", "--save"],
]


@pytest.mark.parametrize("words", REFUSED, ids=lambda words: " ".join(words[:2])[:20])
def test_no_refusal_names_anybody_not_even_who_was_typed(
    perch, monkeypatch, capfd, words, own_log
):
    assert run(monkeypatch, *words, "--database", perch) != 0
    said = capfd.readouterr()
    assert named_in((said.out + said.err).encode()) == []
    assert not own_log.exists() or named_in(own_log.read_bytes()) == []


def test_what_commands_write_for_others_names_nobody(
    perch, monkeypatch, capfd, tmp_path, own_log
):
    written = [tmp_path / "f.csv", tmp_path / "f.parquet"]
    for out in written:
        asked = ["features", "--as-of", "2025-05-02", "--out", str(out)]
        assert run(monkeypatch, *asked, "--database", perch) == 0
    assert run(monkeypatch, "customer", "2", "--database", perch) == 0
    run(monkeypatch, "doctor", "--database", perch)
    said = capfd.readouterr()
    assert "customer 2" in said.out
    content = (said.out + said.err).encode()
    content += b"".join(path.read_bytes() for path in written)
    assert named_in(content) == []


def test_the_log_names_nobody_whatever_was_looked_at(
    perch, monkeypatch, capfd, tmp_path, own_log
):
    asked = ["--database", perch]
    run(monkeypatch, "customers", "--search", CANARY["name"], *asked)
    run(monkeypatch, "customer", "2", "--personal", *asked)
    run(monkeypatch, "subject-report", "2", "--reports", str(tmp_path / "r"), *asked)
    purpose = ["--purpose", "spring", "--out", str(tmp_path / "list.csv")]
    listed = ["--list", "new_customers", "--channel", "email", "--top", "9"]
    assert run(monkeypatch, "export", *listed, *purpose, *asked) == 0
    shown = capfd.readouterr()
    assert CANARY["name"] in shown.out
    assert own_log.read_text().count("\n") == 4
    assert named_in(own_log.read_bytes()) == []


NOTEBOOKS = {
    "01_whole_table": "crm.connect().read_table('customers')",
    "02_one_person": "crm.connect().read('queries/customer_contact',"
    " {'customer_id': 2})",
    "03_failing_query": "crm.connect()._read("
    "\"select cast(source_id as integer) from orders\", 'x', {})",
}
RUNNER = """
import sys
from pathlib import Path
from crm_analysis.reporting import RunSettings, run_reports
out, sources, url = sys.argv[1:]
settings = RunSettings(out=Path(out), database_url=url, notebooks=Path(sources),
                       imports=("crm_analysis",), fingerprint="x", notice="x")
result = run_reports(None, {}, settings)
for name, failure in result.failures.items():
    print(name, failure.in_words())
sys.exit(len(result.failures))
"""


@pytest.fixture
def temporary(monkeypatch) -> Iterator[Path]:
    """Return a folder for temporary files, whose name is short enough for sockets."""
    with tempfile.TemporaryDirectory() as folder:
        monkeypatch.setenv("TMPDIR", folder)
        yield Path(folder)


def test_a_crashing_run_leaves_nobody_behind(perch, tmp_path, temporary):
    from nbformat import v4, write  # noqa: PLC0415  takes a second

    sources = tmp_path / "sources"
    sources.mkdir()
    for name, line in NOTEBOOKS.items():
        source = f"import crm_analysis as crm\nrows = {line}\nprint(rows)"
        cells = [v4.new_markdown_cell(f"# {name}?"), v4.new_code_cell(source)]
        write(v4.new_notebook(cells=cells), sources / f"{name}.ipynb")
    command = [sys.executable, "-c", RUNNER, tmp_path / "out", sources, perch]
    done = subprocess.run(
        command, capture_output=True, check=False, cwd=project_root(), timeout=300
    )
    assert done.returncode == 3, done.stderr
    places = [*tmp_path.rglob("*"), *temporary.rglob("*")]
    left = [each for each in places if each.is_file()]
    left = [each for each in left if each.name != "crm.duckdb"]
    assert any(".failed" in str(each) for each in left)
    content = b"".join(each.read_bytes() for each in left)
    assert b"which reports may not" in content
    assert named_in(content + done.stdout + done.stderr) == []
