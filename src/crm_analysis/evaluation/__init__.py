"""How far the purchase models can be trusted: backtests, intervals, verdicts."""

from crm_analysis.evaluation.backtest import Backtest, backtest
from crm_analysis.evaluation.rolling import RollingBacktest, roll
from crm_analysis.evaluation.rung_result import RungResult
from crm_analysis.evaluation.verdicts import Verdict

__all__ = ["Backtest", "RollingBacktest", "RungResult", "Verdict", "backtest", "roll"]
