"""Commands on reports: make them, verify an old run."""

import sys
from pathlib import Path

import click

from crm_analysis.cli.options import chosen_url, takes_database


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--as-of", metavar="DATE", help="First day not known yet, or latest.")
@click.option("--horizon-days", metavar="N", help="How far ahead, in days.")
@click.option("--segment", metavar="NAME", help="A file in sql/segments, or all.")
@click.option(
    "-p",
    "--parameter",
    "given",
    multiple=True,
    metavar="NAME=VALUE",
    help="Any other parameter of a notebook; can be given several times.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where runs are published; default reports.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=2,
    show_default=True,
    help="How many notebooks run at a time.",
)
@click.option("--pdf", is_flag=True, help="Print the pages too, into DIR/pdf.")
@takes_database
def report(
    names: tuple[str, ...],
    as_of: str | None,
    horizon_days: str | None,
    segment: str | None,
    given: tuple[str, ...],
    out: Path | None,
    jobs: int,
    pdf: bool,
    url: str | None,
) -> None:
    """Run the notebooks and publish their pages; all of them if none is named."""
    from crm_analysis.database.address import parse_address
    from crm_analysis.paths import reports_folder
    from crm_analysis.reporting import RunSettings, run_reports
    from crm_analysis.reporting.request import describe_data

    printer = _find_printer() if pdf else None
    flags = {"as_of": as_of, "horizon_days": horizon_days, "segment": segment}
    options = [(name, value) for name, value in flags.items() if value is not None]
    parameters = _each_once(options + [_name_and_value(text) for text in given])
    address = parse_address(chosen_url(url))
    data = describe_data(address.url, parameters)
    click.echo(f"reporting on {address} as of {data.parameters['as_of']}")
    settings = RunSettings(
        out=(out or reports_folder()).resolve(),
        database_url=address.url,
        jobs=jobs,
        **data.settings(),
        progress=lambda line: click.echo(f"  {line}"),
    )
    result = run_reports(list(names) or None, data.parameters, settings)
    for name, failure in result.failures.items():
        click.echo(f"failed: {name}: {failure.in_words()}", err=True)
    for sentence in result.withheld:
        click.echo(f"note: {sentence}")
    if printer:
        _print_pages(result.folder, printer)
    click.echo(result.folder / "index.html")
    sys.exit(result.exit_code)


def _find_printer() -> str:
    """Look for the program that prints before any work is done."""
    from crm_analysis.reporting.printing import find_printer

    return find_printer()


def _print_pages(folder: Path, printer: str) -> None:
    from crm_analysis.reporting.printing import print_run

    for printed in print_run(folder, printer):
        click.echo(printed)


def _name_and_value(text: str) -> tuple[str, str]:
    """Take NAME=VALUE apart; the value is text, whatever it looks like."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise click.UsageError("a parameter is given as -p NAME=VALUE")
    return name, value


def _each_once(options: list[tuple[str, str]]) -> dict[str, str]:
    """Collect parameters by name; a second value for a name is refused."""
    names = [name for name, _ in options]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise click.UsageError(f"parameter {twice} is given twice; give it once")
    return dict(options)
