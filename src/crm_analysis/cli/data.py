"""Commands on the customer data: fill a database, look somebody up."""

import datetime

import click

from crm_analysis.cli.options import chosen_url, takes_database
from crm_analysis.cli.reading import note_reading
from crm_analysis.cli.terminal import printable, printable_json

# The names in crm_analysis.datasets.DATASETS, which takes too long to import here.
_DATASETS = (
    "sample",
    "complete-journey",
    "cdnow",
    "simulated-shop",
    "simulated-travel",
    "simulated-clinic",
)


@click.command()
@click.option(
    "--dataset",
    type=click.Choice(_DATASETS),
    default="complete-journey",
    show_default=True,
    help="What to load.",
)
@click.option("--force", is_flag=True, help="Load even if it is there already.")
@takes_database
def seed(dataset: str, force: bool, url: str | None) -> None:
    """Make a database and fill it; the old one is replaced only at the end."""
    from crm_analysis.database.address import parse_address
    from crm_analysis.datasets import DATASETS
    from crm_analysis.datasets import seed as seed_database

    address = parse_address(chosen_url(url))
    click.echo(f"seeding {address} with {dataset}")
    loaded = seed_database(
        DATASETS[dataset](),
        address.url,
        now=datetime.datetime.now(datetime.UTC),
        progress=lambda line: click.echo(f"  {line}"),
        again=force,
    )
    click.echo("done" if loaded else "it holds just this already: nothing to do")


@click.command()
@click.option("--search", default="", help="Text in the name, email or phone.")
@click.option("--limit", default=100, show_default=True, help="At most so many rows.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@takes_database
def customers(search: str, limit: int, as_json: bool, url: str | None) -> None:
    """List customers with their personal data: id, name, email, phone."""
    from crm_analysis.customers import list_customers
    from crm_analysis.database import connect

    with connect(chosen_url(url)) as database:
        found = list_customers(database, search, limit)
        is_cut = len(list_customers(database, search, limit + 1)) > limit
    records = found.astype(object).where(found.notna(), None).to_dict("records")
    note_reading("customers", url, records, list(found.columns))
    if as_json:
        click.echo(printable_json(records))
    elif records:
        click.echo("id\tname\temail\tphone")
        for record in records:
            click.echo("\t".join(printable(value) for value in record.values()))
    else:
        click.echo("0 results")
    if is_cut:
        click.echo(f"only the first {limit:,}; --limit N lists more", err=True)
