"""Commands on people's rights: audit, forget, subject report, purge."""

import datetime
import json
from pathlib import Path

import click

from crm_analysis.cli.options import chosen_url, takes_database
from crm_analysis.cli.terminal import printable, printable_json


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def audit(as_json: bool) -> None:
    """Show who read or exported personal data, and verify that no line is missing."""
    from crm_analysis.privacy.audit_log import audit_file, read_entries

    entries = read_entries()
    if as_json:
        click.echo(printable_json(entries))
        return
    known = {"number", "at", "who", "action", "rows", "hash"}
    for entry in entries:
        rest = {name: value for name, value in entry.items() if name not in known}
        click.echo(
            printable(
                f"{entry['number']}  {entry['at']}  {entry['who']}  {entry['action']}"
                f"  people: {entry['rows']:,}  {json.dumps(rest)}"
            )
        )
    click.echo(f"verified, lines: {len(entries):,}; none changed or missing", err=True)
    click.echo(f"in {audit_file()}", err=True)


@click.command()
@click.argument("name", metavar="ID")
@click.option(
    "--reports",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where runs of reports are; default reports.",
)
@takes_database
def forget(name: str, folders: tuple[Path, ...], url: str | None) -> None:
    """Delete a person, by id or pseudonym, from everywhere; no load brings them back.

    Runs of reports that hold the pseudonym are withdrawn.
    """
    from crm_analysis.paths import reports_folder
    from crm_analysis.privacy.forgetting import forget as forget_person

    now = datetime.datetime.now(datetime.UTC)
    done = forget_person(chosen_url(url), name, now, folders or [reports_folder()])
    for table, rows in done.rows.items():
        click.echo(f"deleted: {rows:,} rows of {table}")
    for path in done.exports:
        click.echo(f"taken out of the contact list {path}")
    for path in done.changed_exports:
        click.echo(f"changed since its export, look at it yourself: {path}")
    for path in done.staging:
        click.echo(f"deleted: {path}, which the next load makes again")
    for run in done.runs:
        click.echo(f"withdrawn: {run.folder}, which held the pseudonym")
        if run.remake:
            click.echo(f"  to make it again: {run.remake}")
    click.echo(
        "not known here: copies of these files, backups, and files that score, features"
        " or backtest wrote; see SECURITY.md"
    )


@click.command("subject-report")
@click.argument("name", metavar="ID")
@click.option(
    "--reports",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where runs of reports are; default reports.",
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@takes_database
def subject_report(
    name: str, folders: tuple[Path, ...], as_json: bool, url: str | None
) -> None:
    """Show all that is held on a person, by id or pseudonym, to be handed to them."""
    from crm_analysis.cli.reading import note_reading
    from crm_analysis.database import connect
    from crm_analysis.paths import reports_folder
    from crm_analysis.privacy.subject_report import as_lines, read_subject_report

    with connect(chosen_url(url)) as database:
        report = read_subject_report(database, name, folders or [reports_folder()])
    note_reading("subject-report", url, report["customers"], ["everything"])
    if as_json:
        click.echo(printable_json(json.loads(json.dumps(report, default=str))))
        return
    for line in as_lines(report):
        click.echo(printable(line))


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what would be deleted.")
@click.option(
    "--reports",
    "out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where runs of reports are; default reports.",
)
@click.option("--run-days", type=click.IntRange(1), default=730, show_default=True)
@click.option("--failed-days", type=click.IntRange(1), default=30, show_default=True)
@click.option("--staging-days", type=click.IntRange(1), default=30, show_default=True)
def purge(
    dry_run: bool,
    out: Path | None,
    run_days: int,
    failed_days: int,
    staging_days: int,
) -> None:
    """Delete what is over its time: runs, failed runs, contact lists, staging."""
    from crm_analysis.paths import reports_folder
    from crm_analysis.privacy import retention
    from crm_analysis.privacy.audit_log import Entry, write_down

    now = datetime.datetime.now(datetime.UTC)
    folder = out or reports_folder()
    periods = retention.Periods(run_days, failed_days, staging_days)
    overdue = retention.find_overdue(folder, now, periods)
    for each in overdue:
        click.echo(f"{each.kind}, due {each.due_on}: {each.path}")
    if not overdue:
        click.echo("nothing is over its time")
    elif dry_run:
        click.echo(f"{len(overdue):,} to delete; without --dry-run they are")
    else:
        deleted = {"deleted": [str(each.path) for each in overdue]}
        write_down(Entry("purge", "", 0, (), deleted), now)
        retention.purge(overdue, folder)
        click.echo(f"{len(overdue):,} deleted")
