"""Local names: a country is known by its code, and by names that are its alone."""

import datetime

import pyarrow as pa
import sqlglot

from crm_analysis.connectors.connected_system import open_system
from crm_analysis.connectors.local_names import expose_local_names
from crm_analysis.connectors.systems import read_system
from crm_analysis.database import connect
from crm_analysis.database.duckdb import DuckDBDatabase
from crm_analysis.datasets import seed

CERTAIN = {
    "DE": "de|DE|DEU|Germany|GERMANY|Deutschland|Allemagne|Alemania|Alemanha|Germania",
    "AT": "Österreich|Oesterreich|ÖSTERREICH|Austria|Autriche|Áustria",
    "GB": "GB|UK|U.K.|United Kingdom|Vereinigtes Koenigreich|England|Royaume-Uni",
    "US": "US|U.S.|USA|U.S.A.|United States|États-Unis|Etats Unis|EE. UU.|アメリカ",
    "BR": "Brasil|Brazil|Brasilien|Brésil|ブラジル",
    "JP": "Japan|Japon|Japão|日本|JPN",
    "NL": "The Netherlands|Netherlands|Holland|Niederlande|Pays-Bas",
    "CI": "Côte d'Ivoire|COTE D\u2019IVOIRE|Ivory Coast|Elfenbeinküste",
    "BA": "Bosnia & Herzegovina|BOSNIA AND HERZEGOVINA",
    "LC": "St. Lucia|Saint Lucia|ST LUCIA",
    "MM": "Myanmar|Myanmar (Burma)|Birma",
    "TR": "Turkey|Türkiye|Tuerkei|TURKIYE",
    "KR": "South Korea|Korea, Republic of|대한민국",
    "GR": "GR|EL|Griechenland|Ελλάδα",
    "AO": "AO|Angola",
    "XK": "XK|Kosovo",
}
UNCERTAIN = "Congo|Korea|Virgin Islands|Bavaria|Germany/France|276|EU|XX|ZZ|MI|CT|D|N/A"
UNCERTAIN += "|America|-|n.a.|Ã\u2013sterreich"


def codes_of(texts):
    """Return the code of each text that is surely a country, missing for others."""
    with DuckDBDatabase(None, read_only=False) as database:
        expose_local_names(database)
        database.build("connectors/names")
        database.expose("texts", pa.table({"written": texts}))
        query = sqlglot.parse_one(
            "select written, country_code from texts left join country_codes"
            " on country_letters(written) = letters",
            dialect="duckdb",
        )
        (rows,) = database.stream_tree(query, "texts")
    return {row["written"]: row["country_code"] for row in rows.to_pylist()}


def test_a_country_is_known_by_its_names_in_many_languages():
    expected = {
        text: code for code, texts in CERTAIN.items() for text in texts.split("|")
    }
    assert codes_of(list(expected)) == expected


def test_what_is_not_certain_is_no_country():
    texts = UNCERTAIN.split("|")
    assert codes_of(texts) == dict.fromkeys(texts)


def test_all_codes_of_the_standard_are_there_and_no_others():
    with DuckDBDatabase(None, read_only=False) as database:
        expose_local_names(database)
        database.build("connectors/names")
        rows = database.read_table("country_codes").to_pylist()
    # ISO 3166-1 has 249 of them; XK, for Kosovo, is in use besides.
    assert len({row["country_code"] for row in rows}) == 249 + 1
    assert {row["country_code"] for row in rows} >= {"AX", "BQ", "SS", "XK"}


def test_countries_of_an_export_become_codes_and_the_others_are_counted(tmp_path):
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "customers.csv").write_text(
        "customer_id,country\n1,Deutschland\n2, de\n3,Congo\n4,\n5,United States\n",
        encoding="utf-8",
    )
    (folder / "orders.csv").write_text(
        "customer_id,order_date\n1,2026-01-02\n", encoding="utf-8"
    )
    url = f"duckdb:///{tmp_path}/crm.duckdb"
    now = datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC)
    plain = read_system("plain")
    with open_system(
        plain, str(folder), {}, today=now.date(), progress=lambda _: None
    ) as dataset:
        seed(dataset, url, now=now, progress=lambda _: None)
    with connect(url) as database:
        customers = database.read_table("customers").to_pylist()
        audit = database.read_table("load_audit").to_pylist()
    assert [row["country"] for row in customers] == ["DE", "DE", None, None, "US"]
    counted = {row["rule"]: row["rows_affected"] for row in audit}
    assert counted["country_by_name"] == 2
    assert counted["country_not_a_code"] == 1
