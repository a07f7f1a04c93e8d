"""Groups that are not shown cannot be worked out from those that are."""

import pandas as pd
import pytest

from crm_analysis.evaluation.fairness import compare_groups
from crm_analysis.reporting.fairness_exhibits import hide_given_away


def shown_groups(*groups):
    """Return which groups stay, of name, customers and buyers."""
    names, labels = [], []
    for name, customers, buyers in groups:
        names += [name] * customers
        labels += [1] * buyers + [0] * (customers - buyers)
    said = pd.Series([0.5] * len(names))
    compared = compare_groups(pd.Series(names), pd.Series(labels), said)
    shown = hide_given_away(compared, len(names), sum(labels)).dropna()
    return set(shown["group"])


@pytest.mark.parametrize(
    ("groups", "shown"),
    [
        ([("a", 100, 50), ("b", 90, 30)], {"a", "b"}),
        ([("a", 100, 50), ("b", 90, 30), ("c", 19, 9)], {"a"}),  # c = all - a - b
        ([("a", 99, 50), ("b", 19, 5), ("c", 19, 4)], set()),  # nine buyers in two
        ([("a", 99, 50), ("b", 19, 5), ("c", 19, 5)], {"a"}),
        ([("a", 99, 50), ("b", 19, 10), ("c", 19, 5), ("d", 19, 4)], {"a"}),
        ([("a", 19, 9)], set()),
    ],
)
def test_a_hidden_group_is_never_the_rest_of_a_total(groups, shown):
    assert shown_groups(*groups) == shown
