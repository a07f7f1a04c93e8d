"""Each test of privacy has keys, an audit log and a reports folder of its own."""

import pytest


@pytest.fixture(autouse=True)
def own_log(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "state" / "crm_analysis" / "audit.jsonl"


@pytest.fixture
def url(tmp_path) -> str:
    """Return the address of a database that is not there yet."""
    return f"duckdb:///{tmp_path}/crm.duckdb"
