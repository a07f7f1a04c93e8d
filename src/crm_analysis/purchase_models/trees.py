"""Small gradient-boosted trees, as numbers that can be written down.

Trained by scikit-learn's `HistGradientBoostingClassifier`, kept as one array a tree.
The same numbers come out whatever the number of threads.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

# Its trees are not public, but they are what has to be stored, and to be taken apart
# to say why a score is what it is; a test holds their answer against the public one.
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.ensemble._hist_gradient_boosting.common import PREDICTOR_RECORD_DTYPE
from sklearn.ensemble._hist_gradient_boosting.predictor import TreePredictor
from threadpoolctl import threadpool_limits

from crm_analysis.purchase_models.classifier import (
    Floats,
    Record,
    from_json_number,
    json_number,
)
from crm_analysis.purchase_models.packed_trees import PackedTrees

LEAVES = 8
LEARNING_RATE = 0.05
LEAF_SHARE = 0.01
THRESHOLD = "num_threshold"  # which is infinite where a value is missing or not
NO_CATEGORIES = np.empty((0, 8), np.uint32)
FEW_ROWS = 64  # which are through all trees at once before one call a tree is made


@dataclass(frozen=True)
class BoostedTrees:
    """Trees whose leaves add up to log odds.

    Attributes
    ----------
    baseline : float
        The log odds before the first tree.
    trees : list of structured arrays, one row a node
        In scikit-learn's own layout.
    """

    baseline: float
    trees: list[np.ndarray]
    _kept: dict[tuple[bytes, int], tuple] = field(
        default_factory=dict, repr=False, compare=False
    )

    @classmethod
    def fit(cls, rows: Floats, labels: Floats, trees: int, shift: float = 0.0) -> Self:
        """Learn from rows that may have missing values, and labels 0 and 1.

        The shift is added to the log odds, where rows were selected by their label.
        Leaves have a hundredth of the rows at least and a tree has few of them: the
        defaults of gradient boosting fit the noise of a few thousand customers.
        """
        # A column that is missing throughout cannot be binned; it is never split on.
        rows = np.where(np.isnan(rows).all(axis=0), 0.0, rows)
        model = HistGradientBoostingClassifier(
            max_leaf_nodes=LEAVES,
            learning_rate=LEARNING_RATE,
            max_iter=trees,
            min_samples_leaf=max(20, round(LEAF_SHARE * len(rows))),
            early_stopping=False,
            random_state=0,
        )
        # Its threads wait for each other at every leaf: on a busy machine that takes
        # ten times as long as one thread does.
        with threadpool_limits(limits=1):
            model.fit(rows, labels)
        grown = [of_class[0].nodes for of_class in model._predictors]
        return cls(float(model._baseline_prediction.item()) + shift, grown)

    def first(self, count: int) -> Self:
        """Return the first trees: boosting never looks back at an earlier one."""
        return type(self)(self.baseline, self.trees[:count])

    def log_odds(self, rows: Floats) -> Floats:
        """Return the log odds of each row."""
        return self.staged_log_odds(rows, (len(self.trees),))[0]

    def staged_log_odds(self, rows: Floats, counts: Sequence[int]) -> Floats:
        """Return the log odds of each row after so many trees, one line a count."""
        rows, total = np.ascontiguousarray(rows), np.full(len(rows), self.baseline)
        stages = {0: total.copy()}
        for number, nodes in enumerate(self.trees, 1):
            total += _leaf_values(nodes, rows)
            if number in counts:
                stages[number] = total.copy()
        return np.stack([stages[min(count, len(self.trees))] for count in counts])

    def terms(self, rows: Floats, places: NDArray[np.intp], count: int) -> Floats:
        """Take the log odds apart: a branch adds what it does to the leaves' mean.

        Parameters
        ----------
        rows : array
            As for `log_odds`.
        places : array, one a column
            Which term a column belongs to.
        count : int
            How many terms there are; the means of the whole trees go to the first.

        Returns
        -------
        array, rows x terms; each row adds up to its log odds.
        """
        return self.explained(rows, places, count)[1]

    def explained(
        self, rows: Floats, places: NDArray[np.intp], count: int
    ) -> tuple[Floats, Floats]:
        """Return what `log_odds` and `terms` return, walking each tree once."""
        rows, total = np.ascontiguousarray(rows), np.full(len(rows), self.baseline)
        terms = np.zeros((len(rows), count))
        terms[:, 0] = self.baseline
        if not self.trees:
            return total, terms
        packed, values, of_paths = self._paths(places, count)
        if len(rows) <= FEW_ROWS:
            leaves = packed.leaves(rows)
            return total + values[leaves].sum(axis=0), terms + of_paths[leaves].sum(0)
        no_map = np.zeros(rows.shape[1], np.uint32)
        for root, nodes in zip(packed.roots, self.trees, strict=True):
            tree = TreePredictor(_numbered(nodes), NO_CATEGORIES, NO_CATEGORIES)
            leaf = tree.predict(rows, NO_CATEGORIES, no_map, 1).astype(np.intp) + root
            total += values[leaf]
            terms += of_paths[leaf]
        return total, terms

    def _paths(
        self, places: NDArray[np.intp], count: int
    ) -> tuple[PackedTrees, Floats, Floats]:
        """Return all trees side by side, and what each of their nodes says.

        They are kept: they take longer to make than one customer takes to ask.
        """
        key = (places.tobytes(), count)
        if key not in self._kept:
            paths = [_path_terms(nodes, places, count) for nodes in self.trees]
            values = [nodes["value"] for nodes in self.trees]
            self._kept[key] = (
                PackedTrees.of(self.trees),
                np.concatenate(values),
                np.concatenate(paths),
            )
        return self._kept[key]

    def record(self) -> Record:
        """Return the trees as JSON can hold them, a list a column."""
        return {
            "baseline": self.baseline,
            "trees": [
                {name: tree[name].tolist() for name in tree.dtype.names}
                | {THRESHOLD: [json_number(each) for each in tree[THRESHOLD].tolist()]}
                for tree in self.trees
            ],
        }

    @classmethod
    def from_record(cls, record: Record) -> Self:
        """Return the trees that a record was made of."""
        return cls(record["baseline"], [_tree(tree) for tree in record["trees"]])


def _leaf_values(nodes: np.ndarray, rows: Floats) -> Floats:
    no_map = np.zeros(rows.shape[1], np.uint32)
    tree = TreePredictor(nodes, NO_CATEGORIES, NO_CATEGORIES)
    return tree.predict(rows, NO_CATEGORIES, no_map, n_threads=1)


def _numbered(nodes: np.ndarray) -> np.ndarray:
    numbered = nodes.copy()
    numbered["value"] = np.arange(len(nodes))
    return numbered


def _path_terms(nodes: np.ndarray, places: NDArray[np.intp], count: int) -> Floats:
    """Return what the branches down to each node add, one line a node.

    Nodes come before their children.
    """
    means = nodes["value"].copy()
    for number in np.flatnonzero(nodes["is_leaf"] == 0)[::-1]:
        sides = [nodes["left"][number], nodes["right"][number]]
        means[number] = np.average(means[sides], weights=nodes["count"][sides])
    terms = np.zeros((len(nodes), count))
    terms[0, 0] = means[0]
    for number in np.flatnonzero(nodes["is_leaf"] == 0):
        for side in (nodes["left"][number], nodes["right"][number]):
            terms[side] = terms[number]
            terms[side, places[nodes["feature_idx"][number]]] += (
                means[side] - means[number]
            )
    return terms


def _tree(columns: Record) -> np.ndarray:
    tree = np.zeros(len(columns["value"]), PREDICTOR_RECORD_DTYPE)
    for name, values in columns.items():
        tree[name] = (
            values if name != THRESHOLD else list(map(from_json_number, values))
        )
    _require_children(tree)
    return tree


def _require_children(tree: np.ndarray) -> None:
    """Refuse a tree whose branches lead out of it: it is walked unchecked."""
    branches = np.flatnonzero(tree["is_leaf"] == 0)
    for side in ("left", "right"):
        below = tree[side][branches]
        if not len(tree) or (below <= branches).any() or (below >= len(tree)).any():
            raise ValueError(
                "got a branch that leads nowhere, expected one in its tree"
            )
