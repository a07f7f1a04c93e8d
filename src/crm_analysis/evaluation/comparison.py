"""Whether a simpler model would do as well, in a sentence.

The default is the highest rung of the ladder that could be fitted, whatever a backtest
says: choosing it by the same backtest would flatter it. What the backtest says instead
is how the simpler rungs did beside it, customer by customer.
"""

from collections.abc import Mapping

from crm_analysis.evaluation.intervals import Estimate

RULE = "The model used is the highest one of the ladder that could be fitted."
PLACES = (4, 5, 6)  # as many as it takes for what is not 0 not to look like it


def compare_with_default(
    differences: Mapping[str, Estimate], default: str, titles: Mapping[str, str]
) -> str:
    """Say which rung did better than the default, or which is the simplest as good.

    Parameters
    ----------
    differences : mapping of rung to Estimate
        Log loss less that of the default on the same customers, with its paired 95 %
        interval; the simplest rung first. Above 0 is worse than the default.
    default : str
        The default rung.
    titles : mapping of rung to str
        What people call the rungs.

    Examples
    --------
    >>> told = {"plain": Estimate(0.002, (-0.001, 0.005)), "blend": Estimate(0, (0, 0))}
    >>> compare_with_default(told, "blend", {"plain": "Plain", "blend": "Blend"})
    'Plain is as good here: its log loss is 0.0020 higher (95% interval -0.0010 to \
0.0050), which may be chance.'
    """
    others = {
        name: each
        for name, each in differences.items()
        if name != default and each.value is not None and each.interval is not None
    }
    if not others:
        return "There is no other model to compare with here."
    better = [name for name, each in others.items() if each.interval[1] < 0]
    if better:
        best = min(better, key=lambda name: others[name].value)
        return f"{titles[best]} did better here: {_tell(others[best])}."
    as_good = [name for name, each in others.items() if each.interval[0] <= 0]
    if as_good:
        simplest = as_good[0]
        return (
            f"{titles[simplest]} is as good here: {_tell(others[simplest])}, which may"
            " be chance."
        )
    nearest = min(others, key=lambda name: others[name].value)
    return (
        f"No simpler model is as good here: the nearest is {titles[nearest]},"
        f" {_tell(others[nearest])}."
    )


def _tell(difference: Estimate) -> str:
    """Write a difference with its interval, both counted the way that it goes."""
    way = "higher" if difference.value >= 0 else "lower"
    sign = 1 if difference.value >= 0 else -1
    low, high = sorted(sign * limit for limit in difference.interval)
    numbers = [sign * difference.value, low, high]
    places = next((n for n in PLACES if all(round(x, n) or not x for x in numbers)), 6)
    value, low, high = (f"{round(x, places) + 0.0:.{places}f}" for x in numbers)
    return f"its log loss is {value} {way} (95% interval {low} to {high})"
