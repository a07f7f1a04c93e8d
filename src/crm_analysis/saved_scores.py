"""Scores in the database: written as a whole, beside the run that they are from."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pandas as pd
import pyarrow as pa

from crm_analysis.database import Database, choose_department, connect
from crm_analysis.database.address import parse_address
from crm_analysis.errors import (
    DatabaseBusyError,
    DataRefusedError,
    NotPermittedError,
)
from crm_analysis.rung_scores import RungScoring, Written
from crm_analysis.scoring_runs import FACTS, ScoringRun

FILES_INSTEAD = "write files instead: --out FILE.parquet and --model FILE.json"
SCORES = ("probability", "expected_purchases", "expected_spend")


def read_loads(database: Database) -> list[dict]:
    """Return which loads the data are from: other data have other loads."""
    loads = database.read_table("data_loads").to_pylist()
    return sorted(loads, key=lambda load: load["source_system"])


def require_right_to_save(url: str | None) -> None:
    """Refuse a database that scores could not be saved to in the end, before any work.

    Raises
    ------
    NotPermittedError
        If the user may not write; it says that files can be written instead.
    DatabaseBusyError
        If another process holds the file.
    DataRefusedError
        If the tables are missing.
    """
    with _writing(url) as database:
        database.load("scoring_runs", _run_table([]))
        database.load("scores", _score_table([], [[], [], []], None))


def save_scores(
    url: str | None, run: ScoringRun, scores: pd.DataFrame, loads: list[dict]
) -> None:
    """Write a run and everybody's scores to a database: all of it or nothing.

    Parameters
    ----------
    url : str or None
        The database, as `connect` takes it.
    run : ScoringRun
        What `describe_run` returned.
    scores : DataFrame, one row a customer, by ``customer_id``
        What was scored: the columns of the table ``scores`` that are of a customer.
    loads : list of dict
        What `read_loads` returned when the scores were made.

    Raises
    ------
    NotPermittedError, DatabaseBusyError
        As `require_right_to_save`.
    DataRefusedError
        If other data have been loaded since: scores of old data are not kept with new.
    """
    columns = [pa.Array.from_pandas(scores[name]) for name in SCORES]
    with _keeping(url, run, loads) as database:
        database.load("scores", _score_table(scores.index.to_numpy(), columns, run))


def save_scores_by_formula(
    url: str | None, run: ScoringRun, scoring: RungScoring, loads: list[dict]
) -> Written:
    """Let a database score everybody and keep the scores: all of it or nothing.

    Parameters, and what is raised, are those of `save_scores`.
    """
    with _keeping(url, run, loads) as database:
        return scoring.write(choose_department(database, run.department), run.run_id)


@contextmanager
def _keeping(url: str | None, run: ScoringRun, loads: list[dict]) -> Iterator[Database]:
    """Keep a run, and what is written inside, if the data are still the same."""
    with _writing(url) as database:
        if read_loads(database) != loads:
            raise DataRefusedError(
                f"the data in {parse_address(url)} were replaced while they were"
                " scored; score again; nothing was saved"
            )
        database.load("scoring_runs", _run_table([run]))
        yield database


@contextmanager
def _writing(url: str | None) -> Iterator[Database]:
    """Open a database for one transaction; a refusal says what to do instead."""
    try:
        with connect(url, read_only=False) as database, database.transaction():
            yield database
    except NotPermittedError:
        raise NotPermittedError(
            f"the user of {parse_address(url)} may not write scores; grant INSERT on"
            f" scores and scoring_runs, or {FILES_INSTEAD}"
        ) from None
    except DatabaseBusyError as error:
        raise DatabaseBusyError(f"{error.reason}, or {FILES_INSTEAD}") from None


def _run_table(runs: list[ScoringRun]) -> pa.Table:
    rows = [
        {name: getattr(run, name) for name in (*FACTS, "as_of")}
        | {"made_at": run.made_at.replace(tzinfo=None)}
        | {"model": json.dumps(run.scorer.record(), allow_nan=False)}
        for run in runs
    ]
    kinds = {"horizon_days": pa.int64(), "as_of": pa.date32()}
    kinds |= {"made_at": pa.timestamp("us")}
    names = (*FACTS, "as_of", "made_at", "model")
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in names])
    return pa.Table.from_pylist(rows, schema=schema)


def _score_table(customers: object, columns: list, run: ScoringRun | None) -> pa.Table:
    """Return rows of ``scores``; of no run, none."""
    count = len(customers)
    facts = {"run_id": pa.string(), "as_of": pa.date32(), "horizon_days": pa.int64()}
    return pa.table(
        {
            name: pa.array([getattr(run, name)] * count if run else [], kind)
            for name, kind in facts.items()
        }
        | {"customer_id": pa.array(customers, pa.int64())}
        | {
            name: pa.array(values, pa.float64())
            for name, values in zip(SCORES, columns, strict=True)
        }
    )
