"""Text from data, made fit for a terminal: nothing in it can act on one."""

import json


def printable_json(records: list[dict] | dict) -> str:
    """Write JSON in letters as they are; what is not printable is escaped."""
    text = json.dumps(records, ensure_ascii=False, indent=2)
    return "".join(
        sign if sign.isprintable() or sign == "\n" else json.dumps(sign)[1:-1]
        for sign in text
    )


def printable(value: object) -> str:
    """Write a value on one line; control characters cannot reach the terminal."""
    text = "" if value is None else str(value)
    return "".join(sign if sign.isprintable() else " " for sign in text)
