"""Commands on what is published: verify a page or a run, compare two runs."""

import sys
from pathlib import Path

import click

from crm_analysis.cli.options import chosen_url, takes_database
from crm_analysis.cli.terminal import printable, printable_json
from crm_analysis.errors import VerificationError

DIFFERENT = VerificationError.exit_code


@click.command()
@click.argument(
    "published", type=click.Path(path_type=Path), metavar="PAGE.html|RUN_FOLDER"
)
@takes_database
def verify(published: Path, url: str | None) -> None:
    """Verify a page, or all pages of a run, by running the notebooks again.

    A page is first held against its own notebook and facts. A run whose every output
    is the same again is marked as reproduced.
    """
    from crm_analysis.database.address import parse_address

    address = parse_address(chosen_url(url)).url
    if published.suffix == ".html":
        _verify_page(published, address)
    else:
        _verify_run(published, address)


def _verify_page(page: Path, address: str) -> None:
    from crm_analysis.reporting import verify_page

    click.echo(f"running the notebook of {page.name} again")
    found = verify_page(page.resolve(), address)
    if not found.holds:
        raise VerificationError(printable(found.sentence()))
    click.echo(found.sentence())


def _verify_run(run: Path, address: str) -> None:
    from crm_analysis.reporting import reproduce
    from crm_analysis.reporting.manifest import read_manifest
    from crm_analysis.reporting.provenance import read_provenance
    from crm_analysis.reporting.published_numbers import all_numbers
    from crm_analysis.reporting.run_difference import read_facts

    provenance = read_provenance(read_manifest(run), address)
    if provenance.data:
        click.echo(f"note: {provenance.data}")
    click.echo(f"running {run.name} again")
    try:
        manifest = reproduce(run, address)
    except VerificationError as error:
        cause = provenance.likely_cause()
        raise VerificationError(f"{error}; {cause}") from None
    count = len(all_numbers(read_facts(run)))
    click.echo(
        f"identical: {len(manifest.published)} reports say the same again,"
        f" {count} of {count} facts"
    )


@click.command()
@click.argument("before", type=click.Path(path_type=Path), metavar="RUN_A")
@click.argument("after", type=click.Path(path_type=Path), metavar="RUN_B")
@click.option("--json", "as_json", is_flag=True, help="Write JSON, every number in it.")
def diff(before: Path, after: Path, as_json: bool) -> None:
    """Say in words what changed from one run of reports to another.

    Exit code 0 if both say the same, 7 if they differ.
    """
    from crm_analysis.reporting import compare_runs

    found = compare_runs(before, after)
    if as_json:
        click.echo(printable_json(found.record()))
    else:
        for sentence in found.sentences():
            click.echo(printable(sentence))
    sys.exit(0 if found.is_empty else DIFFERENT)
