"""How far the purchase models can be trusted: backtests, intervals, verdicts."""

from crm_analysis.evaluation.backtest import Backtest, RungResult, backtest
from crm_analysis.evaluation.verdicts import Verdict

__all__ = ["Backtest", "RungResult", "Verdict", "backtest"]
