"""The command that writes scores for the CRM they came from."""

import datetime
from pathlib import Path

import click

from crm_analysis.cli.options import chosen_url, takes_database

# The names in crm_analysis.write_back.FORMS, which takes too long to import here.
_SYSTEMS = ("hubspot", "salesforce", "zoho")


@click.command()
@click.option(
    "--for",
    "system",
    type=click.Choice(_SYSTEMS),
    required=True,
    help="The system that imports the file: the one that was loaded.",
)
@click.option(
    "--run",
    "run_id",
    metavar="RUN_ID",
    help="A run of `score --save`; default the newest.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE.csv",
    help="Only you can read it.",
)
@takes_database
def write_back(system: str, run_id: str | None, out: Path, url: str | None) -> None:
    """Write saved scores and segments as CSV that your CRM imports, by its own ids."""
    from crm_analysis.database import connect
    from crm_analysis.database.address import parse_address
    from crm_analysis.output_files import require_places
    from crm_analysis.privacy.audit_log import Entry, write_down
    from crm_analysis.write_back import read_write_back, write_csv

    require_places([out])
    address = parse_address(chosen_url(url))
    with connect(address.url) as database:
        rows = read_write_back(database, system, run_id)
    details = {"system": system, "file": out.name}
    columns = tuple(rows.columns)
    entry = Entry("write-back", str(address), len(rows), columns, details)
    write_down(entry, datetime.datetime.now(datetime.UTC))
    write_csv(rows, out)
    click.echo(f"{len(rows):,} customers for {system}: {out}")
