"""Consent: what the evidence says of a channel, and what a policy makes of it.

Evidence is only ever added. Denied beats granted, and granted beats unknown: who has
said no once is not contacted, whatever was ticked before or after.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Self

from crm_analysis.errors import UsageError

CHANNELS = ("email", "phone", "post")


class State(StrEnum):
    """What is known of a person's consent to a channel."""

    DENIED = "denied"
    GRANTED = "granted"
    UNKNOWN = "unknown"


class Basis(StrEnum):
    """What a company rests its right to use a channel on.

    With ``consent``, somebody must have granted it. With ``legitimate_interest``,
    nobody must have denied it.
    """

    CONSENT = "consent"
    LEGITIMATE_INTEREST = "legitimate_interest"


def weigh(*, is_denied: bool, is_granted: bool) -> State:
    """Return the state that evidence amounts to.

    >>> weigh(is_denied=True, is_granted=True).value
    'denied'
    """
    if is_denied:
        return State.DENIED
    return State.GRANTED if is_granted else State.UNKNOWN


def may_contact(state: State, basis: Basis) -> bool:
    """Tell whether a channel may be used.

    >>> may_contact(State.UNKNOWN, Basis.CONSENT)
    False
    >>> may_contact(State.UNKNOWN, Basis.LEGITIMATE_INTEREST)
    True
    """
    if state is State.DENIED:
        return False
    return state is State.GRANTED or basis is Basis.LEGITIMATE_INTEREST


@dataclass(frozen=True)
class Policy:
    """What each channel rests on, and how a contact list is kept.

    Whether that is lawful, the company has to know: it differs by country and purpose.

    Attributes
    ----------
    bases : mapping of channel to Basis
        Email and phone want consent, post a legitimate interest, unless said otherwise.
    rest_days : int
        Who was contacted at most so many days ago on the channel is left out.
    keep_days : int
        So many days after an export its file must be gone.
    """

    bases: Mapping[str, Basis] = field(
        default_factory=lambda: {
            "email": Basis.CONSENT,
            "phone": Basis.CONSENT,
            "post": Basis.LEGITIMATE_INTEREST,
        }
    )
    rest_days: int = 14
    keep_days: int = 30

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Read a policy from a TOML file; what it does not say is as ever.

        Raises
        ------
        UsageError
            If it cannot be read, or says anything else than a policy does.
        """
        try:
            said = tomllib.loads(path.read_text(encoding="utf-8"))
            bases = {name: Basis(word) for name, word in said.pop("bases", {}).items()}
            days = {name: int(number) for name, number in said.items()}
            wrong = not set(bases) <= set(CHANNELS) or min(days.values(), default=1) < 1
            policy = cls(bases=cls().bases | bases, **days)
        except OSError as error:
            raise UsageError(
                f"the policy {path} cannot be read ({error.strerror}); check its name"
            ) from None
        except (ValueError, TypeError, AttributeError):
            wrong = True
        if wrong:
            raise UsageError(
                f"{path} is no policy; expected rest_days and keep_days with numbers"
                f" from 1 on, and a table [bases] with {', '.join(CHANNELS)} as"
                f" {' or '.join(Basis)}"
            )
        return policy


DEFAULT_POLICY = Policy()
