"""Contact lists: who of those a campaign wants may be written to, and why not the rest.

A list is a file in ``sql/contact_lists``: it returns customers, the most wanted first.
"""

import datetime
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlglot import exp

from crm_analysis.database import Database
from crm_analysis.database.statements import file_names
from crm_analysis.errors import UsageError
from crm_analysis.privacy.addresses import is_missing, is_valid, sameness
from crm_analysis.privacy.consent import (
    DEFAULT_POLICY,
    Policy,
    State,
    may_contact,
    weigh,
)

# What a file holds to reach somebody by. Postal addresses are not held here: the source
# has them, by its own key.
ADDRESS_COLUMNS = {"email": "email", "phone": "phone", "post": "source_id"}
# Each is left out for the first reason that holds.
REASONS = (
    "opted out",
    "no evidence of consent",
    "no address",
    "invalid address",
    "contacted lately",
    "held out of an earlier list",
    "shared address",
)


@dataclass(frozen=True)
class Approach:
    """How people are to be contacted, and when.

    Attributes
    ----------
    channel : str
        ``email``, ``phone`` or ``post``.
    now : datetime
        The moment, with a time zone.
    policy : Policy
        What the channel rests on.
    """

    channel: str
    now: datetime.datetime
    policy: Policy = DEFAULT_POLICY

    @property
    def moment(self) -> datetime.datetime:
        """The moment in UTC, without a zone, as the database keeps moments."""
        return self.now.astimezone(datetime.UTC).replace(tzinfo=None)

    def why_not(
        self, person: object, address: str, is_denied_by_others: bool
    ) -> str | None:
        """Say why somebody is not contacted; None if nothing speaks against it.

        Somebody else's denial counts where the two share an address. Of whom nothing
        was read there is no evidence.
        """
        is_denied = person.denials > 0 or is_denied_by_others
        state = weigh(is_denied=is_denied, is_granted=person.grants > 0)
        if not may_contact(state, self.policy.bases[self.channel]):
            return "opted out" if state is State.DENIED else "no evidence of consent"
        if not address:
            return "no address"
        if not is_valid(self.channel, address):
            return "invalid address"
        if person.was_contacted_lately:
            return "contacted lately"
        return "held out of an earlier list" if person.is_held_out else None


@dataclass(frozen=True)
class ContactList:
    """Who is written to, and who is held out to compare with.

    Attributes
    ----------
    contacts : DataFrame, one row a person, the most wanted first
        ``contact_number``, ``pseudonym``, ``name``, ``address``, ``held_out``.
    wanted : int
        How many customers the list names.
    left_out : Counter
        How many of those that were looked at are left out, by reason.
    """

    contacts: pd.DataFrame
    wanted: int
    left_out: Counter


def list_names() -> list[str]:
    """List the contact lists: the files in ``sql/contact_lists``."""
    return [name.removeprefix("contact_lists/") for name in file_names("contact_lists")]


def require_list(name: str) -> None:
    """Refuse a list that has no file.

    Raises
    ------
    UsageError
        Naming those that have one.
    """
    if name not in list_names():
        raise UsageError(
            f"there is no contact list {name!r}; those in sql/contact_lists are"
            f" {', '.join(list_names())}"
        )


def require_channel(channel: str) -> None:
    """Refuse a channel that nobody can be reached on.

    Raises
    ------
    UsageError
        Saying which there are.
    """
    if channel not in ADDRESS_COLUMNS:
        raise UsageError(
            f"there is no channel {channel!r}; there are {', '.join(ADDRESS_COLUMNS)}"
        )


def read_wanted(database: Database, name: str, as_of: datetime.date) -> list[int]:
    """Read whom a list names, the most wanted first.

    Raises
    ------
    UsageError
        If there is no such list, or no saved scores where it is made of them.
    """
    require_list(name)
    literals: dict[str, object] = {"as_of": as_of}
    if name == "next_best_buyers":
        literals["run_id"] = _newest_run(database)
    return database.read(f"contact_lists/{name}", **literals)["customer_id"].to_pylist()


def choose_contacts(
    database: Database, wanted: list[int], top: int, approach: Approach
) -> ContactList:
    """Take from a list, in its order, the people who may be contacted.

    Parameters
    ----------
    database : Database
        Consent is read from it at this moment.
    wanted : list of int
        Customers, the most wanted first.
    top : int
        At most so many people.
    approach : Approach
        How they are to be contacted, and when.

    Returns
    -------
    ContactList
        Nobody is held out yet.
    """
    require_channel(approach.channel)
    people = _read_people(database, approach)
    of_denials = people["address"][people["denials"] > 0]
    denied = {sameness(approach.channel, each) for each in of_denials.dropna()}
    chosen, left_out, taken = [], Counter(), set()
    for person in people.reindex(wanted).itertuples():
        if len(chosen) == top:
            break
        address = "" if is_missing(person.address) else person.address
        same = sameness(approach.channel, address)
        why_not = approach.why_not(person, address, same in denied)
        if same in taken:
            why_not = why_not or "shared address"
        if why_not:
            left_out[why_not] += 1
        else:
            taken.add(same)
            chosen.append((person.pseudonym, person.name, address.strip()))
    contacts = pd.DataFrame(chosen, columns=["pseudonym", "name", "address"])
    contacts.insert(0, "contact_number", np.arange(1, len(contacts) + 1))
    return ContactList(contacts.assign(held_out=False), len(wanted), left_out)


def _newest_run(database: Database) -> str:
    runs = database.read("queries/scoring_runs").to_pylist()
    if not runs:
        raise UsageError(
            "this list is made of saved scores, and there are none; make some with"
            " `crm-analysis score --save`"
        )
    return runs[0]["run_id"]


def _read_people(database: Database, approach: Approach) -> pd.DataFrame:
    """Read the addresses that may come into question, and what decides on them, by id.

    Where consent is asked for, those without any evidence are not read at all.
    """
    rests_on = approach.policy.bases[approach.channel]
    people = database.read_frame(
        "privacy/contact_candidates",
        {"moment": approach.moment},
        channel=approach.channel,
        address=exp.column(ADDRESS_COLUMNS[approach.channel], table="customers"),
        without_evidence=int(may_contact(State.UNKNOWN, rests_on)),
    ).set_index("customer_id")
    moment = pd.Timestamp(approach.moment)
    last = people[["last_contacted_at", "last_exported_at"]].astype("datetime64[us]")
    rests = moment - pd.Timedelta(days=approach.policy.rest_days)
    until = people["held_out_until"].astype("datetime64[us]")
    return people.assign(
        was_contacted_lately=(last >= rests).any(axis="columns"),
        is_held_out=until > moment,
    )
