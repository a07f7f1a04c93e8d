"""The audit log: what is in it, and that nothing can be done to it unseen."""

import json
import multiprocessing

import pytest

from crm_analysis.errors import PrivacyError
from crm_analysis.keys import key_folder
from crm_analysis.privacy.audit_log import (
    HEAD,
    Entry,
    audit_file,
    read_entries,
    write_down,
)
from people import NOW


def write(*actions: str) -> None:
    for action in actions:
        write_down(Entry(action, "duckdb:///crm.duckdb", 3, ("name",)), NOW)


def lines() -> list[str]:
    return audit_file().read_text(encoding="utf-8").splitlines()


def put(*kept: str) -> None:
    audit_file().write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")


def test_a_line_says_who_when_and_what():
    write_down(
        Entry("export", "here", 3, ("name", "email"), {"purpose": "a\u2028b"}), NOW
    )
    (entry,) = read_entries()
    assert entry.pop("hash")
    assert entry.pop("who")
    assert entry == {
        "number": 1,
        "at": "2025-06-01T12:00:00+00:00",
        "action": "export",
        "database": "here",
        "rows": 3,
        "columns": ["name", "email"],
        "purpose": "a\u2028b",
    }


def test_no_line_is_no_fault():
    assert read_entries() == []


def test_only_the_owner_can_read_log_and_head():
    write("one")
    for path in (audit_file(), key_folder() / HEAD, key_folder() / "audit.key"):
        assert path.stat().st_mode & 0o777 == 0o600


TAMPERING = {
    "a word changed": lambda a, b, c: (a, b.replace("two", "owt"), c),
    "a number changed": lambda a, b, c: (a, b.replace('"rows": 3', '"rows": 4'), c),
    "the first removed": lambda a, b, c: (b, c),
    "one removed": lambda a, b, c: (a, c),
    "the last removed": lambda a, b, c: (a, b),
    "all removed": lambda a, b, c: (),
    "two exchanged": lambda a, b, c: (b, a, c),
    "one doubled": lambda a, b, c: (a, b, b, c),
    "one made up": lambda a, b, c: (a, b, c, c.replace('"number": 3', '"number": 4')),
    "one that is no JSON": lambda a, b, c: (a, b, c, "{"),
    "one that is another JSON": lambda a, b, c: (a, b, c, "3"),
    "a hash taken away": lambda a, b, c: (a, b, json.dumps({"number": 3})),
}


@pytest.mark.parametrize("tamper", TAMPERING.values(), ids=TAMPERING)
def test_tampering_is_found(tamper):
    write("one", "two", "three")
    put(*tamper(*lines()))
    with pytest.raises(PrivacyError, match=r"is broken: .*(line|lines)") as refusal:
        read_entries()
    assert refusal.value.exit_code == 6


@pytest.mark.parametrize("what", ["the last removed", "all removed", "one made up"])
def test_nothing_is_added_to_a_log_with_a_broken_end(what):
    write("one", "two", "three")
    put(*TAMPERING[what](*lines()))
    with pytest.raises(PrivacyError, match="is broken"):
        write("four")


def test_a_log_that_was_deleted_is_missed():
    write("one")
    audit_file().unlink()
    with pytest.raises(PrivacyError, match="1 of 1 lines at its end are missing"):
        read_entries()


def test_a_writer_that_was_killed_before_the_head_is_no_tamperer():
    write("one")
    head = (key_folder() / HEAD).read_text(encoding="utf-8")
    write("two")
    (key_folder() / HEAD).write_text(head, encoding="utf-8")
    assert len(read_entries()) == 2
    write("three")
    assert [entry["action"] for entry in read_entries()] == ["one", "two", "three"]


def test_without_the_key_no_line_can_be_made(monkeypatch):
    write("one")
    monkeypatch.setenv("CRM_AUDIT_KEY", "guessed")
    with pytest.raises(PrivacyError, match="is broken"):
        write("two")


def test_a_log_that_others_can_read_is_refused():
    write("one")
    audit_file().chmod(0o644)
    for action in (read_entries, lambda: write("two")):
        with pytest.raises(PrivacyError, match="chmod 600"):
            action()


def test_a_log_that_cannot_be_written_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("CRM_AUDIT_LOG", str(tmp_path))
    with pytest.raises(PrivacyError, match="nothing personal is shown without it"):
        write("one")


def test_a_damaged_head_is_refused():
    write("one")
    (key_folder() / HEAD).write_text("{}", encoding="utf-8")
    with pytest.raises(PrivacyError, match="which says how long it is, is damaged"):
        read_entries()


def test_two_that_write_at_once_both_leave_their_lines():
    with multiprocessing.get_context("fork").Pool(2) as pool:
        pool.map(write, ["one", "two"] * 10, chunksize=1)
    assert [entry["number"] for entry in read_entries()] == list(range(1, 21))
