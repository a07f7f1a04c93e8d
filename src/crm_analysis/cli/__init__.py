"""The command line: words to calls, nothing else."""

import os
import sys

import click

from crm_analysis.cli import (
    audits,
    batches,
    configuration,
    contact_lists,
    customer,
    data,
    doctor,
    feature_table,
    loading,
    predictions,
    privacy,
    reports,
    write_back,
)
from crm_analysis.cli.options import takes_database
from crm_analysis.errors import NO_ROOM, CrmAnalysisError


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
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            room = "make room on the disk and run the same command again"
            click.echo(f"cannot write ({error.strerror}): {room}", err=True)
            sys.exit(1)
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


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="crm_analysis")
@takes_database
def _cli(url: str | None) -> None:
    """Make reports people can trust: who your customers are, who will buy next.

    Exit codes: 0 done, 1 something failed, 2 wrong use, 3 cannot connect,
    4 data refused, 5 not enough data, 6 privacy refusal, 7 verification differs.
    """


for _command in (
    data.seed,
    loading.load,
    doctor.doctor,
    configuration.init,
    data.customers,
    customer.customer,
    loading.upgrade,
    feature_table.features,
    reports.report,
    batches.batch,
    audits.verify,
    audits.diff,
    predictions.backtest,
    predictions.score,
    contact_lists.export,
    contact_lists.outcomes,
    privacy.audit,
    privacy.forget,
    privacy.subject_report,
    privacy.purge,
    write_back.write_back,
):
    _cli.add_command(_command)
