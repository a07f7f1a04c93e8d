"""What the report on campaigns shows of contact lists with people who were held out.

Only there may an effect be spoken of: chance alone made the two groups.
"""

import pandas as pd

from crm_analysis.reporting.exhibits import show_table
from crm_analysis.reporting.formats import format_day, format_interval, format_value
from crm_analysis.reporting.small_counts import is_small

POINTS = ["effect", "effect_low", "effect_high"]


def show_effects(effects: pd.DataFrame, days: int) -> None:
    """Show what each list did, beside those who were held out of it.

    Parameters
    ----------
    effects : DataFrame
        As `crm_analysis.read_effects` returns it.
    days : int
        How long each list was followed.
    """
    told = _of_many(effects)
    if told.empty:
        (why,) = effects_in_words(effects, days)
        show_table(told[["list_name"]], id="effects", title=why.rstrip("."))
        return
    shares = {
        f"{group}_share": told[f"{group}_buyers"] / told[group]
        for group in ("contacted", "held_out")
    }
    lists = "contact list" if len(told) == 1 else "contact lists"
    show_table(
        told.drop(columns=["contacted_buyers", "held_out_buyers", *POINTS]).assign(
            **shares, **{name: told[name] for name in POINTS}
        ),
        id="effects",
        title=f"{len(told)} {lists} can be held against people who were held out",
        caption=f"Who bought within {days} days, the day of the export included, among"
        " those who were written to and those held out at random, whatever the segment;"
        " the difference with Newcombe's 95% interval. Lists of which fewer than ten"
        " of a group bought, or did not, are left out.",
        unit={"contacted": "people", "held_out": "people", "exported_on": "date"}
        | dict.fromkeys(shares, "share")
        | dict.fromkeys(POINTS, "points"),
        n=int(told["contacted"].sum() + told["held_out"].sum()),
    )


def effects_in_words(effects: pd.DataFrame, days: int) -> list[str]:
    """Say what each list did, or in one sentence why that cannot be told."""
    if effects.empty:
        return [
            "No contact list with people held out at random had been followed for"
            f" {days} days, so no effect of a list can be told."
        ]
    told = _of_many(effects)
    if told.empty:
        return [
            "Of each contact list with people held out fewer than ten of a group"
            " bought, or did not, so no effect of a list can be told."
        ]
    return [_in_words(each, days) for each in told.to_dict("records")]


def _in_words(row: dict, days: int) -> str:
    bought, else_bought = (
        format_value(row[f"{group}_buyers"] / row[group], "share")
        for group in ("contacted", "held_out")
    )
    low, high = row["effect_low"], row["effect_high"]
    sentence = (
        f"Of those on the list {row['list_name']} of"
        f" {format_day(str(row['exported_on']))} {bought} bought within {days} days, of"
        f" those held out {else_bought}: an effect of"
        f" {format_value(row['effect'], 'points')} (95% interval"
        f" {format_interval((low, high), 'points')})"
    )
    return f"{sentence}{', which may be chance' if low <= 0 <= high else ''}."


def _of_many(effects: pd.DataFrame) -> pd.DataFrame:
    """Keep lists in which no group of fewer than ten people can be counted."""
    is_told = pd.Series(True, index=effects.index)
    for group in ("contacted", "held_out"):
        buyers = effects[f"{group}_buyers"]
        for count in (effects[group], buyers, effects[group] - buyers):
            is_told &= ~count.map(is_small).astype(bool)
    return effects[is_told]
