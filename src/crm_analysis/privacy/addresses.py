"""Addresses: whether something can be written to, and whether two are the same."""

import re

LONGEST = 254
FEWEST_DIGITS, MOST_DIGITS = 6, 15
_EMAIL = re.compile(r"[^\s@,;:<>()\[\]\"\\]+@[^\s@,;:<>()\[\]\"\\]+\.[^\W\d_]{2,}")
_PHONE_SIGNS = re.compile(r"[\s()./\-]")
_PHONE = re.compile(r"(?:\+|00)?\d+", re.ASCII)


def is_missing(address: str | None) -> bool:
    """Tell whether there is no address, or a stand-in that says so.

    >>> [is_missing(each) for each in (None, " ", "(no email)", "a@example.com")]
    [True, True, True, False]
    """
    is_text = isinstance(address, str)  # what is missing in a frame is no text
    return not (is_text and address.strip()) or address.startswith("(no ")


def is_valid(channel: str, address: str) -> bool:
    """Tell whether an address has the form that the channel needs.

    By post, it is the key by which the source knows where somebody lives.

    >>> is_valid("email", "jane@example.com"), is_valid("email", "jane@example")
    (True, False)
    >>> is_valid("phone", "+49 (30) 901-820"), is_valid("phone", "ask at the desk")
    (True, False)
    """
    if len(address) > LONGEST or not address.isprintable():
        return False
    if channel == "email":
        return _EMAIL.fullmatch(address.strip()) is not None
    if channel == "post":
        return True
    plain = _PHONE_SIGNS.sub("", address)
    digits = len(plain.removeprefix("+").removeprefix("00"))
    return bool(_PHONE.fullmatch(plain)) and FEWEST_DIGITS <= digits <= MOST_DIGITS


def sameness(channel: str, address: str) -> str:
    """Return what is equal for two addresses that reach the same place.

    >>> sameness("email", " Jane@Example.com")
    'jane@example.com'
    >>> sameness("phone", "+49 30/901820") == sameness("phone", "0049 30 901 820")
    True
    >>> sameness("post", "1-2") == sameness("post", "12")  # keys of the source
    False
    """
    if channel == "email":
        return address.strip().casefold()
    if channel == "post":
        return address
    return re.sub(r"^00", "+", _PHONE_SIGNS.sub("", address))
