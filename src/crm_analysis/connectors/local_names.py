"""Local names: what countries and months are called in many languages, and currencies.

They are those of the Unicode Common Locale Data Repository (CLDR), as Babel brings it.
"""

from collections.abc import Iterator
from functools import cache

import pyarrow as pa
from babel import Locale
from babel.core import get_global

from crm_analysis.database.duckdb import DuckDBDatabase

# The languages that CRMs and shops speak to those who work with them.
_LOCALES = (
    *("ar", "bg", "ca", "cs", "da", "de", "de_AT", "de_CH", "el", "en", "en_AU"),
    *("en_CA", "en_GB", "es", "es_MX", "et", "eu", "fa", "fi", "fr", "fr_CA", "gl"),
    *("he", "hi", "hr", "hu", "id", "is", "it", "ja", "ko", "lt", "lv", "mk", "ms"),
    *("nb", "nl", "nn", "pl", "pt", "pt_PT", "ro", "ru", "sk", "sl", "sq", "sr"),
    *("sr_Latn", "sv", "th", "tr", "uk", "vi", "zh", "zh_Hant"),
)


def expose_local_names(staging: DuckDBDatabase) -> None:
    """Make ``country_codes``, ``month_names`` and ``currency_codes`` readable."""
    staging.expose("country_codes", country_codes())
    staging.expose("month_names", month_names())
    staging.expose("currency_codes", currency_codes())


@cache
def country_codes() -> pa.Table:
    """Return the code of each name that one country alone goes by.

    Returns
    -------
    Table, one row a name
        ``letters`` : the name as the macro ``country_letters`` makes it
        ``country_code`` : ISO 3166-1, of two letters

    Examples
    --------
    >>> codes = country_codes().to_pylist()
    >>> [row["country_code"] for row in codes if row["letters"] == "griechenland"]
    ['GR']
    """
    with DuckDBDatabase(None, read_only=False) as scratch:
        scratch.expose("country_names", country_names())
        scratch.build("connectors/names")
        return scratch.read("connectors/countries/country_codes")


def country_names() -> pa.Table:
    """Return what countries are called: names, and codes that are in use for them.

    Returns
    -------
    Table, one row a name and country
        ``country_name`` : a name, or a code of two or three letters
        ``country_code`` : of two letters; regions and groups of countries are not
        left out

    Examples
    --------
    >>> names = country_names().to_pylist()
    >>> [row["country_code"] for row in names if row["country_name"] == "Griechenland"]
    ['GR']
    """
    return _table(_country_names(), "country_name", "country_code", pa.string())


@cache
def month_names() -> pa.Table:
    """Return what months are called, as they stand in dates and alone.

    Returns
    -------
    Table, one row a name and month
        ``month_name`` : a name, whole or short
        ``month_number`` : 1 to 12

    Examples
    --------
    >>> names = month_names().to_pylist()
    >>> [row["month_number"] for row in names if row["month_name"] == "märz"]
    []
    >>> [row["month_number"] for row in names if row["month_name"] == "März"]
    [3]
    """
    return _table(_month_names(), "month_name", "month_number", pa.int32())


@cache
def currency_codes() -> pa.Table:
    """Return the ISO 4217 codes of currencies, also of former ones.

    Returns
    -------
    Table, one row a code
        ``currency_code`` : three letters

    Examples
    --------
    >>> codes = currency_codes()["currency_code"].to_pylist()
    >>> "CHF" in codes, "DEM" in codes, "XXX" in codes, "ABC" in codes
    (True, True, True, False)
    """
    return pa.table({"currency_code": sorted(Locale("en").currencies)})


def _country_names() -> Iterator[tuple[str, str]]:
    for locale in map(Locale.parse, _LOCALES):
        for code, name in locale.territories.items():
            if len(code) == 2:
                yield name, code
                yield code, code
    for other, codes in get_global("territory_aliases").items():
        # Codes of two letters that were given up look like states of the USA.
        if other.isalpha() and len(other) == 3 and len(codes) == 1:
            yield other, codes[0]


def _month_names() -> Iterator[tuple[str, int]]:
    for locale in map(Locale.parse, _LOCALES):
        for names in locale.months.values():
            for number, name in (*names["wide"].items(), *names["abbreviated"].items()):
                yield name, number


def _table(
    pairs: Iterator[tuple[str, object]], name: str, meaning: str, kind: pa.DataType
) -> pa.Table:
    names, meanings = zip(*sorted(set(pairs)), strict=True)
    return pa.table({name: pa.array(names), meaning: pa.array(meanings, kind)})
