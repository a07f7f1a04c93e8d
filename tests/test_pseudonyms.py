"""Pseudonyms: who may read the key, and what the names look like."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_analysis.errors import PrivacyError
from crm_analysis.pseudonyms import key_file, pseudonym, pseudonyms, read_key

KEY = b"a key"


@pytest.fixture
def no_key(monkeypatch, tmp_path):
    """Begin without a key, in a configuration folder of one's own."""
    monkeypatch.delenv("CRM_PSEUDONYM_KEY")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path / "crm_analysis" / "pseudonym.key"


def test_a_key_is_made_on_first_use_and_stays(no_key):
    assert not no_key.exists()
    first = read_key()
    assert len(first) == 64
    assert read_key() == first == no_key.read_bytes()


def test_only_the_owner_can_read_the_key_that_is_made(no_key):
    read_key()
    assert no_key.stat().st_mode & 0o777 == 0o600
    assert no_key.parent.stat().st_mode & 0o077 == 0
    assert [path.name for path in no_key.parent.iterdir()] == ["pseudonym.key"]


def test_two_keys_are_two_keys(no_key):
    first = read_key()
    no_key.unlink()
    assert read_key() != first


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_a_key_that_others_have_a_right_to_is_refused(no_key, mode):
    read_key()
    no_key.chmod(mode)
    with pytest.raises(PrivacyError, match="chmod 600") as refusal:
        read_key()
    assert refusal.value.exit_code == 6


def test_an_empty_key_file_is_refused(no_key):
    no_key.parent.mkdir()
    no_key.touch(0o600)
    with pytest.raises(PrivacyError, match="is empty; restore it from a backup"):
        read_key()


def test_a_folder_that_cannot_hold_the_key_is_refused_in_a_sentence(
    no_key, monkeypatch
):
    no_key.parent.parent.joinpath("file").touch()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(no_key.parent.parent / "file"))
    with pytest.raises(PrivacyError, match="cannot be read or made"):
        read_key()


def test_the_environment_comes_before_the_file(no_key, monkeypatch):
    monkeypatch.setenv("CRM_PSEUDONYM_KEY", "from the environment")
    assert read_key() == b"from the environment"
    assert not no_key.exists()


def test_an_empty_variable_is_no_key(no_key, monkeypatch):
    monkeypatch.setenv("CRM_PSEUDONYM_KEY", "")
    assert read_key() == no_key.read_bytes()


def test_the_key_is_in_the_users_configuration_folder(monkeypatch, tmp_path):
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert key_file() == tmp_path / ".config" / "crm_analysis" / "pseudonym.key"


@given(st.text(), st.text())
def test_a_pseudonym_is_twelve_letters_and_digits_in_fours(system, key):
    assert re.fullmatch(r"([a-z2-7]{4}-){2}[a-z2-7]{4}", pseudonym(KEY, system, key))


def test_the_same_key_gives_the_same_name_and_another_key_another():
    assert pseudonym(KEY, "shop", "17") == pseudonym(KEY, "shop", "17")
    assert pseudonym(KEY, "shop", "17") != pseudonym(b"another", "shop", "17")


@pytest.mark.parametrize(
    ("system", "source_id"),
    [("crm", "17"), ("shop", "18"), ("shop", "17 "), ("shop", "017"), ("shop1", "7")],
)
def test_another_system_or_source_id_has_another_name(system, source_id):
    assert pseudonym(KEY, system, source_id) != pseudonym(KEY, "shop", "17")


def test_case_of_a_source_id_makes_another_name():
    assert pseudonym(KEY, "shop", "a") != pseudonym(KEY, "shop", "A")


def test_many_names_come_in_order_and_differ():
    ids = [str(number) for number in range(10_000)]
    names = pseudonyms("shop", ids)
    assert len(set(names)) == 10_000
    assert names[7] == pseudonym(read_key(), "shop", "7")
