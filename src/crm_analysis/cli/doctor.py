"""The command that says what is the matter with a database."""

import datetime
import json
import sys

import click

from crm_analysis.cli.options import chosen_url, takes_database


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@takes_database
def doctor(as_json: bool, url: str | None) -> None:
    """Look at a database, and say in plain words what is there and what is wrong."""
    from crm_analysis.diagnosis import examine

    diagnosis = examine(chosen_url(url), datetime.datetime.now(datetime.UTC).date())
    record = diagnosis.as_record()
    click.echo(json.dumps(record, indent=2) if as_json else diagnosis.as_text())
    sys.exit(diagnosis.exit_code)
