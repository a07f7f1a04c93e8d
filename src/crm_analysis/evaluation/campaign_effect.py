"""What a campaign did: those who were written to against those who were held out.

Only a group that was left out at random tells what would have happened without; without
one there are two rates, and no effect to speak of.
"""

from dataclasses import dataclass
from math import sqrt

from crm_analysis.errors import NotEnoughDataError
from crm_analysis.evaluation.intervals import Z_95, Interval


@dataclass(frozen=True)
class CampaignEffect:
    """The difference that a campaign made, in shares of people.

    Attributes
    ----------
    contacted_share, held_out_share : float
        Who bought, among those who were written to and those who were held out.
    effect : float
        The first less the second.
    interval : tuple of float
        The effect's 95% interval.
    """

    contacted_share: float
    held_out_share: float
    effect: float
    interval: Interval


def campaign_effect(
    contacted: int, contacted_buyers: int, held_out: int, held_out_buyers: int
) -> CampaignEffect:
    """Compare the buyers of two groups that chance has made.

    The interval is Newcombe's, from Wilson's intervals of the two shares: it is sound
    with few people and with shares of 0 and 1. Newcombe (1998), Interval estimation for
    the difference between independent proportions: comparison of eleven methods,
    Statistics in Medicine 17, method 10.

    Parameters
    ----------
    contacted, held_out : int
        People in each group.
    contacted_buyers, held_out_buyers : int
        How many of them bought.

    Raises
    ------
    NotEnoughDataError
        If a group is empty: without a control group there is no effect.

    Examples
    --------
    >>> found = campaign_effect(70, 56, 80, 48)
    >>> round(found.effect, 4), tuple(round(limit, 4) for limit in found.interval)
    (0.2, (0.0524, 0.3339))
    """
    if not contacted or not held_out:
        raise NotEnoughDataError(
            f"{contacted} people were written to and {held_out} were held out, expected"
            " some of both; without a control group there is no effect to speak of,"
            " export with --holdout next time"
        )
    one, other = contacted_buyers / contacted, held_out_buyers / held_out
    one_low, one_high = wilson_interval(contacted_buyers, contacted)
    other_low, other_high = wilson_interval(held_out_buyers, held_out)
    difference = one - other
    low = difference - sqrt((one - one_low) ** 2 + (other_high - other) ** 2)
    high = difference + sqrt((one_high - one) ** 2 + (other - other_low) ** 2)
    return CampaignEffect(one, other, difference, (low, high))


def wilson_interval(successes: int, trials: int) -> Interval:
    """Return Wilson's 95 % interval of a share (1927), which stays within 0 and 1.

    >>> tuple(round(limit, 4) for limit in wilson_interval(56, 70))
    (0.6918, 0.877)
    """
    share, z2 = successes / trials, Z_95**2
    middle = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    spread = sqrt(share * (1 - share) / trials + z2 / (4 * trials**2))
    reach = Z_95 * spread / (1 + z2 / trials)
    return max(0.0, middle - reach), min(1.0, middle + reach)
