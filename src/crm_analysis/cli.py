"""The command line: words to calls, nothing else."""

import datetime
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crm_analysis.errors import CrmAnalysisError, UsageError

if TYPE_CHECKING:
    import pandas as pd

    from crm_analysis.database import Database

# The names in crm_analysis.datasets.DATASETS, which takes too long to import here.
_DATASETS = (
    "sample",
    "complete-journey",
    "cdnow",
    "simulated-shop",
    "simulated-travel",
    "simulated-clinic",
)


def main() -> None:
    """Run the command line; an expected failure is one sentence and an exit code."""
    try:
        sys.exit(_cli.main(standalone_mode=False))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except CrmAnalysisError as error:
        click.echo(error, err=True)
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("stopped", err=True)
        sys.exit(1)
    except Exception as error:
        # The text of an unforeseen error may quote a person, so only its kind is
        # shown; who looks for the cause asks for the traceback.
        if os.environ.get("CRM_TRACEBACK"):
            raise
        click.echo(
            f"a fault in crm-analysis: {type(error).__name__}; set CRM_TRACEBACK=1 to"
            " see where (the text may quote your data)",
            err=True,
        )
        sys.exit(1)


def _takes_database(command: Callable[..., None]) -> Callable[..., None]:
    return click.option(
        "--database",
        "url",
        metavar="URL",
        help="duckdb:///PATH; default $CRM_DATABASE_URL or data/crm.duckdb.",
    )(command)


def _url(url: str | None) -> str | None:
    """Return the database given with the command or before it."""
    return url or click.get_current_context().find_root().params["url"]


def _day(
    context: click.Context, parameter: click.Parameter, text: str | None
) -> datetime.date | None:
    """Read an ISO date option."""
    from crm_analysis.coverage import parse_day

    return None if text is None else parse_day(text)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="crm_analysis")
@_takes_database
def _cli(url: str | None) -> None:
    """Make reports people can trust: who your customers are, who will buy next.

    Exit codes: 0 done, 1 something failed, 2 wrong use, 3 cannot connect,
    4 data refused, 5 not enough data, 6 privacy refusal, 7 verification differs.
    """


@_cli.command()
@click.option(
    "--dataset",
    type=click.Choice(_DATASETS),
    default="complete-journey",
    show_default=True,
    help="What to load.",
)
@click.option("--force", is_flag=True, help="Load even if it is there already.")
@_takes_database
def seed(dataset: str, force: bool, url: str | None) -> None:
    """Make a database and fill it; the old one is replaced only at the end."""
    from crm_analysis.database.address import parse_address
    from crm_analysis.datasets import DATASETS
    from crm_analysis.datasets import seed as seed_database

    address = parse_address(_url(url))
    click.echo(f"seeding {address} with {dataset}")
    loaded = seed_database(
        DATASETS[dataset](),
        str(address),
        now=datetime.datetime.now(datetime.UTC),
        progress=lambda line: click.echo(f"  {line}"),
        again=force,
    )
    click.echo("done" if loaded else "it holds just this already: nothing to do")


@_cli.command()
@click.option("--search", default="", help="Text in the name, email or phone.")
@click.option("--limit", default=100, show_default=True, help="At most so many rows.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@_takes_database
def customers(search: str, limit: int, as_json: bool, url: str | None) -> None:
    """List customers with their personal data: id, name, email, phone."""
    from crm_analysis.customers import list_customers
    from crm_analysis.database import connect

    with connect(_url(url)) as database:
        found = list_customers(database, search, limit)
        is_cut = len(list_customers(database, search, limit + 1)) > limit
    records = found.astype(object).where(found.notna(), None).to_dict("records")
    if as_json:
        click.echo(_printable_json(records))
    elif records:
        click.echo("id\tname\temail\tphone")
        for record in records:
            click.echo("\t".join(_printable(value) for value in record.values()))
    else:
        click.echo("0 results")
    if is_cut:
        click.echo(f"only the first {limit:,}; --limit N lists more", err=True)


def _printable_json(records: list[dict]) -> str:
    """Write JSON in letters as they are; what is not printable is escaped."""
    text = json.dumps(records, ensure_ascii=False, indent=2)
    return "".join(
        sign if sign.isprintable() or sign == "\n" else json.dumps(sign)[1:-1]
        for sign in text
    )


def _printable(value: object) -> str:
    """Write a value on one line; control characters cannot reach the terminal."""
    text = "" if value is None else str(value)
    return "".join(sign if sign.isprintable() else " " for sign in text)


@_cli.command()
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
@_takes_database
def report(
    names: tuple[str, ...],
    as_of: str | None,
    horizon_days: str | None,
    segment: str | None,
    given: tuple[str, ...],
    out: Path | None,
    jobs: int,
    url: str | None,
) -> None:
    """Run the notebooks and publish their pages; all of them if none is named."""
    from crm_analysis.database.address import parse_address
    from crm_analysis.paths import reports_folder
    from crm_analysis.reporting import RunSettings, run_reports
    from crm_analysis.reporting.request import describe_data

    flags = {"as_of": as_of, "horizon_days": horizon_days, "segment": segment}
    options = [(name, value) for name, value in flags.items() if value is not None]
    parameters = _each_once(options + [_name_and_value(text) for text in given])
    address = str(parse_address(_url(url)))
    data = describe_data(address, parameters)
    click.echo(f"reporting on {address} as of {data.parameters['as_of']}")
    settings = RunSettings(
        out=(out or reports_folder()).resolve(),
        database_url=address,
        jobs=jobs,
        fingerprint=data.fingerprint,
        notice=data.notice,
        provenance=data.provenance,
        progress=lambda line: click.echo(f"  {line}"),
    )
    result = run_reports(list(names) or None, data.parameters, settings)
    for name, failure in result.failures.items():
        click.echo(f"failed: {name}: {failure.in_words()}", err=True)
    for sentence in result.withheld:
        click.echo(f"note: {sentence}")
    click.echo(result.folder / "index.html")
    sys.exit(result.exit_code)


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


@_cli.command()
@click.argument("run", type=click.Path(path_type=Path), metavar="RUN_FOLDER")
@_takes_database
def verify(run: Path, url: str | None) -> None:
    """Run all notebooks of a published run again and compare every output."""
    from crm_analysis.database.address import parse_address
    from crm_analysis.reporting import reproduce

    click.echo(f"running {run.name} again")
    manifest = reproduce(run, str(parse_address(_url(url))))
    click.echo(f"identical: {len(manifest.published)} reports say the same again")


def _takes_case(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that backtest and score share."""
    for option in (
        click.option(
            "--department",
            default="all",
            show_default=True,
            metavar="NAME",
            help="Predict purchases of products of this department.",
        ),
        click.option(
            "--horizon-days",
            type=click.IntRange(1),
            required=True,
            help="How far ahead, in days.",
        ),
        click.option(
            "--as-of",
            required=True,
            callback=_day,
            metavar="DATE",
            help="First day that is not known yet.",
        ),
        click.option(
            "--orders",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="CSV or Parquet with customer_id, order_date and amount, instead of"
            " a database.",
        ),
        _takes_database,
    ):
        command = option(command)
    return command


@_cli.command()
@_takes_case
@click.option("--json", "json_file", type=click.Path(path_type=Path), metavar="FILE")
@click.option(
    "--predictions",
    type=click.Path(path_type=Path),
    metavar="FILE.parquet",
    help="One row a customer: label and the probabilities of every rung.",
)
@click.option(
    "--origins",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Backtest at so many days, a horizon apart, --as-of being the latest.",
)
def backtest(
    orders: Path | None,
    as_of: datetime.date,
    horizon_days: int,
    department: str,
    json_file: Path | None,
    predictions: Path | None,
    origins: int,
    url: str | None,
) -> None:
    """Predict a horizon that has passed, and show how well that went."""
    from crm_analysis.evaluation import roll
    from crm_analysis.output_files import require_places, write_whole

    require_places(filter(None, (json_file, predictions)), filter(None, [orders]))
    with _open(orders, url, department) as database:
        rolling = roll(database, as_of, horizon_days, origins)
        latest = rolling.backtests[0]
        frame = rolling.predictions if origins > 1 else latest.predictions
        rows = _with_own_ids(frame, database, orders)
    record = latest.as_record() | (rolling.as_record() if origins > 1 else {})
    text = json.dumps(record, indent=2, allow_nan=False) + "\n"
    if json_file:
        write_whole(json_file, lambda file: file.write_text(text, encoding="utf-8"))
    if predictions:
        write_whole(predictions, rows.to_parquet)
    click.echo(latest.as_text())
    if origins > 1:
        click.echo(f"\n{rolling.as_text()}")


@_cli.command()
@_takes_case
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="FILE.parquet"
)
def score(
    orders: Path | None,
    as_of: datetime.date,
    horizon_days: int,
    department: str,
    out: Path,
    url: str | None,
) -> None:
    """Say for each customer how likely a purchase in the horizon is."""
    from crm_analysis.output_files import require_places, write_whole
    from crm_analysis.scores import score as run_score

    require_places([out], filter(None, [orders]))
    with _open(orders, url, department) as database:
        scores = run_score(database, as_of, horizon_days)
        rows = _with_own_ids(scores.frame.reset_index(), database, orders)
    write_whole(out, rows.to_parquet)
    click.echo(f"{len(rows):,} customers scored by {scores.default}: {out}")
    for note in scores.notes:
        click.echo(f"note: {note}")


@contextmanager
def _open(
    orders: Path | None, url: str | None, department: str
) -> "Iterator[Database]":
    """Open the orders file if one is given, else the database or its department."""
    from crm_analysis.database import choose_department, connect
    from crm_analysis.datasets.orders_file import open_orders

    if orders and department != "all":
        raise UsageError(
            f"an orders file has no products, but department {department!r} is asked"
            " for; leave out --department, or read a database that has products"
        )
    with open_orders(orders) if orders else connect(_url(url)) as database:
        yield choose_department(database, department)


def _with_own_ids(
    rows: "pd.DataFrame", database: "Database", orders: Path | None
) -> "pd.DataFrame":
    """Put an orders file's own customer ids in place of our keys."""
    if orders is None:
        return rows
    from crm_analysis.datasets.orders_file import source_ids

    ids = source_ids(database, orders)
    return rows.assign(customer_id=ids[rows["customer_id"].to_numpy() - 1])


if __name__ == "__main__":
    main()
