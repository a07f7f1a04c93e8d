"""What the report on who will buy next shows: the track record before the scores."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from crm_analysis.outlook import Outlook
from crm_analysis.reporting.exhibits import (
    show_answer,
    show_facts,
    show_figure,
    show_table,
    show_verdict,
)
from crm_analysis.reporting.facts import Fact
from crm_analysis.reporting.figures import draw_probabilities
from crm_analysis.reporting.formats import (
    format_day,
    format_interval,
    format_value,
)
from crm_analysis.reporting.small_counts import hide_small_counts, is_small
from crm_analysis.reporting.withheld import show_withheld

LISTED_UNITS = {
    "pseudonym": "code",
    "probability": "share",
    "days_since_last": "days",
    "purchase_days": "",
}


def show_verdicts(outlook: Outlook) -> None:
    """Show whether ranking and probabilities may be used, and why."""
    for verdict in (outlook.ranking, outlook.probabilities):
        show_verdict(verdict.kind, verdict.given, verdict.sentence)


def show_outlook_facts(outlook: Outlook) -> None:
    """Show the headline numbers: those that the verdicts allow."""
    expected = outlook.expected_buyers()
    facts = [
        Fact(
            "customers",
            f"Customers scored{outlook.where}",
            len(outlook.customers),
            "people",
            people=True,
        ),
        Fact(
            "expected-buyers",
            f"Expected to buy{outlook.where} within {outlook.horizon_days} days",
            None if expected is None else round(expected.value),
            "people",
            n=len(outlook.customers),
            interval=None if expected is None else expected.interval,
            people=True,
            earlier={
                f"the {outlook.horizon_days} days before": (outlook.bought_before),
                "a year before": outlook.bought_a_year_before,
            },
        ),
    ]
    if outlook.track_record is not None:
        facts += _track_record_facts(outlook)
    show_facts(facts)


def show_probabilities(outlook: Outlook) -> None:
    """Show how many customers have which probability; nothing if it is withheld."""
    if not outlook.probabilities.given or outlook.customers.empty:
        show_withheld(outlook, "probabilities")
        return
    tenths = (outlook.customers["probability"] * 10).clip(upper=9.999).astype(int)
    counts = tenths.value_counts().reindex(range(10), fill_value=0)
    table = pd.DataFrame(
        {
            "probability": [f"{low * 10}-{low * 10 + 10}%" for low in counts.index],
            "customers": counts.to_numpy(),
        }
    )
    likely = (outlook.customers["probability"] >= 0.5).mean()
    show_figure(
        draw_probabilities(
            hide_small_counts(
                table.assign(probability=[f"{ten * 10}" for ten in range(10)]),
                ["customers"],
                adds_up=["customers"],
            )
        ),
        id="probabilities",
        title=f"{format_value(likely, 'share')} of the customers are likelier to buy"
        f"{outlook.where} than not",
        caption=f"Customers by their probability, in %, of a purchase{outlook.where}"
        f" from {format_day(outlook.as_of)} on, within {outlook.horizon_days} days;"
        " each bar is ten points wide and named by where it begins.",
        alt="Bars of customers by probability in steps of ten points.",
        data=table,
        unit={"customers": "people"},
        n=len(outlook.customers),
        people=["customers"],
        adds_up=["customers"],
    )


def show_likeliest(outlook: Outlook, count: int) -> None:
    """List the likeliest customers by pseudonym; nothing if the ranking is withheld."""
    listed = outlook.likeliest(count)
    if listed.empty:
        show_withheld(outlook, "likeliest")
        return
    show_table(
        listed,
        id="likeliest",
        title=f"The {format_value(len(listed), 'customers')} likeliest to buy"
        f"{outlook.where} within {outlook.horizon_days} days",
        caption="By pseudonym, the likeliest first. The main reason is what moved a"
        " score most; a percentage in it is what one model alone would say. Where"
        " probabilities are withheld only the order is given.",
        unit={name: unit for name, unit in LISTED_UNITS.items() if name in listed},
        n=len(outlook.customers),
    )


def show_outlook_answer(outlook: Outlook) -> None:
    """Answer who will buy next, in sentences that the verdicts allow."""
    expected = outlook.expected_buyers()
    sentences = list(_track_record_in_words(outlook))
    sentences += [outlook.ranking.sentence, outlook.probabilities.sentence]
    if outlook.track_record is not None and outlook.ranking.given:
        sentences.append(outlook.track_record.comparison)
    if expected is not None:
        sentences.insert(
            0,
            f"About {format_value(round(expected.value))} of"
            f" {format_value(expected.customers)} customers are expected to buy"
            f"{outlook.where} from {format_day(str(outlook.as_of))} on, within"
            f" {outlook.horizon_days}"
            " days (95% interval"
            f" {format_interval(tuple(round(end) for end in expected.interval))}).",
        )
    else:
        sentences.insert(0, _why_no_number(outlook))
    notes = outlook.scores.notes if outlook.scores is not None else ()
    show_answer([*sentences, *notes])


def _why_no_number(outlook: Outlook) -> str:
    """Say that nobody can be scored, or that it cannot be told how many will buy."""
    if outlook.scores is not None and outlook.customers.empty:
        day = format_day(str(outlook.as_of))
        return f"Nobody here had bought{outlook.where} before {day}: nobody is scored."
    return f"Not enough data to say how many customers will buy{outlook.where}."


def _track_record_in_words(outlook: Outlook) -> Iterator[str]:
    """Say how many bought before, and how many of them the likeliest were."""
    record = outlook.track_record
    if record is None or is_small(outlook.bought_before):
        return
    yield (
        f"In the {record.horizon_days} days before, from"
        f" {format_day(str(record.as_of))} on,"
        f" {format_value(outlook.bought_before)} of"
        f" {format_value(len(record.predictions))} bought{outlook.where}."
    )
    if outlook.ranking.given:
        steps = outlook.gain()
        fifth = steps.loc[np.isclose(steps["contacted_share"], 0.2)].iloc[0]
        yield (
            "The fifth that was then likeliest held"
            f" {format_value(fifth['reached_share'], 'share')} of those buyers."
        )


def _track_record_facts(outlook: Outlook) -> list[Fact]:
    """Name the two numbers that say how the last horizon went."""
    record = outlook.track_record
    estimates = record.default.estimates
    auc, ratio = estimates["roc_auc"], estimates["expected_over_observed"]
    n = len(record.predictions)
    day = format_day(record.as_of)
    name = f"for the {record.horizon_days} days{outlook.where} from {day}"
    return [
        Fact("track-record-auc", f"AUC {name}", auc.value, "", n, auc.interval),
        Fact(
            "track-record-expected-over-observed",
            f"Buyers expected for each one seen {name}",
            ratio.value,
            "",
            n,
            ratio.interval,
        ),
    ]
