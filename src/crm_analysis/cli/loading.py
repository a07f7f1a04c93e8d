"""Commands that bring a database up to date: its schema, its rows."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crm_analysis.cli.options import chosen_url, takes_database
from crm_analysis.errors import UsageError

if TYPE_CHECKING:
    from crm_analysis.database.address import Address
    from crm_analysis.datasets import Dataset


@click.command()
@click.option(
    "--from",
    "source",
    required=True,
    envvar="CRM_SOURCE_URL",
    metavar="SOURCE",
    help="A CSV or Parquet file with customer_id, order_date and amount, or the"
    " address of another database of ours; default $CRM_SOURCE_URL.",
)
@click.option("--force", is_flag=True, help="Load even if it is there already.")
@takes_database
def load(source: str, force: bool, url: str | None) -> None:
    """Fill a database with your own orders, or with a copy of another database.

    What is in the database is replaced, whole, at the end.
    """
    from crm_analysis.database.address import mask, parse_address
    from crm_analysis.datasets import seed

    address = parse_address(chosen_url(url))
    click.echo(f"loading {mask(source)} into {address}")
    with _open_source(source, address) as dataset:
        loaded = seed(
            dataset,
            address.url,
            now=datetime.datetime.now(datetime.UTC),
            progress=lambda line: click.echo(f"  {line}"),
            again=force,
        )
    click.echo("done" if loaded else "it holds just this already: nothing to do")


@contextmanager
def _open_source(source: str, target: "Address") -> "Iterator[Dataset]":
    """Open what is to be loaded: a database if it is an address, else a file."""
    from crm_analysis.database import connect
    from crm_analysis.database.address import parse_address
    from crm_analysis.datasets.copied_database import CopiedDatabase
    from crm_analysis.datasets.loaded_orders import LoadedOrders

    if "://" not in source:
        yield LoadedOrders(Path(source))
        return
    address = parse_address(source)
    if address == target:
        raise UsageError(
            f"{address} is both what is read and what is filled; give another"
            " --database"
        )
    with connect(address.url) as database:
        yield CopiedDatabase(database, str(address))


@click.command()
@takes_database
def upgrade(url: str | None) -> None:
    """Bring a database of an older version to today's schema; its rows stay."""
    from crm_analysis.database import upgrade as upgrade_database
    from crm_analysis.database.address import parse_address

    address = parse_address(chosen_url(url))
    click.echo(f"upgrading {address}")
    done = upgrade_database(address.url, lambda line: click.echo(f"  {line}"))
    click.echo("done" if done else "it is up to date already: nothing to do")
