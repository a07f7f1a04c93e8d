"""Made-up people: plain to see, the same each time, as old as their band says."""

import datetime

import pandas as pd
import pytest

from crm_analysis.customers import age_in_years
from crm_analysis.datasets.contacts import synthetic_contacts
from order_logs import day

BANDS = ["19-24", "25-34", "35-44", "45-54", "55-64", "65+"]
REFERENCE_DAY = day("2018-01-02")


def contacts(
    bands: list, reference_day: datetime.date = REFERENCE_DAY, seed: int = 1
) -> pd.DataFrame:
    return synthetic_contacts(pd.Series(bands, dtype=object), reference_day, seed)


def test_the_same_seed_makes_the_same_people():
    pd.testing.assert_frame_equal(contacts(BANDS), contacts(BANDS))


def test_another_seed_makes_others():
    assert not contacts(BANDS)["name"].equals(contacts(BANDS, seed=2)["name"])


def test_addresses_and_phones_cannot_be_anybodys():
    people = contacts(BANDS * 100)
    assert people["email"].str.fullmatch(r"[a-z.'\-]+\.\d+@example\.com").all()
    assert people["phone"].str.fullmatch(r"\+999 \d{7}").all()
    assert people["email"].is_unique
    assert people["phone"].is_unique


@pytest.mark.parametrize("band", BANDS)
def test_ages_fill_their_band_on_the_reference_day(band):
    low, _, high = band.partition("-")
    people = contacts([band] * 3000)
    ages = age_in_years(people["birthday"], REFERENCE_DAY)
    low, high = (65, 89) if band == "65+" else (int(low), int(high))
    assert sorted(ages.unique()) == list(range(low, high + 1))


def test_a_birthday_can_be_on_the_reference_day_and_the_day_after():
    people = contacts(["25-34"] * 5000)
    days = people["birthday"].dt.strftime("%m-%d")
    assert {"01-02", "01-03"} <= set(days)


def test_without_a_band_one_of_the_others_bands_is_drawn():
    ages = age_in_years(contacts(["65+"] + [None] * 500)["birthday"], REFERENCE_DAY)
    assert ages.min() >= 65


def test_without_any_band_ages_are_18_to_89():
    ages = age_in_years(contacts([None] * 5000)["birthday"], REFERENCE_DAY)
    assert (ages.min(), ages.max()) == (18, 89)


def test_both_genders_are_drawn_and_no_other():
    shares = contacts([None] * 5000)["gender"].value_counts(normalize=True)
    assert shares.index.isin(["male", "female"]).all()
    assert shares.between(0.45, 0.55).all()


def test_nobody_at_all_is_an_empty_table():
    assert contacts([]).shape == (0, 5)


def test_every_household_with_a_band_is_in_it_on_the_reference_day(complete_journey):
    rows = complete_journey._read(
        "select customers.birthday, demographics.age_band from customers"
        " join demographics on customers.id = demographics.customer_id",
        "test",
        {},
    ).to_pandas(date_as_object=False)
    ages = age_in_years(rows["birthday"], REFERENCE_DAY)
    edges = rows["age_band"].str.extract(r"(\d+)(?:-(\d+)|\+)").astype("Int64")
    assert len(rows) == 801
    assert (ages >= edges[0]).all()
    assert (ages <= edges[1].fillna(89)).all()


def test_complete_journeys_people_have_unique_phones_and_pseudonyms(complete_journey):
    customers = complete_journey.read_table("customers").to_pandas()
    for column in ("phone", "email", "pseudonym", "source_id"):
        assert customers[column].is_unique
        assert customers[column].notna().all()
    assert customers["email"].str.endswith("@example.com").all()
