"""What several commands take: a database, a day."""

import datetime
from collections.abc import Callable

import click


def takes_database(command: Callable[..., None]) -> Callable[..., None]:
    """Add the option that names a database."""
    return click.option(
        "--database",
        "url",
        metavar="URL",
        help="duckdb:///PATH; default $CRM_DATABASE_URL or data/crm.duckdb.",
    )(command)


def chosen_url(url: str | None) -> str | None:
    """Return the database given with the command or before it."""
    return url or click.get_current_context().find_root().params["url"]


def read_day(
    context: click.Context, parameter: click.Parameter, text: str | None
) -> datetime.date | None:
    """Read an ISO date option."""
    from crm_analysis.coverage import parse_day

    return None if text is None else parse_day(text)
