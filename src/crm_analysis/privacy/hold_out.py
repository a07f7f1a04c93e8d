"""Holding out: some people of a list are left alone, to tell later what it did."""

import numpy as np

from crm_analysis.errors import UsageError
from crm_analysis.privacy.contact_lists import ContactList


def hold_out(contacts: ContactList, share: float, seed: int) -> ContactList:
    """Leave out some people at random, to compare with: the share, rounded.

    Raises
    ------
    UsageError
        If the share is not from 0 to below 1, or leaves nobody to hold out.
    """
    people = len(contacts.contacts)
    count = round(share * people)
    if not 0 < share < 1 or not 0 < count < people:
        raise UsageError(
            f"{share:.0%} of {people} people cannot be held out; give a share between"
            " 0 and 100% that leaves people on both sides"
        )
    drawn = np.random.default_rng(seed).choice(people, size=count, replace=False)
    is_held_out = np.zeros(people, dtype=bool)
    is_held_out[drawn] = True
    frame = contacts.contacts.assign(held_out=is_held_out)
    return ContactList(frame, contacts.wanted, contacts.left_out)
