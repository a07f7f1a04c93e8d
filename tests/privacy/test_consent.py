"""Consent: every combination of evidence and legal basis, and the policy file."""

import datetime
from itertools import product

import pytest

from crm_analysis.database import connect
from crm_analysis.errors import UsageError
from crm_analysis.privacy.consent import (
    CHANNELS,
    DEFAULT_POLICY,
    Basis,
    Policy,
    State,
    may_contact,
)
from crm_analysis.privacy.contact_lists import Approach, choose_contacts
from people import LONG_AGO, NOW, People, seeded

# Who may be contacted, whatever the order of the evidence is; written out by hand.
ALLOWED = {
    # evidence: (on consent, on legitimate interest)
    (): (False, True),
    ("unknown",): (False, True),
    ("granted",): (True, True),
    ("denied",): (False, False),
    ("granted", "unknown"): (True, True),
    ("denied", "unknown"): (False, False),
    ("denied", "granted"): (False, False),
    ("denied", "granted", "unknown"): (False, False),
}
ORDERS = [list(each) for each in ALLOWED] + [
    ["granted", "denied"],
    ["unknown", "granted"],
    ["denied", "denied", "granted"],
]


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """Return one person for each way in which evidence can come in."""
    consents = []
    for person, states in enumerate(ORDERS, start=1):
        for days, state in enumerate(states):
            at = LONG_AGO + datetime.timedelta(days=days)
            consents += [(person, channel, state, at) for channel in ("email", "phone")]
    people = People({n: ["2025-03-01"] for n in range(1, len(ORDERS) + 1)}, consents)
    url = f"duckdb:///{tmp_path_factory.mktemp('consent')}/crm.duckdb"
    with connect(seeded(people, url)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("channel", "basis", "at"),
    list(product(("email", "phone"), Basis, range(len(ORDERS)))),
)
def test_denied_beats_granted_beats_unknown(database, channel, basis, at):
    policy = Policy(bases={channel: basis})
    found = choose_contacts(database, [at + 1], 1, Approach(channel, NOW, policy))
    expected = ALLOWED[tuple(sorted(set(ORDERS[at])))][list(Basis).index(basis)]
    assert len(found.contacts) == int(expected)


@pytest.mark.parametrize(
    ("state", "basis", "expected"),
    [
        (State.DENIED, Basis.CONSENT, False),
        (State.DENIED, Basis.LEGITIMATE_INTEREST, False),
        (State.GRANTED, Basis.CONSENT, True),
        (State.GRANTED, Basis.LEGITIMATE_INTEREST, True),
        (State.UNKNOWN, Basis.CONSENT, False),
        (State.UNKNOWN, Basis.LEGITIMATE_INTEREST, True),
    ],
)
def test_each_state_and_basis(state, basis, expected):
    assert may_contact(state, basis) is expected


def test_email_and_phone_want_consent_unless_said_otherwise():
    assert set(DEFAULT_POLICY.bases) == set(CHANNELS)
    assert DEFAULT_POLICY.bases["email"] is Basis.CONSENT
    assert DEFAULT_POLICY.bases["phone"] is Basis.CONSENT
    assert DEFAULT_POLICY.bases["post"] is Basis.LEGITIMATE_INTEREST


def one(url, states, channel="email"):
    consents = [(1, channel, *each) for each in states]
    return seeded(People({1: ["2025-03-01"]}, consents), url)


@pytest.mark.parametrize(("seconds", "people"), [(0, 1), (1, 0)])
def test_a_grant_counts_from_its_moment_on(url, seconds, people):
    at = NOW.replace(tzinfo=None) + datetime.timedelta(seconds=seconds)
    with connect(one(url, [("granted", at)])) as database:
        found = choose_contacts(database, [1], 1, Approach("email", NOW))
    assert len(found.contacts) == people


def test_a_denial_counts_even_if_a_clock_was_ahead(url):
    at = NOW.replace(tzinfo=None) + datetime.timedelta(hours=2)
    with connect(one(url, [("granted",), ("denied", at)])) as database:
        found = choose_contacts(database, [1], 1, Approach("email", NOW))
    assert found.left_out == {"opted out": 1}


def test_consent_to_one_channel_is_none_to_another(url):
    with connect(one(url, [("granted",)], channel="phone")) as database:
        found = choose_contacts(database, [1], 1, Approach("email", NOW))
    assert found.left_out == {"no evidence of consent": 1}


def test_a_policy_file_changes_what_it_says_and_nothing_else(tmp_path):
    path = tmp_path / "policy.toml"
    path.write_text('rest_days = 7\n[bases]\nphone = "legitimate_interest"\n')
    policy = Policy.from_file(path)
    assert policy.rest_days == 7
    assert policy.keep_days == DEFAULT_POLICY.keep_days
    assert policy.bases["phone"] is Basis.LEGITIMATE_INTEREST
    assert policy.bases["email"] is Basis.CONSENT


@pytest.mark.parametrize(
    "text",
    [
        '[bases]\nphone = "whatever"\n',
        '[bases]\nfax = "consent"\n',
        "rest_days = 0\n",
        "days = 3\n",
        'rest_days = "x"\n',
        "bases = 3\n",
        "no toml",
    ],
)
def test_a_file_that_is_no_policy_is_refused(tmp_path, text):
    path = tmp_path / "policy.toml"
    path.write_text(text)
    with pytest.raises(UsageError, match="is no policy; expected"):
        Policy.from_file(path)


def test_a_policy_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        Policy.from_file(tmp_path / "none.toml")
