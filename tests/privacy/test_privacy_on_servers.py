"""Privacy on servers: the same as in a file, and readers who see no personal data."""

import pytest

from crm_analysis.database import changing, connect
from crm_analysis.datasets import seed
from crm_analysis.datasets.seeding import check
from crm_analysis.errors import NotPermittedError
from crm_analysis.privacy import forgetting
from crm_analysis.privacy.contact_lists import (
    Approach,
    choose_contacts,
    hold_out,
    list_names,
    read_wanted,
)
from crm_analysis.privacy.exports import describe_export, write_export
from crm_analysis.privacy.forgetting import forget
from crm_analysis.privacy.outcomes import read_outcomes, record_responses
from crm_analysis.privacy.subject_report import read_subject_report
from people import NOW, People, granted, seeded
from servers import may_read, somebody

NUMBERS = range(1, 11)
PEOPLE = People(
    {n: ["2025-03-01", "2025-03-02", f"2025-04-{n:02}"] for n in NUMBERS},
    [*granted(*NUMBERS), (4, "email", "denied")],
    [(5, "email", "2025-05-31 08:00:00"), (6, "email", "2025-01-01 08:00:00")],
)
AFTERWARDS = People(
    {n: [*PEOPLE.bought[n], f"2025-06-{n:02}"] for n in NUMBERS} | {11: ["2025-07-31"]},
    PEOPLE.consents,
)


@pytest.fixture(autouse=True)
def own_staging(tmp_path, monkeypatch):
    monkeypatch.setattr(forgetting, "data_folder", lambda: tmp_path)


def exported(url, out):
    """Export whoever may be written to; return the id, who, and why not the rest."""
    with changing(url) as database:
        found = choose_contacts(database, list(NUMBERS), 9, Approach("email", NOW))
        found = hold_out(found, 0.25, 7)
        record = describe_export(
            "win_back", "email", "spring", NOW.date(), NOW, holdout_seed=7
        )
        write_export(database, "here", record, found, out)
    return record.export_id, found


def test_lists_exports_outcomes_and_forgetting_are_as_in_a_file(
    empty_url, url, tmp_path
):
    answers = []
    for address in (seeded(PEOPLE, url), seeded(PEOPLE, empty_url)):
        with connect(address) as database:
            lists = [
                read_wanted(database, name, NOW.date())
                for name in list_names()
                if name != "next_best_buyers"
            ]
        export_id, found = exported(address, tmp_path / "list.csv")
        seeded(AFTERWARDS, address)
        with changing(address) as database:
            responded = record_responses(database, export_id, {1: NOW.date()})
        with connect(address) as database:
            after = read_outcomes(database, export_id, 5)
            report = read_subject_report(database, "2", [])
        done = forget(address, "2", NOW, [])
        seed(AFTERWARDS, address, now=NOW, progress=print, again=True)
        with connect(address) as database:
            check(database)
            left = database.read_table("customers")["id"].to_pylist()
            members = database.count_rows("contact_list_members")
        answers.append(
            [
                lists,
                found.contacts.to_dict("records"),
                found.left_out,
                responded,
                (after.contacted, after.held_out),
                {name: len(rows) for name, rows in report.items()},
                done.rows,
                sorted(left),
                members,
            ]
        )
    in_file, on_server = answers
    assert on_server == in_file
    assert in_file[2] == {"opted out": 1, "contacted lately": 1}
    assert in_file[7] == [1, 3, 4, 5, 6, 7, 8, 9, 10, 11]


def test_who_may_only_read_exports_nothing(server, empty_url, tmp_path):
    seeded(PEOPLE, empty_url)
    with (
        somebody(server, empty_url, may_read(server, empty_url)) as reader,
        pytest.raises(NotPermittedError),
    ):
        exported(reader, tmp_path / "list.csv")
    assert not (tmp_path / "list.csv").exists()
