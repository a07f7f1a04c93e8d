"""Made-up people: contact data for purchase logs that come without any.

Names are drawn from Faker's word lists, addresses are at example.com (reserved by
RFC 2606), phone numbers start with +999, a country code that is not assigned.
"""

import datetime

import numpy as np
import pandas as pd

_AGES = {
    "19-24": (19, 24),
    "25-34": (25, 34),
    "35-44": (35, 44),
    "45-54": (45, 54),
    "55-64": (55, 64),
    "65+": (65, 89),
}
_ANY_AGE = (18, 89)


def synthetic_contacts(
    age_bands: pd.Series, reference_day: datetime.date, seed: int
) -> pd.DataFrame:
    """Make up contact data: the same seed and bands give the same people.

    Parameters
    ----------
    age_bands : Series of str, one row a customer
        ``25-34`` and the like; missing where it is not known.
    reference_day : date
        The day on which the age falls in its band.
    seed : int
        Seed of the draws.

    Returns
    -------
    DataFrame, one row a customer, in the order given
        ``name``, ``email``, ``phone``, ``birthday`` (day), ``gender`` (male, female).
        Customers without a band get the band of a customer who has one, at random;
        if nobody has one, any age from 18 to 89.
    """
    # Imported here: only seeding needs the word lists.
    from faker.providers.person.en_US import Provider as Names  # noqa: PLC0415  slow to import

    draws = np.random.default_rng(seed)
    count = len(age_bands)
    female = draws.random(count) < 0.5
    first = np.where(
        female,
        _draw(draws, Names.first_names_female, count),
        _draw(draws, Names.first_names_male, count),
    )
    last = _draw(draws, Names.last_names, count)
    numbers = pd.Series(np.arange(1, count + 1)).astype(str)
    first, last = pd.Series(first), pd.Series(last)
    return pd.DataFrame(
        {
            "name": first + " " + last,
            "email": (first + "." + last).str.lower() + "." + numbers + "@example.com",
            "phone": "+999 " + numbers.str.zfill(7),
            "birthday": _birthdays(draws, age_bands, reference_day),
            "gender": np.where(female, "female", "male"),
        }
    )


def _draw(
    draws: np.random.Generator, weights: dict[str, float], count: int
) -> np.ndarray:
    """Draw words by their weights."""
    shares = np.fromiter(weights.values(), dtype=float)
    return draws.choice(np.array(list(weights)), size=count, p=shares / shares.sum())


def _birthdays(
    draws: np.random.Generator, age_bands: pd.Series, reference_day: datetime.date
) -> np.ndarray:
    """Draw birthdays so that the age on a day falls in each customer's band."""
    known = age_bands.dropna().to_numpy()
    guesses = (
        draws.choice(known, size=len(age_bands))
        if len(known)
        else np.full(len(age_bands), None)
    )
    bands = age_bands.where(age_bands.notna(), pd.Series(guesses, age_bands.index))
    limits = np.array([_AGES.get(band, _ANY_AGE) for band in bands]).reshape(-1, 2)
    ages = draws.integers(limits[:, 0], limits[:, 1], endpoint=True)
    # At most 364 days before the day a birthday of that age would be today.
    years = (reference_day.year - ages).astype("U4")
    month_and_day = reference_day.strftime("-%m-%d")
    newest = np.char.add(years, month_and_day).astype("datetime64[D]")
    return newest - draws.integers(0, 364, size=len(ages), endpoint=True)
