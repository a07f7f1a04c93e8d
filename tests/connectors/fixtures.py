"""Fixtures of systems: their files, and the tables of what they must become."""

import re
from pathlib import Path

FOLDER = Path(__file__).parent


def statements(system, name):
    """Return the statements of a file of a fixture, without comments."""
    text = (FOLDER / system / name).read_text(encoding="utf-8")
    text = re.sub(r"-- .*", "", text)
    return [each for each in re.split(r";\s*\n", text) if each.strip()]


def expected_audit(system):
    """Read the table of EXPECTED.md: what came in, was kept, and dropped by fate."""
    text = (FOLDER / system / "EXPECTED.md").read_text(encoding="utf-8")
    for line in re.findall(r"^\| (\w+) \| (\d+) \| (\d+) \|(.*)\|$", text, re.M):
        pairs = [each.split() for each in line[3].split(",") if each.strip()]
        dropped = {fate: int(count) for fate, count in pairs}
        yield line[0], int(line[1]), int(line[2]), dropped


def check_audit(database, table, rows_in, kept, dropped):
    """Hold the audit of a table against what is expected, and against its rows."""
    audit = database.read_table("load_audit").to_pylist()
    rules = {row["rule"]: row for row in audit if row["table_name"] == table}
    whole = rules.pop("all")
    found = {
        rule: row["rows_dropped"] for rule, row in rules.items() if row["rows_dropped"]
    }
    assert found == dropped
    assert (whole["rows_in"], whole["rows_kept"]) == (rows_in, kept)
    assert whole["rows_dropped"] == sum(dropped.values())
