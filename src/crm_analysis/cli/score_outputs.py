"""Where scores go: a file, a table of ours, or both; and their model, to score on."""

import datetime
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crm_analysis.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from crm_analysis.database import Database
    from crm_analysis.scores import Scores
    from crm_analysis.scoring_runs import ScoringRun


@dataclass(frozen=True)
class ScoreOutputs:
    """The places that were asked for.

    Attributes
    ----------
    out : Path or None
        A Parquet file of scores.
    model : Path or None
        A JSON file of the scoring run.
    url : str or None
        The database.
    saves : bool
        Whether scores and run are kept in it.
    in_database : bool
        Whether the scores are computed there, too, so that there is no file of them.
    """

    out: Path | None
    model: Path | None
    url: str | None
    saves: bool
    in_database: bool = False

    def require(self, orders: Path | None, rung: str | None) -> None:
        """Refuse what could not be written in the end, before any work.

        Raises
        ------
        UsageError
            If there is no place to write to, or not in the files that were named, or
            nothing that the database can compute.
        NotPermittedError, DatabaseBusyError
            If the database cannot be written to.
        """
        if not (self.out or self.model or self.saves):
            raise UsageError(
                "got no place for the scores; give --out FILE.parquet, --save for the"
                " table scores of the database, or both"
            )
        if self.in_database and (self.out or self.model or not self.saves):
            raise UsageError(
                "scores that the database computes stay in it: give --in-database with"
                " --save and --rung, and without --out and --model"
            )
        if self.in_database and not rung:
            raise UsageError(
                "got --in-database without --rung: one model is computed there; add"
                " --rung, for instance --rung bg_nbd"
            )
        if orders and (self.model or self.saves):
            raise UsageError(
                "an orders file has no customers of ours to look up later; leave --save"
                " and --model out, or read a database"
            )
        from crm_analysis.output_files import require_places

        require_places(filter(None, (self.out, self.model)), filter(None, [orders]))
        if self.saves:
            from crm_analysis.saved_scores import require_right_to_save

            require_right_to_save(self.url)

    def describe(
        self, database: "Database", scores: "Scores"
    ) -> tuple["ScoringRun | None", list[dict]]:
        """Return the run to keep, and which loads the data are from; while it is open.

        Nothing is read where no run is to be kept.
        """
        if not (self.model or self.saves):
            return None, []
        from crm_analysis.saved_scores import read_loads
        from crm_analysis.scoring_runs import describe_run

        run = describe_run(database, scores, datetime.datetime.now(datetime.UTC))
        return run, read_loads(database)

    def write_rows(self, frames: "Iterable[pd.DataFrame]") -> "pd.DataFrame | None":
        """Write rows to the file, frame by frame; return what is kept of each customer.

        Returns
        -------
        DataFrame, one row a customer
            ``customer_id`` and the columns of the table ``scores``. None where scores
            go nowhere, only the model does.
        """
        import pandas as pd

        from crm_analysis.output_files import write_parquet, write_whole
        from crm_analysis.saved_scores import SCORES

        columns, kept = ["customer_id", *SCORES], []

        def passing() -> "Iterator[pd.DataFrame]":
            for frame in frames:
                kept.append(frame[columns])
                yield frame

        if self.out:
            write_whole(self.out, lambda side: write_parquet(side, passing()))
        elif self.saves:
            deque(passing(), maxlen=0)
        return pd.concat(kept) if kept else None

    def write(
        self,
        rung: str,
        kept: "pd.DataFrame | None",
        run: "ScoringRun | None",
        loads: list[dict],
    ) -> Iterator[str]:
        """Write to every other place, and say where; the database is closed."""
        count = "" if kept is None else f"{len(kept):,} customers scored by {rung}"
        if self.out:
            yield f"{count}: {self.out}"
        if self.model:
            from crm_analysis.output_files import write_whole
            from crm_analysis.scoring_runs import write_run

            write_whole(self.model, lambda file: write_run(run, file))
            yield f"the model of run {run.run_id}: {self.model}"
        if self.saves:
            from crm_analysis.saved_scores import save_scores

            save_scores(self.url, run, kept.set_index("customer_id"), loads)
            yield f"{count}: saved as run {run.run_id}"
