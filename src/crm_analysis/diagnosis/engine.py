"""The engine: its version, its clock, what this user may do."""

import os

from crm_analysis.database import Database
from crm_analysis.database.address import Address
from crm_analysis.diagnosis.findings import FINE, Finding

_UNKNOWN = {"engine": None, "engine_version": None, "may_write": None}


def read_engine(database: Database, address: Address) -> dict[str, object]:
    """Ask the engine what it says of itself.

    Returns
    -------
    dict
        ``engine``, ``engine_version``, ``session_time_zone``, ``server_time_zone``,
        ``may_write``, ``memory_limit``, ``threads``; None where it does not tell.
    """
    (found,) = database.read_catalogue("engine") or [_UNKNOWN]
    may_write = found["may_write"]
    if address.path is not None:
        places = (address.path, address.path.parent)
        may_write = all(os.access(place, os.W_OK) for place in places)
    return found | {
        "engine": found["engine"] or address.engine,
        "may_write": None if may_write is None else bool(may_write),
    }


def findings_on_engine(engine: dict[str, object]) -> list[Finding]:
    """Say which engine it is, how it counts time and what this user may do."""
    version = f" {engine['engine_version']}" if engine["engine_version"] else ""
    found = [Finding(FINE, "engine", f"The engine is {engine['engine']}{version}.")]
    found.append(Finding(FINE, "time", _on_time(engine)))
    if engine["may_write"] is not None:
        found.append(Finding(FINE, "privileges", _on_privileges(engine)))
    if engine.get("memory_limit"):
        memory, threads = engine["memory_limit"], engine["threads"]
        text = f"It may take {memory} of memory and {threads} threads."
        found.append(Finding(FINE, "resources", text))
    return found


def _on_time(engine: dict[str, object]) -> str:
    text = "Moments are taken to be UTC, and days as the source counts them"
    zone = engine.get("server_time_zone")
    if zone is None or engine["engine"] == "DuckDB":  # which keeps no zone with moments
        return f"{text}; nothing is converted."
    return f"{text}; nothing is converted, though the server itself is in {zone}."


def _on_privileges(engine: dict[str, object]) -> str:
    if engine["may_write"]:
        return (
            "This user may write, so seed, load and upgrade work; all else opens it for"
            " reading only."
        )
    return "This user may only read: enough for all but seed, load and upgrade."
