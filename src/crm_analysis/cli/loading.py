"""Commands that bring a database up to date: its schema, its rows."""

import datetime
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crm_analysis.cli.options import chosen_url, takes_database
from crm_analysis.cli.source_system import choose_source, takes_source
from crm_analysis.errors import UsageError

if TYPE_CHECKING:
    from crm_analysis.connectors.connected_system import ConnectedSystem
    from crm_analysis.database.address import Address
    from crm_analysis.datasets import Dataset


@click.command()
@click.option(
    "--from",
    "what",
    metavar="SOURCE",
    help="A system such as suitecrm; or a CSV or Parquet file with customer_id,"
    " order_date and amount; or the address of another database of ours. Default"
    " $CRM_SOURCE_URL.",
)
@takes_source
@click.option("--dry-run", is_flag=True, help="Print the audit and load nothing.")
@click.option(
    "--complete", is_flag=True, help="Read all rows again, not only changed ones."
)
@click.option(
    "--force", is_flag=True, help="Write everything anew, even if it is there already."
)
@takes_database
def load(
    what: str | None,
    source: str | None,
    config: Path | None,
    settings: tuple[str, ...],
    dry_run: bool,
    complete: bool,
    force: bool,
    url: str | None,
) -> None:
    """Fill a database from your own system, orders, or another database of ours.

    What is in the database is replaced at the end, all of it or nothing. Of a system
    that was loaded before, only what changed is written, and ids stay.
    """
    from os import environ

    from crm_analysis.connectors.source_database import refuse_home_of
    from crm_analysis.database.address import mask, parse_address
    from crm_analysis.datasets import seed

    address = parse_address(chosen_url(url))
    if config or source or (what and _is_system(what)):
        chosen = choose_source(what, source, config, settings)
        what, shown = chosen.source, f"{chosen.system.name} at {mask(chosen.source)}"
        refuse_home_of(chosen.system, address, chosen.options)
        opened = _open_system(chosen, complete)
    else:
        what = what or environ.get("CRM_SOURCE_URL")
        if not what or settings or complete or dry_run:
            raise UsageError(
                "--from names no system; give --from and a system, a file of orders or"
                " an address; --set, --complete and --dry-run are for systems alone"
            )
        shown, opened = mask(what), _open_source(what, address)
    click.echo(f"{'reading' if dry_run else 'loading'} {shown} into {address}")
    with opened as dataset:
        if dry_run:
            _print_audit(dataset)
            return
        loaded = seed(
            dataset,
            address.url,
            now=datetime.datetime.now(datetime.UTC),
            progress=lambda line: click.echo(f"  {line}"),
            again=force,
        )
    click.echo("done" if loaded else "it holds just this already: nothing to do")


def _is_system(what: str) -> bool:
    """Tell a name from a file and an address: also a name that no system has."""
    from crm_analysis.connectors.systems import system_names

    is_name = bool(re.fullmatch(r"[\w-]+", what)) and not Path(what).exists()
    return is_name or what in system_names()


def _open_system(chosen: object, complete: bool) -> object:
    """Open a system, its changed rows staged."""
    from crm_analysis.connectors.connected_system import open_system

    return open_system(
        chosen.system,
        chosen.source,
        chosen.options,
        today=datetime.datetime.now(datetime.UTC).date(),
        progress=lambda line: click.echo(f"  {line}"),
        complete=complete,
    )


def _print_audit(connected: "ConnectedSystem") -> None:
    """Print what would be kept and left out, a line a table and rule."""
    connected.map()
    click.echo("table\trule\tin\tkept\tdropped\taffected\tdecision")
    for row in connected.audit().drop_columns("source_system").to_pylist():
        click.echo("\t".join(map(str, row.values())))
    click.echo("nothing was loaded")


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
