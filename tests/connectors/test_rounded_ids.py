"""Rounded ids: many records that a spreadsheet gave one id are never taken for one."""

import datetime

import pytest

from crm_analysis.connectors.connected_system import open_system
from crm_analysis.connectors.systems import read_system
from crm_analysis.errors import DataRefusedError

TODAY = datetime.date(2026, 6, 1)
CONTACTS = "Record Id,First Name\nzcrm_4876876000000123456,Ada\n{},Canary\n"
DEALS = "Record Id,Stage,Closing Date,Contact Name.id\n9,Closed Won,2026-01-10,{}\n"


def load(folder, contact, owner):
    """Open an export of Zoho with these two ids."""
    (folder / "Contacts.csv").write_text(CONTACTS.format(contact), encoding="utf-8")
    (folder / "Deals.csv").write_text(DEALS.format(owner), encoding="utf-8")
    zoho = read_system("zoho")
    with open_system(
        zoho, str(folder), {}, today=TODAY, progress=lambda _: None
    ) as dataset:
        return dataset.staged_rows()


@pytest.mark.parametrize(
    ("contact", "owner", "where"),
    [
        ("4.87688E+18", "7", "Contacts.csv has an id in line 3, column Record Id,"),
        ("4,87688E+18", "7", "Contacts.csv has an id in line 3, column Record Id,"),
        ("7", "4.87688E+18", "Deals.csv has an id in line 2, column Contact Name.id,"),
        ("1E+05", "7", "Contacts.csv has an id in line 3, column Record Id,"),
    ],
)
def test_an_id_that_a_spreadsheet_rounded_is_refused_with_its_place(
    tmp_path, contact, owner, where
):
    contact = contact if "," not in contact else f'"{contact}"'
    with pytest.raises(DataRefusedError) as caught:
        load(tmp_path, contact, owner)
    said = str(caught.value)
    assert where in said
    assert "load the file as it was exported" in said
    assert "87688" not in said
    assert "anary" not in said


@pytest.mark.parametrize("other", ["1E5", "E+18", "12.5E+18", "4876876000000123457"])
def test_other_ids_are_as_they_are(tmp_path, other):
    assert load(tmp_path, other, other) == {"contacts": 2, "deals": 1}
