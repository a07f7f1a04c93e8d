"""The command that writes down what is known of a company's own system."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crm_analysis.cli.source_system import ChosenSource, choose_source, takes_source
from crm_analysis.errors import UsageError

if TYPE_CHECKING:
    from crm_analysis.connectors.guesses import Guess


@click.command()
@click.option("--from", "name", required=True, metavar="SYSTEM", help="Which system.")
@takes_source
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("crm.toml"),
    show_default=True,
    help="Where to write it; an existing file is not replaced.",
)
def init(
    name: str,
    source: str | None,
    config: Path | None,
    settings: tuple[str, ...],
    out: Path,
) -> None:
    """Write a configuration for a system, with each guess marked as one."""
    from crm_analysis.connectors.configuration import write_configuration
    from crm_analysis.connectors.connected_system import open_system
    from crm_analysis.connectors.options import choose_options

    if out.exists():
        raise UsageError(f"{out} is there already; give another --out, or remove it")
    chosen = choose_source(name, source, config, settings)
    today = datetime.datetime.now(datetime.UTC).date()
    doubts = _doubts(chosen)
    with open_system(
        chosen.system,
        chosen.source,
        {each.option: each.value for each in doubts} | chosen.options,
        today=today,
        progress=lambda line: click.echo(f"  {line}"),
    ) as connected:
        connected.map()
        guesses = connected.read("guesses")
    reasons = {each["option_name"]: each["reason"] for each in guesses}
    guessed = {each["option_name"]: each["option_value"] for each in guesses}
    reasons |= {each.option: each.reason for each in doubts}
    guessed |= {each.option: each.value for each in doubts}
    reasons |= dict.fromkeys(chosen.options, "given when this file was made")
    options = choose_options(chosen.system.options, guessed | chosen.options)
    text = write_configuration(chosen.system, chosen.source, options, reasons)
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{out} cannot be written ({error.strerror})") from None
    click.echo(f"wrote {out}: check each line marked as guessed, then type")
    click.echo(f"  crm-analysis load --config {out}")


def _doubts(chosen: ChosenSource) -> "list[Guess]":
    """Guess what files leave open, which a load would refuse to."""
    from crm_analysis.connectors.export_files import export_place
    from crm_analysis.connectors.guesses import guess_options
    from crm_analysis.connectors.options import choose_options

    if chosen.system.kind != "export":
        return []
    options = choose_options(chosen.system.options, chosen.options)
    place = export_place(chosen.system, chosen.source)
    return guess_options(chosen.system, place, options)
