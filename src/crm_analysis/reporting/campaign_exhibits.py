"""What the report on campaigns shows of who was reached and who answered."""

import pandas as pd

from crm_analysis.campaigns import wilson_interval
from crm_analysis.reporting.effect_exhibits import effects_in_words
from crm_analysis.reporting.exhibits import (
    show_answer,
    show_facts,
    show_figure,
    show_table,
)
from crm_analysis.reporting.facts import Fact
from crm_analysis.reporting.figures import draw_intervals
from crm_analysis.reporting.formats import format_interval, format_value
from crm_analysis.reporting.small_counts import SMALLEST_SHOWN, is_small

MOST_DRAWN = 20
SHARES = ["response_share", "response_share_low", "response_share_high"]
NO_EFFECT = (
    "This is who answered, not what the campaigns brought: who answers may have bought"
    " without them."
)


def show_campaign_facts(reach: dict[str, int], campaigns: pd.DataFrame) -> None:
    """Show how many were reached, and the share of them that answered."""
    reached, responders = reach["reached"], reach["responders"]
    facts = [
        Fact("campaigns", "Campaigns", len(campaigns), ""),
        Fact("reached", "Customers reached", reached, "people", people=True),
        Fact(
            "responders",
            "Answered a campaign that reached them",
            responders,
            "people",
            n=None if is_small(reached) else reached,
            people=True,
        ),
    ]
    if reached >= SMALLEST_SHOWN and not is_small(responders):
        facts.append(
            Fact(
                "response-share",
                "Share of those reached that answered",
                responders / reached,
                "share",
                n=reached,
                interval=_interval(responders, reached),
            )
        )
    show_facts(facts)


def show_response_shares(campaigns: pd.DataFrame) -> None:
    """Show the share that answered each of the largest campaigns, with its interval."""
    large = campaigns[
        (campaigns["reached"] >= SMALLEST_SHOWN)
        & ~campaigns["responders"].map(is_small)
    ]
    if large.empty:
        show_table(
            pd.DataFrame(columns=["name", "reached"]),
            id="response-shares",
            title="No campaign reached and was answered by ten people or more",
        )
        return
    drawn = large.nlargest(MOST_DRAWN, "reached").sort_values(
        ["response_share", "name"], ascending=[False, True]
    )
    best, worst = drawn.iloc[0], drawn.iloc[-1]
    show_figure(
        draw_intervals(drawn, "name", SHARES, "Share that answered"),
        id="response-shares",
        title=f"Between {format_value(worst['response_share'], 'share')} and"
        f" {format_value(best['response_share'], 'share')} answered",
        caption=f"The {len(drawn)} campaigns that reached most, of those with ten"
        " answers or more or with none, with 95% Wilson intervals.",
        alt=f"Points with intervals, one a campaign, from {best['name']} with"
        f" {format_value(best['response_share'], 'share')} to {worst['name']} with"
        f" {format_value(worst['response_share'], 'share')}.",
        data=drawn[["name", "reached", "responders", *SHARES]],
        unit={"reached": "people", "responders": "people"}
        | dict.fromkeys(SHARES, "share"),
        n=int(drawn["reached"].sum()),
        people=["reached", "responders"],
        hide=SHARES,
    )


def show_campaigns(campaigns: pd.DataFrame) -> None:
    """List the campaigns with whom they reached and who answered."""
    columns = ["name", "kind", "first_touched_on", "reached", "responders"]
    shown = campaigns[[*columns, "responses", *SHARES, "has_control_group"]]
    show_table(
        shown,
        id="campaigns",
        title=f"{format_value(len(campaigns), 'campaigns')} had reached somebody"
        if len(campaigns)
        else "No campaign had reached any of these customers",
        caption="One row a campaign: the customers it reached before the day of the"
        " report, those of them who answered before it, and how often; share of those"
        " reached with its 95% Wilson interval. Who was left out at random is not in"
        " it."
        if len(campaigns)
        else "",
        unit={"reached": "people", "responders": "people", "first_touched_on": "date"}
        | dict.fromkeys(SHARES, "share")
        | {"responses": ""},
        people=["reached", "responders"],
        hide=["responses", *SHARES],
    )


def show_kinds(campaigns: pd.DataFrame) -> None:
    """Show the campaigns by their kind."""
    kinds = (
        campaigns.assign(kind=campaigns["kind"].fillna("not known"))
        .groupby("kind", as_index=False)
        .agg(
            campaigns=("name", "size"),
            touches=("reached", "sum"),
            answered=("responders", "sum"),
        )
    )
    kinds["answered_share"] = kinds["answered"] / kinds["touches"].where(
        kinds["touches"] > 0
    )
    show_table(
        kinds,
        id="kinds",
        title="Campaigns by kind" if len(kinds) else "There is no kind of campaign",
        caption="A touch is one customer reached by one campaign, so a customer can be"
        " in it more than once; therefore the shares have no interval."
        if len(kinds)
        else "",
        unit={"touches": "people", "answered": "people", "answered_share": "share"},
        people=["touches", "answered"],
        hide=["answered_share"],
    )


def show_campaign_answer(
    reach: dict[str, int], campaigns: pd.DataFrame, effects: pd.DataFrame, days: int
) -> None:
    """Answer who answers campaigns; of effects only where people were held out.

    Parameters
    ----------
    reach, campaigns : as `read_campaign_reach` and `read_campaigns` return them
    effects, days : as for `show_effects`
    """
    show_answer([*_on_answers(reach, campaigns), *effects_in_words(effects, days)])


def _on_answers(reach: dict[str, int], campaigns: pd.DataFrame) -> list[str]:
    """Say whom campaigns reached and who answered, and claim no effect."""
    reached, responders = reach["reached"], reach["responders"]
    if reached < SMALLEST_SHOWN:
        return [
            "Campaigns reached fewer than ten of these customers: nothing is said of"
            " them."
            if reached
            else "No campaign had reached any of these customers."
        ]
    sentences = [
        f"{format_value(len(campaigns), 'campaigns')} reached {format_value(reached)}"
        f" customers, each {reach['touches'] / reached:.1f} times on average."
    ]
    if is_small(responders):
        sentences.append("Fewer than ten of them answered.")
    else:
        sentences.append(
            f"{format_value(responders / reached, 'share')} of them answered at least"
            " one campaign (95% interval"
            f" {format_interval(_interval(responders, reached), 'share')})."
        )
    return [*sentences, NO_EFFECT, *_on_control_groups(campaigns)]


def _on_control_groups(campaigns: pd.DataFrame) -> list[str]:
    """Say which campaigns could tell their effect."""
    names = campaigns.loc[campaigns["has_control_group"].astype(bool), "name"].tolist()
    if not names:
        return ["None of them left customers out at random, so no effect can be told."]
    return [
        f"Only {', '.join(names)} left customers out at random, to compare with; this"
        " report does not."
    ]


def _interval(successes: int, trials: int) -> tuple[float, float]:
    low, high = wilson_interval(successes, trials)
    return float(low), float(high)
