"""Commands that bring a database up to date: its schema, its rows."""

import click

from crm_analysis.cli.options import chosen_url, takes_database


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
