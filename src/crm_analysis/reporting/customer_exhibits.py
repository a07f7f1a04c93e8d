"""What the report on the customer base shows."""

import datetime

import pandas as pd

from crm_analysis.customers import AgeAndGender
from crm_analysis.reporting.exhibits import (
    show_answer,
    show_facts,
    show_figure,
    show_table,
)
from crm_analysis.reporting.facts import Fact
from crm_analysis.reporting.figures import draw_columns, draw_months
from crm_analysis.reporting.formats import format_day, format_value
from crm_analysis.reporting.month_exhibits import newest_months
from crm_analysis.reporting.small_counts import (
    CONFIDENTIAL,
    SMALLEST_SHOWN,
    hidden_marks,
    hide_small_counts,
    is_small,
)

BAND_YEARS = 10
ADDED_UP = {"customers", "buyers"}  # who is counted once stays counted
GENDER_NAMES = {0: "male (0)", 1: "female (1)"}


def show_customer_facts(
    counts: dict[str, int], earlier: dict[str, dict[str, int] | None]
) -> None:
    """Show how many customers there are and buy, beside how many did earlier."""
    customers = counts["customers"]
    labels = {
        "customers": "Customers",
        "buyers": "Have bought",
        "recent_buyers": "Bought in the last 90 days",
        "new_buyers": "First bought in the last 90 days",
    }
    show_facts(
        [
            Fact(
                name,
                label,
                counts[name],
                "people",
                n=customers if name != "customers" else None,
                people=True,
                earlier=_earlier_counts(name, counts[name], earlier),
            )
            for name, label in labels.items()
        ]
    )


def _earlier_counts(
    name: str, now: int, earlier: dict[str, dict[str, int] | None]
) -> dict[str, int | None]:
    """Return a count of earlier days; who came since is not told if they are few."""
    then = {when: counts and counts[name] for when, counts in earlier.items()}
    if name not in ADDED_UP:
        return then
    return {
        when: count
        for when, count in then.items()
        if count is None or not is_small(now - count)
    }


def show_growth(months: pd.DataFrame, customers: int) -> None:
    """Show how the number of customers grew, month by month.

    Parameters
    ----------
    months : DataFrame
        As `read_customers_by_month` returns it.
    customers : int
        How many there are on the day of the report, which the page tells elsewhere.
    """
    if months.empty:
        _show_nothing("growth", "Nobody yet in a month that is over", months)
        return
    months = _without_small_steps(months, customers)
    if months.empty:
        _show_nothing("growth", "Too few customers to show how they grew", months)
        return
    months, cut = newest_months(months)
    last = months.iloc[-1]
    count = format_value(int(last["customers"]))
    show_figure(
        draw_months(months, "customers", "count", "Customers"),
        id="growth",
        title=f"{count} customers at the end of {last['month']:%B %Y}",
        caption="Customers by the month they were first recorded in, added up."
        " A month that is not over is left out, and fewer than ten new customers are"
        f" counted with the month after.{cut}",
        alt=f"Line from {format_value(int(months['customers'].iloc[0]))} customers in"
        f" {months['month'].iloc[0]:%B %Y} to {count} in {last['month']:%B %Y}.",
        data=months.assign(month=months["month"].dt.strftime("%Y-%m")),
        unit={"new_customers": "people", "customers": "people"},
        n=int(last["customers"]),
        people=["new_customers", "customers"],
    )


def show_age_description(people: AgeAndGender, as_of: datetime.date) -> None:
    """Show pandas' description of the ages."""
    count = int(people.age["count"])
    # The count as text: numbers of one column are shown with equal decimals.
    ages = people.age.round(1).astype(object)
    ages["count"] = format_value(count)
    described = ages.rename("age").rename_axis("statistic").reset_index()
    if count < SMALLEST_SHOWN:
        described = described.iloc[:0]
    show_table(
        described,
        id="age-description",
        title=f"Age in completed years on {format_day(as_of)}"
        if len(described)
        else "Too few ages are known to describe them",
        caption=f"Left out: {_few(people.without_birthday)} without a birthday,"
        f" {_few(people.impossible_birthday)} with an impossible one (not before"
        " the day of the report, or more than 120 years ago). Shown for ten people or"
        " more.",
        n=count if count >= SMALLEST_SHOWN else None,
    )


def show_ages(people: AgeAndGender) -> None:
    """Show how many customers are in each band of ten years."""
    bands = _age_bands(people.ages)
    largest = bands.loc[bands["customers"].idxmax()] if len(bands) else None
    if largest is None or is_small(int(largest["customers"])):
        _show_nothing("ages", "Too few ages are known to show them", bands)
        return
    share = format_value(largest["customers"] / bands["customers"].sum(), "share")
    show_figure(
        draw_columns(
            hide_small_counts(bands, ["customers"], adds_up=["customers"]),
            "age_years",
            "customers",
            "count",
            ("Age in completed years", "Customers"),
        ),
        id="ages",
        title=f"The largest age group is {largest['age_years']}: {share}",
        caption="Customers by age in bands of ten years; bands of fewer than ten"
        " people have no bar.",
        alt="Bars of customers by age band. " + "; ".join(_band_words(bands)),
        data=bands,
        unit={"customers": "people"},
        n=int(bands["customers"].sum()),
        people=["customers"],
        adds_up=["customers"],
    )


def show_genders(people: AgeAndGender) -> None:
    """Show pandas' count of the genders, male 0 and female 1, and who is neither."""
    counts = people.gender.reindex(list(GENDER_NAMES), fill_value=0)
    rows = [(GENDER_NAMES[code], int(count)) for code, count in counts.items()]
    rows.append(("missing or neither word", people.other_gender))
    table = pd.DataFrame(rows, columns=["gender", "customers"])
    table["customer_share"] = table["customers"] / max(people.customers, 1)
    show_table(
        table,
        id="genders",
        title="Customers by gender",
        caption="male is 0 and female is 1; any other text, and none at all, is"
        " missing.",
        unit={"customers": "people"},
        n=people.customers,
        people=["customers"],
        hide=["customer_share"],
        adds_up=["customers"],
    )


def show_customer_answer(
    counts: dict[str, int], people: AgeAndGender, notice: str
) -> None:
    """Answer who the customers are, in sentences that say only what is known."""
    customers, buyers = counts["customers"], counts["buyers"]
    if customers < SMALLEST_SHOWN:
        show_answer("There are fewer than ten customers here: nothing is said of them.")
        return
    is_all = buyers == customers
    share = "all" if is_all else format_value(buyers / customers, "share")
    sentences = [
        f"There are {format_value(customers)} customers; {share} of them have bought."
    ]
    if not is_small(counts["recent_buyers"]) and not is_small(counts["new_buyers"]):
        sentences.append(
            f"In the last 90 days {format_value(counts['recent_buyers'])} bought, and"
            f" {format_value(counts['new_buyers'])} did so for the first time."
        )
    if int(people.age["count"]) >= SMALLEST_SHOWN:
        sentences.append(
            f"Half of those whose age is known are between"
            f" {people.age['25%']:.0f} and {people.age['75%']:.0f} years old"
            f" (n = {format_value(int(people.age['count']))})."
        )
    show_answer([*sentences, notice] if notice else sentences)


def _age_bands(ages: pd.Series) -> pd.DataFrame:
    """Count customers in bands of ten years, without gaps."""
    lower = ages.index.to_series() // BAND_YEARS * BAND_YEARS
    counts = ages.groupby(lower.to_numpy()).sum()
    if len(counts):
        steps = range(counts.index.min(), counts.index.max() + 1, BAND_YEARS)
        counts = counts.reindex(steps, fill_value=0)
    names = [f"{low}-{low + BAND_YEARS - 1}" for low in counts.index]
    return pd.DataFrame({"age_years": names, "customers": counts.to_numpy()})


def _band_words(bands: pd.DataFrame) -> list[str]:
    """Say how many are in each band that may be shown."""
    marks = hidden_marks(bands["customers"].tolist())
    return [
        f"{band.age_years}: {_few(band.customers)}"
        for place, band in enumerate(bands.itertuples())
        if marks.get(place) != CONFIDENTIAL
    ]


def _without_small_steps(months: pd.DataFrame, customers: int) -> pd.DataFrame:
    """Leave out months whose number would tell of fewer than ten new customers."""
    kept, before = [], 0
    for place, total in enumerate(months["customers"].tolist()):
        if not is_small(total - before):
            kept.append(place)
            before = total
    shown = months.iloc[kept]
    few = (customers - shown["customers"]).map(is_small)
    shown = shown[~few.astype("bool")]  # of nobody, pandas maps to objects
    new = shown["customers"].diff().fillna(shown["customers"]).astype("int64")
    return shown.assign(new_customers=new)


def _few(count: int) -> str:
    """Write a count of people; fewer than ten are not told apart."""
    return "fewer than 10" if is_small(int(count)) else format_value(int(count))


def _show_nothing(exhibit_id: str, title: str, frame: pd.DataFrame) -> None:
    """Say why there is no figure, where the figure would be."""
    show_table(frame.iloc[:0], id=exhibit_id, title=title)
