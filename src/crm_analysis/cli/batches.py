"""The command on many segments: a scheduler's way to all reports."""

import sys
from pathlib import Path

import click

from crm_analysis.cli.options import chosen_url, takes_database
from crm_analysis.cli.terminal import printable_json


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="SEGMENTS.yml")
@click.option("--as-of", metavar="DATE", help="First day not known yet, or latest.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where batches are published; default reports.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=2,
    show_default=True,
    help="How many notebooks run at a time.",
)
@click.option("--json", "as_json", is_flag=True, help="Write a summary as JSON.")
@takes_database
def batch(
    file: Path,
    as_of: str | None,
    out: Path | None,
    jobs: int,
    as_json: bool,
    url: str | None,
) -> None:
    """Make the reports of many segments from one state of the data.

    The same command goes on where a stopped one was. `latest` in DIR leads to the
    newest batch.
    """
    from crm_analysis.database.address import parse_address
    from crm_analysis.paths import reports_folder
    from crm_analysis.reporting import RunSettings, run_batch
    from crm_analysis.reporting.batch_file import read_batch_file
    from crm_analysis.reporting.request import describe_data

    asked = read_batch_file(file)
    address = parse_address(chosen_url(url))
    day = {"as_of": as_of} if as_of else {}
    data = describe_data(address.url, {**asked.parameters, **day})
    settings = RunSettings(
        out=(out or reports_folder()).resolve(),
        database_url=address.url,
        jobs=jobs,
        **data.settings(),
        # Progress is no result: a program that reads the summary reads nothing else.
        progress=lambda line: click.echo(f"  {line}", err=True),
    )
    click.echo(f"reporting on {address} as of {data.parameters['as_of']}", err=True)
    result = run_batch(asked, data.parameters, settings)
    if result.given_away:
        click.echo(f"note: {result.given_away}", err=True)
    if as_json:
        click.echo(printable_json(result.record()))
    else:
        for each in result.failed:
            for name, words in each.record()["failed"].items():
                click.echo(f"failed: {each.segment}: {name}: {words}", err=True)
        for sentence in result.reconciliation.sentences:
            click.echo(sentence)
        click.echo(result.folder / "index.html")
    sys.exit(result.exit_code)
