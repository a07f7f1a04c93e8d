"""The command that says what is the matter with a database, or with a source."""

import datetime
import json
import sys
from pathlib import Path

import click

from crm_analysis.cli.options import chosen_url, takes_database
from crm_analysis.cli.source_system import choose_source, takes_source


@click.command()
@click.option(
    "--from",
    "name",
    metavar="SYSTEM",
    help="Look at a system that could be loaded, instead of the database.",
)
@takes_source
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@takes_database
def doctor(
    name: str | None,
    source: str | None,
    config: Path | None,
    settings: tuple[str, ...],
    as_json: bool,
    url: str | None,
) -> None:
    """Look at a database, and say in plain words what is there and what is wrong."""
    from crm_analysis.diagnosis import examine, examine_source

    today = datetime.datetime.now(datetime.UTC).date()
    if name or config or source:
        chosen = choose_source(name, source, config, settings)
        diagnosis = examine_source(
            chosen.system,
            chosen.source,
            chosen.options,
            today,
            lambda line: click.echo(f"  {line}", err=True),
        )
    else:
        diagnosis = examine(chosen_url(url), today)
    record = diagnosis.as_record()
    click.echo(json.dumps(record, indent=2) if as_json else diagnosis.as_text())
    sys.exit(diagnosis.exit_code)
