"""Export files: what programs do to CSV is put right and counted, or refused."""

import datetime

import pyarrow as pa
import pytest
from pyarrow import parquet

from crm_analysis.connectors.export_files import export_files
from crm_analysis.connectors.options import choose_options
from crm_analysis.connectors.staged_exports import stage_exports
from crm_analysis.connectors.systems import read_system
from crm_analysis.database.duckdb import DuckDBDatabase
from crm_analysis.errors import (
    CrmAnalysisError,
    DataRefusedError,
    MissingColumnsError,
    UsageError,
)

HEADING = "Record Id,First Name,Last Name,Email,Mailing Country,Created Time"
CONTACTS = (
    f"{HEADING}\r\n"
    'zcrm_1,Zoë,"Canary, the ""first""",zoe@example.com,DE,2025-01-01\r\n'
    'zcrm_2,Bo,"Canary\r\nsecond",bo@example.com,,2025-01-02\r\n'
)
DEALS = (
    "Record Id,Stage,Closing Date,Amount,Contact Name.id\n"
    "zcrm_9,Closed Won,2026-01-10,10.00,zcrm_1\n"
)


@pytest.fixture
def folder(tmp_path):
    """Return a folder with one export of deals."""
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "Deals_001.csv").write_text(DEALS, encoding="utf-8")
    return tmp_path / "exports"


def contacts(folder, content, name="Contacts_001.csv"):
    """Put an export of contacts into a folder, and return the folder."""
    data = content if isinstance(content, bytes) else content.encode()
    (folder / name).write_bytes(data)
    return folder


def staged(folder, table="contacts", system="zoho", **given):
    """Return the staged rows of a table, and how many lines had odd letters."""
    found = read_system(system)
    options = choose_options(found.options, given)
    with DuckDBDatabase(None, read_only=False) as staging:
        stage_exports(found, folder, options, staging, lambda _: None)
        rows = staging.read_table(f"source_{table}").to_pylist()
        files = staging.read_table("source_files").to_pylist()
    return rows, sum(file["odd_lines"] for file in files)


def refusal(folder, kind=DataRefusedError, system="zoho", **given):
    """Return the sentence with which a folder is refused: nobody's data are in it."""
    with pytest.raises(kind) as caught:
        staged(folder, system=system, **given)
    said = str(caught.value)
    assert "anary" not in said
    assert "example.com" not in said
    assert "\n" not in said
    return said


PEOPLE = [
    ("zcrm_1", "Zoë", 'Canary, the "first"', "zoe@example.com", "DE"),
    ("zcrm_2", "Bo", "Canary\r\nsecond", "bo@example.com", None),
]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
        lambda text: text.rstrip().encode(),
        lambda text: f"\r\n\r\n{text}\r\n\r\n".encode(),
        lambda text: f"sep=,\r\n{text}".encode(),
        lambda text: text.replace(HEADING, HEADING.upper()).encode(),
        lambda text: text.replace(HEADING, HEADING.replace(",", " , ")).encode(),
        lambda text: text.replace("Zoë", '"=""Zoë"""').encode(),
        lambda text: text.replace("Zoë", '="Zoë"').encode(),
        lambda text: (
            text.replace(HEADING, f"{HEADING},Tag")
            .replace("\r\nz", ",x\r\nz")
            .replace("02\r\n", "02,x\r\n")
            .replace(f"{HEADING},Tag,x", f"{HEADING},Tag")
            .encode()
        ),
    ],
    ids=[
        "plain",
        "byte order mark",
        "UTF-16",
        "UTF-16, big end first",
        "no end of line",
        "blank lines",
        "sep=",
        "capitals",
        "blanks around headings",
        "a formula that is a text",
        "such a formula without quotes around it",
        "a column more",
    ],
)
def test_a_file_is_read_the_same_whatever_a_program_did_to_it(folder, change):
    rows, odd_lines = staged(contacts(folder, change(CONTACTS)))
    names = ("record_id", "first_name", "last_name", "email", "mailing_country")
    assert [tuple(row[name] for name in names) for row in rows] == PEOPLE
    assert odd_lines == 0


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_the_delimiter_is_told_by_the_heading(folder, sign):
    rows = CONTACTS.replace('"Canary, the ""first"""', f'"Canary{sign} first"')
    found, _ = staged(contacts(folder, rows.replace(",", sign)))
    assert [row["last_name"] for row in found] == [
        f"Canary{sign} first",
        "Canary\r\nsecond",
    ]


def test_letters_that_are_not_utf_8_are_read_as_windows_1252_and_counted(folder):
    rows, odd_lines = staged(contacts(folder, CONTACTS.encode("cp1252")))
    assert rows[0]["first_name"] == "Zoë"
    assert odd_lines == 1


@pytest.mark.parametrize("letters", ["\ufffd", "Ã«", "Â°", "â€™"])
def test_letters_that_were_lost_or_garbled_before_are_counted(folder, letters):
    _, odd_lines = staged(contacts(folder, CONTACTS.replace("ë", letters)))
    assert odd_lines == 1


def test_files_that_are_hidden_or_of_other_modules_are_not_read(folder):
    contacts(folder, b"\x00\x05", "._Contacts_001.csv")
    contacts(folder, "Record Id\n7\n", "Contact_Roles_X_Deals_001.csv")
    assert len(staged(contacts(folder, CONTACTS))[0]) == 2


def test_only_the_files_of_an_object_itself_are_its_own(tmp_path):
    ours = ["Opportunity.csv", "Opportunity_2.csv", "Contact.csv", "CampaignMember.csv"]
    others = ["OpportunityHistory.csv", "ContactShare.csv", "CampaignMemberStatus.csv"]
    for name in [*ours, *others]:
        (tmp_path / name).touch()
    found = export_files(read_system("salesforce"), tmp_path, {})
    assert sorted(path.name for paths in found.values() for path in paths) == sorted(
        ours
    )


def test_a_backup_may_lie_in_a_folder_of_its_own(folder):
    contacts(folder, CONTACTS)
    assert len(staged(folder.parent)[0]) == 2


def test_parts_are_read_in_the_order_of_their_numbers(folder):
    first = f"{HEADING}\nzcrm_1,Old,Canary,,,\n"
    contacts(folder, first, "Contacts_002.csv")
    contacts(folder, first.replace("Old", "New"), "Contacts_010.csv")
    rows, _ = staged(folder)
    assert [(row["line_number"], row["first_name"]) for row in rows] == [
        (1, "Old"),
        (2, "New"),
    ]


def test_parts_may_have_different_columns(folder):
    contacts(folder, "Email,Record Id\na@example.com,zcrm_1\n")
    contacts(folder, "Record Id,Phone\nzcrm_2,+49 1\n", "Contacts_002.csv")
    rows, _ = staged(folder)
    assert [(row["email"], row["phone"]) for row in rows] == [
        ("a@example.com", None),
        (None, "+49 1"),
    ]


def test_headings_in_other_languages_are_known(folder):
    contacts(folder, "Datensatz-ID,Vorname,Nachname,E-Mail\nzcrm_1,Zoë,Canary,\n")
    rows, _ = staged(folder)
    assert rows[0]["first_name"] == "Zoë"


def test_a_file_of_another_name_is_known_by_its_headings(folder):
    contacts(folder, CONTACTS, "people of ours.csv")
    (folder / "Deals_001.csv").rename(folder / "won.csv")
    contacts(folder, "Colour\nred\n", "colours.csv")
    assert len(staged(folder)[0]) == 2


def test_files_of_one_name_are_told_apart_by_their_headings(tmp_path):
    grids = {
        "export.csv": "ID,Purchase Date,Customer Email,Status\n7,2026-01-02,a,closed\n",
        "export (1).csv": "ID,Name,Email\n9,Canary,a@example.com\n",
    }
    for name, text in grids.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert [row["id"] for row in staged(tmp_path, "orders", "magento")[0]] == ["7"]
    customers, _ = staged(tmp_path, "customers", "magento")
    assert [row["email"] for row in customers] == ["a@example.com"]


@pytest.mark.parametrize("heading", ["Contact Name.id", "Nombre de Contacto.id"])
def test_ids_of_others_have_headings_in_other_languages_too(folder, heading):
    deals = DEALS.replace("Contact Name.id", heading)
    (folder / "Deals_001.csv").write_text(deals, encoding="utf-8")
    rows, _ = staged(contacts(folder, CONTACTS), "deals")
    assert [row["contact_name_id"] for row in rows] == ["zcrm_1"]


def test_a_long_file_tells_how_far_it_is_each_million_rows(tmp_path):
    rows = "7,2026-01-02\n" * 2_000_001
    (tmp_path / "orders.csv").write_text(f"customer_id,order_date\n{rows}", "utf-8")
    said = []
    plain = read_system("plain")
    options = choose_options(plain.options, {})
    with DuckDBDatabase(None, read_only=False) as staging:
        stage_exports(plain, tmp_path, options, staging, said.append)
    told = [each.replace(",", "") for each in said if "so far" in each]
    assert [int(each.split()[1]) // 10**6 for each in told] == [1, 2]
    assert "orders.csv: 2,000,001 rows of orders" in said


def test_a_file_of_a_heading_alone_has_no_rows(folder):
    assert staged(contacts(folder, f"{HEADING}\n"))[0] == []


def test_ids_of_nineteen_digits_and_with_naughts_in_front_stay_as_they_are(folder):
    contacts(folder, "Record Id\n4150868000000376001\n0042\n")
    rows, _ = staged(folder)
    assert [row["record_id"] for row in rows] == ["4150868000000376001", "0042"]


def test_an_empty_file_is_refused(folder):
    assert "Contacts_001.csv is empty" in refusal(contacts(folder, b""))


def test_a_file_that_was_cut_off_in_a_row_is_refused_with_its_line(folder):
    said = refusal(contacts(folder, CONTACTS + "zcrm_3,Canary"))
    assert "Contacts_001.csv has 2 fields in line 5, where its heading has 6" in said


def test_a_row_with_too_many_fields_is_refused_with_what_may_part_it(folder):
    said = refusal(contacts(folder, CONTACTS + "zcrm_3,Canary,1,50,,,\n"))
    assert "has 7 fields in line 5, where its heading has 6; is there a ','" in said
    assert "cut off" not in said


def test_a_file_that_was_cut_off_in_quotes_is_refused_with_its_line(folder):
    said = refusal(contacts(folder, f'{CONTACTS}zcrm_3,Cy,"Canary\r\n'))
    assert "Contacts_001.csv has a quotation mark" in said
    assert "line 5 that is not closed" in said


def test_a_quotation_mark_within_a_value_closes_nothing(folder):
    contacts(folder, 'Record Id,Last Name\nzcrm_1,5" Canary\nzcrm_2,Bo\n')
    assert [row["last_name"] for row in staged(folder)[0]] == ['5" Canary', "Bo"]


def test_a_heading_that_stands_twice_is_refused_with_its_name(folder):
    said = refusal(contacts(folder, "Record Id,Email,E-Mail , email \n1,2,3,4\n"))
    assert "has the column Email twice" in said


def test_a_column_that_is_not_read_may_stand_twice(folder):
    staged(contacts(folder, "Record Id,Tag,Tag\n1,2,3\n"))


def test_a_missing_column_is_named_with_the_nearest_heading(folder):
    contacts(folder, "Stage,Close Date,Amount,Record Id\n", "Deals_001.csv")
    said = refusal(contacts(folder, CONTACTS), MissingColumnsError)
    assert "Deals_001.csv has no column Closing Date; it has Close Date:" in said


@pytest.mark.parametrize(
    ("heading", "missing", "pairs"),
    [
        ("KundenNr,Datum", "customer_id, order_date", "customer_id = HEADING, order_"),
        ("customer_id,order_day", "order_date; it has order_day", "'order_date = "),
    ],
)
def test_an_option_tells_how_plain_files_call_their_columns(
    tmp_path, heading, missing, pairs
):
    (tmp_path / "orders.csv").write_text(f"{heading}\n1,2026-01-02\n", "utf-8")
    said = refusal(tmp_path, system="plain")
    assert f"orders.csv has no column {missing}" in said
    assert f"--set orders_columns='{pairs.lstrip(chr(39))}" in said
    assert "docs/exports.md" not in said


def test_rows_without_a_heading_are_refused_and_not_quoted(folder):
    said = refusal(contacts(folder, "zcrm_1,Canary,zoe@example.com\n"))
    assert "has no column Record Id in its first line" in said


def test_utf_16_without_its_mark_is_refused(folder):
    said = refusal(contacts(folder, CONTACTS.encode("utf-16-le")))
    assert "UTF-16 without its mark" in said


@pytest.mark.parametrize(
    ("old", "new", "option", "where"),
    [
        ("10.00", "1.234", "decimal_mark", "column Amount"),
        ("2026-01-10", "03/04/2026", "day_order", "column Closing Date"),
        ("2026-01-10", "2026-01-10 10:00", "time_zone", "column Closing Date"),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused_until_an_option_says_how(
    folder, old, new, option, where
):
    row = 'zcrm_8,"Closed\nWon",2026-01-10,5,zcrm_1\n'
    rows = DEALS.replace("\nz", f"\n{row}z").replace(old, new, 2)
    (folder / "Deals_001.csv").write_text(rows, encoding="utf-8")
    contacts(folder, CONTACTS)
    said = refusal(folder)
    assert "Deals_001.csv has a" in said
    assert where in said
    assert f"--set {option}=VALUE" in said
    settled = {"decimal_mark": ",", "day_order": "day_first", "time_zone": "UTC"}
    staged(folder, **{option: settled[option]})


def test_the_line_that_is_in_doubt_is_the_one_it_begins_in(folder):
    contacts(
        folder, 'Record Id,Last Name,Created Time\n1,"a\nb",\n2,c,2025-01-01 10:00\n'
    )
    assert "in line 4, column Created Time" in refusal(folder)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("nowhere", "there is no file or folder"), ("", "has no export of Zoho CRM")],
)
def test_a_place_without_exports_is_refused(folder, name, expected):
    assert expected in refusal(folder / name, UsageError)


def test_an_archive_is_refused_with_what_to_do(folder):
    contacts(folder, b"PK", "Data_001.zip")
    assert "unpack" in refusal(folder / "Data_001.zip", UsageError)


def test_a_folder_without_csv_is_refused(tmp_path):
    assert "has no CSV files" in refusal(tmp_path, UsageError)


def test_one_file_is_enough_if_nothing_else_must_be_there(tmp_path):
    file = tmp_path / "sales 2026.csv"
    file.write_text("customer_id,order_date,amount\n7,2026-01-02,3\n", encoding="utf-8")
    rows, _ = staged(file, "orders", "plain")
    assert [row["customer_id"] for row in rows] == ["7"]


def test_parquet_is_read_as_its_types_say(tmp_path):
    place = tmp_path / "exports"
    place.mkdir()
    moments = [datetime.datetime(2026, 1, day, tzinfo=datetime.UTC) for day in (1, 2)]
    parquet.write_table(
        pa.table(
            {
                "customer_id": pa.array([1.0, 2.0]),
                "order_date": pa.array(moments, pa.timestamp("us", "UTC")),
                "amount": pa.array([12.345, float("nan")]),
            }
        ),
        place / "orders.parquet",
    )
    rows, _ = staged(place, "orders", "plain")
    names = ("customer_id", "order_date", "amount")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("1", "2026-01-01T00:00:00Z", "12.3450"),
        ("2", "2026-01-02T00:00:00Z", None),
    ]


@pytest.mark.parametrize("last", [2**53, 2**53 + 2])
def test_whole_numbers_in_parquet_that_lost_their_last_figures_are_refused(
    tmp_path, last
):
    ids = pa.array([1.0, None, float(last)])
    days = pa.array(["2026-01-02"] * 3)
    parquet.write_table(
        pa.table({"customer_id": ids, "order_date": days}), tmp_path / "orders.parquet"
    )
    if last == 2**53:
        rows, _ = staged(tmp_path, "orders", "plain")
        assert [row["customer_id"] for row in rows] == ["1", None, str(2**53)]
        return
    said = refusal(tmp_path, system="plain")
    assert "column customer_id of numbers with more figures" in said


@pytest.mark.parametrize("own", ["customer_id = Nr", "amount = Betrg"])
def test_a_heading_that_an_option_names_must_be_there(tmp_path, own):
    (tmp_path / "orders.csv").write_text(
        "customer_id,order_date,amount,Betrag\n7,2026-01-02,1,2\n", encoding="utf-8"
    )
    said = refusal(tmp_path, MissingColumnsError, "plain", orders_columns=own)
    assert f"has no column {own.split(' = ')[1]}; it has" in said
    rows, _ = staged(tmp_path, "orders", "plain", orders_columns="amount = Betrag")
    assert rows[0]["amount"] == "2"


def test_a_column_that_is_called_otherwise_must_be_one_of_ours(tmp_path):
    (tmp_path / "orders.csv").write_text("a,b\n", encoding="utf-8")
    said = refusal(tmp_path, UsageError, "plain", orders_columns="customer = a")
    assert "expected COLUMN = HEADING with a column of ours: customer_id" in said


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe\x00", b'"', b",,,\n", b"\x00\x01\x02", b"\r", b'""\n"x'],
)
def test_any_bytes_are_read_or_refused_in_a_sentence(folder, content):
    with pytest.raises(CrmAnalysisError):
        staged(contacts(folder, content))
