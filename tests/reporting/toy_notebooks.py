"""Notebooks that are small enough to run in a test, and how they are run."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from crm_analysis.reporting import RunSettings, read_parameters, run_reports

READY = ("pandas", "matplotlib.pyplot", "crm_analysis.reporting.exhibits")

QUESTION = """# Who are our <toy> customers?

We count them."""
PARAMETERS = """
as_of: str = "2017-12-31"  # first day that is not known yet
segment: str = "all"  # a name = from segments
horizon_days: int = 14
"""
IMPORTS = """
import os
import pandas as pd
from crm_analysis.reporting import (
    Fact, new_figure, show_answer, show_facts, show_figure, show_table, show_verdict)
"""
FACTS = """
show_facts([Fact("customers", "Customers", 2469, people=True, n=2469),
            Fact("few", "Lapsed", 7, people=True),
            Fact("spend", "Spend", 1234.5, "EUR", interval=(1200.0, 1300.0))])
"""
FIRST_FIGURE = """
ages = pd.DataFrame({"age_band": ["18 to 24", "25 to 34"], "customers": [46, 142]})
figure, axes = new_figure()
axes.bar(ages["age_band"], ages["customers"])
show_figure(figure, id="ages", title="Most are over 25", alt="Bars: 46 and 142.",
            data=ages, n=188, caption="By age.")
"""
SECOND_FIGURE = """
weeks = pd.DataFrame({"week": [1, 2, 3], "buyer_share": [0.5, 0.4, 0.6]})
figure, axes = new_figure()
axes.plot(weeks["week"], weeks["buyer_share"])
show_figure(figure, id="weeks", title="Half of them buy", alt="A line near one half.",
            data=weeks, n=188)
"""
TABLE = """
table = pd.DataFrame({
    "name": ["<script>alert(1)</script>", "=1+1", "Zoe"],
    "customers": [4, 0, 1500],
    "spend": [55.25, None, 81234.5],
})
show_table(table, id="spenders", title="Spend by name", unit={"spend": "EUR"},
           people=["customers"], hide=["spend"], n=1504)
"""
VERDICT = """
show_verdict("ranking", True, "The order held in the backtest.")
show_answer(["There are 2,469 customers as of " + as_of + ".", "<b>Not</b> *bold*."])
"""

WORDS_CELL = """
print("segment", segment)
show_answer("Segment " + segment + " bought things.")
"""
RAISES = """
raise ValueError("the row of anna@example.com is odd")
"""
PLOT = """
import matplotlib.pyplot as plt
plt.plot([1, {number}])
plt.show()
"""


def tagged_parameters(source):
    return new_code_cell(source.strip(), metadata={"tags": ["parameters"]})


def code(source):
    return new_code_cell(source.strip())


def declared(source):
    """Read the parameters that a cell declares."""
    return read_parameters(new_notebook(cells=[code("1"), tagged_parameters(source)]))


FIGURES = [
    new_markdown_cell(QUESTION),
    tagged_parameters(PARAMETERS),
    code(IMPORTS),
    code(FACTS),
    new_markdown_cell("## By age"),
    code(FIRST_FIGURE),
    new_markdown_cell("## By week\n\n| step | share |\n|---|---:|\n| one | 3 |"),
    code(SECOND_FIGURE),
    code(TABLE),
    code(VERDICT),
]
WORDS = [
    new_markdown_cell("# What did they buy?"),
    tagged_parameters(PARAMETERS),
    code(IMPORTS),
    code(WORDS_CELL),
]
BROKEN = [new_markdown_cell("# What breaks?"), code(RAISES)]
PLAIN_PLOTS = [
    new_markdown_cell("# What do plain plots say?"),
    code(PLOT.format(number=2)),
    code(PLOT.format(number=3)),
]


def save_notebooks(folder, notebooks):
    for name, cells in notebooks.items():
        notebook = new_notebook(cells=cells)
        for number, cell in enumerate(notebook.cells):
            cell["id"] = f"cell-{number}"
        nbformat.write(notebook, folder / f"{name}.ipynb")
    return folder


def run_toys(sources, out, names=None, seconds=120, **parameters):
    settings = RunSettings(
        out=out,
        database_url="duckdb:///nowhere",
        notebooks=sources,
        imports=READY,
        fingerprint="a1b2c3",
        notice="All names are invented.",
        seconds_per_report=seconds,
    )
    return run_reports(names, parameters, settings)
