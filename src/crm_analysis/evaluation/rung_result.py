"""How one rung did in a backtest."""

from dataclasses import dataclass
from typing import Any

from crm_analysis.evaluation.intervals import Estimate
from crm_analysis.evaluation.metrics import NoiseFloor
from crm_analysis.evaluation.verdicts import Verdict


@dataclass(frozen=True)
class RungResult:
    """How one rung did.

    Attributes
    ----------
    rung : str
        Its name.
    estimates : dict of metric name to Estimate
        The metrics, and ``log_loss_difference`` to the default rung.
    noise_floor : NoiseFloor
        The calibration error that chance alone would give.
    verdicts : tuple of Verdict
        On ranking and on probabilities.
    """

    rung: str
    estimates: dict[str, Estimate]
    noise_floor: NoiseFloor
    verdicts: tuple[Verdict, Verdict]

    def as_record(self) -> dict[str, Any]:
        """Return one flat row, as JSON can hold it."""
        values = {name: each.value for name, each in self.estimates.items()}
        intervals = {
            f"{name}_interval": None if each.interval is None else list(each.interval)
            for name, each in self.estimates.items()
        }
        return {
            "rung": self.rung,
            **values,
            **intervals,
            "ece_noise_floor": self.noise_floor.mean,
            "ece_noise_floor_upper_95": self.noise_floor.upper_95,
            "verdicts": verdict_records(self.verdicts),
        }


def verdict_records(verdicts: tuple[Verdict, Verdict]) -> dict[str, Any]:
    """Return verdicts as JSON can hold them, by kind."""
    return {
        each.kind: {"given": each.given, "sentence": each.sentence} for each in verdicts
    }
