"""A backtest in a screenful of plain text."""

from collections.abc import Iterable
from typing import Any

from crm_analysis.database.department import in_department
from crm_analysis.evaluation.comparison import RULE

COLUMNS = {
    "log_loss": "log loss",
    "brier": "Brier",
    "roc_auc": "AUC",
    "average_precision": "avg prec",
    "lift_top_decile": "lift 10 %",
    "ece": "ECE",
    "expected_over_observed": "exp/obs",
}


def summarise(record: dict[str, Any]) -> str:
    """Write a backtest's record as a title, a table of rungs, verdicts and notes."""
    return "\n".join(
        [
            f"Backtest at {record['as_of']}, {record['horizon_days']} days:"
            f" {record['n_buyers']:,} of {record['n_customers']:,} customers bought"
            f"{in_department(record['department'])};"
            f" default rung: {record['default']}",
            "",
            _line("rung", COLUMNS.values()),
            *(_rung_line(rung) for rung in record["rungs"]),
            "",
            *(verdict["sentence"] for verdict in record["verdicts"].values()),
            f"{RULE} {record['comparison']}",
            *(
                f"left out: {each['rung']}: {each['reason']}"
                for each in record["left_out"]
            ),
            *(f"note: {note}" for note in record["notes"]),
        ]
    )


def _rung_line(rung: dict[str, Any]) -> str:
    return _line(rung["rung"], [_number(rung[metric]) for metric in COLUMNS])


def _line(name: str, cells: Iterable[str]) -> str:
    return f"{name:<12}" + "".join(f"{cell:>10}" for cell in cells)


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"
