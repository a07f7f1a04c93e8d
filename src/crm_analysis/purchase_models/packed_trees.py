"""Trees side by side, so that a few customers walk through all of them at once.

A call of scikit-learn's own for each tree takes longer than the walk itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class PackedTrees:
    """The nodes of all trees, one after the other.

    Attributes
    ----------
    roots : array of int, one a tree
        Where each tree begins.
    column, left, right : array of int, one a node
        What a branch looks at, and where it leads; a leaf leads to itself.
    threshold : array, one a node
        What goes left is at most this.
    missing_goes_left : array of bool, one a node
        Where what is missing goes.
    depth : int
        How many branches there are to the farthest leaf.
    """

    roots: Places
    column: Places
    left: Places
    right: Places
    threshold: Floats
    missing_goes_left: NDArray[np.bool_]
    depth: int

    @classmethod
    def of(cls, trees: Sequence[np.ndarray]) -> Self:
        """Pack trees of scikit-learn's layout, at least one."""
        roots = np.cumsum([0, *map(len, trees[:-1])])
        nodes, itself = np.concatenate(trees), np.arange(sum(map(len, trees)))
        begins, is_leaf = np.repeat(roots, [*map(len, trees)]), nodes["is_leaf"] == 1
        return cls(
            roots,
            np.where(is_leaf, 0, nodes["feature_idx"]).astype(np.intp),
            np.where(is_leaf, itself, nodes["left"] + begins),
            np.where(is_leaf, itself, nodes["right"] + begins),
            nodes["num_threshold"].astype(np.float64),
            nodes["missing_go_to_left"].astype(bool),
            int(nodes["depth"].max()),
        )

    def leaves(self, rows: Floats) -> Places:
        """Return the leaf that each row comes to, trees x rows."""
        row = np.arange(len(rows))[None, :]
        node = np.repeat(self.roots[:, None], len(rows), axis=1)
        for _ in range(self.depth):
            value = rows[row, self.column[node]]
            goes_left = value <= self.threshold[node]
            goes_left |= np.isnan(value) & self.missing_goes_left[node]
            node = np.where(goes_left, self.left[node], self.right[node])
        return node
