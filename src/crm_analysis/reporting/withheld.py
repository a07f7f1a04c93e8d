"""What stands in the place of an exhibit that the data do not carry."""

import pandas as pd

from crm_analysis.outlook import Outlook
from crm_analysis.reporting.exhibits import show_table


def show_withheld(outlook: Outlook, exhibit_id: str) -> None:
    """Say what is not shown, where it would be."""
    names = {
        "ladder": "the comparison of the models",
        "reliability": "what was promised and what happened",
        "gain": "the buyers reached",
        "bernoulli": "the article's curve",
        "probabilities": "the probabilities",
        "groups": "the comparison of groups",
        "likeliest": "the list of the likeliest customers",
    }
    reason = outlook.reason or "see the verdicts above"
    show_table(
        pd.DataFrame(columns=["reason"]),
        id=exhibit_id,
        title=f"Not enough data for {names[exhibit_id]}",
        caption=f"{reason[:1].upper()}{reason[1:]}.",
    )
