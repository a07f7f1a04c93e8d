"""Needs: what each command and report reads, so what fails where that is missing."""

_PURCHASES = ("report", "features", "backtest", "score")
_COPY = "load --from this database"

NEEDED_BY: dict[str, tuple[str, ...]] = {
    "customers": ("customers", *_PURCHASES, _COPY),
    "orders": (*_PURCHASES, _COPY),
    "order_lines": ("--department", _COPY),
    "products": ("--department", _COPY),
    "data_loads": ("report", _COPY),
    "load_audit": ("report 01_customers", _COPY),
    "customer_profiles": ("report", "features"),
    "customer_birthdays": ("report",),
    "purchases": _PURCHASES,
    "purchase_days": _PURCHASES,
    "schema_versions": ("every command until `upgrade`",),
    "scores": ("score --save", _COPY),
    "scoring_runs": ("score --save", "customer", _COPY),
    "communications": ("customer", "export", _COPY),
    "consents": ("export", _COPY),
    "tombstones": ("seed", "load", "forget", _COPY),
    "contact_exports": ("export", "outcomes", _COPY),
    "contact_list_members": ("export", "outcomes", _COPY),
}
"""What of ours reads a table or view; one that is not here is only copied."""


def needed_by(name: str) -> str:
    """Say what does not work without a table or view.

    >>> needed_by("products")
    '--department and load --from this database'
    """
    *others, last = NEEDED_BY.get(name, (_COPY,))
    return f"{', '.join(others)} and {last}" if others else last
