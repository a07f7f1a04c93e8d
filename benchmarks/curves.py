"""Curves of cost: seconds on the left, memory on the right, each line named."""

from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd


def draw(table: pd.DataFrame, by: str, picture: Path) -> None:
    """Draw what each of the things in ``what`` costs, by a column of sizes.

    Parameters
    ----------
    table : DataFrame, one row a measurement
        The sizes, ``what``, ``seconds`` and ``gib``.
    by : str
        The column of sizes.
    picture : Path
        The file to write.
    """
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 4), layout="constrained")
    for axes, column, label in ((left, "seconds", "seconds"), (right, "gib", "GiB")):
        for (what, rows), marker in zip(
            table.groupby("what", sort=False), "osD^v", strict=False
        ):
            axes.plot(rows[by], rows[column], marker=marker, label=what)
        axes.set(xscale="log", yscale="log", xlabel=by, ylabel=label)
    handles, names = left.get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=2, frameon=False)
    figure.savefig(picture, dpi=110)
