"""Privacy on servers: the same as in a file, and readers who see no personal data."""

import datetime
import re

import pytest

from crm_analysis import (
    read_age_and_gender,
    read_cohorts,
    read_customer,
    read_customer_counts,
    read_customers_by_month,
    read_features,
    read_labels,
    read_load_audit,
    read_notice,
    read_purchase_history_groups,
    read_purchases_by_month,
    read_reporting_currency,
    resolve_as_of,
    score_rfm,
)
from crm_analysis.connectors import staging_files
from crm_analysis.customers import list_customers
from crm_analysis.data_quality import read_fingerprint
from crm_analysis.database import changing, connect
from crm_analysis.database.statements import segment_names
from crm_analysis.datasets import seed
from crm_analysis.datasets.sample import Sample
from crm_analysis.datasets.seeding import check
from crm_analysis.errors import NotPermittedError
from crm_analysis.evaluation.fairness import read_groups
from crm_analysis.paths import project_root
from crm_analysis.privacy.contact_lists import (
    Approach,
    choose_contacts,
    list_names,
    read_wanted,
)
from crm_analysis.privacy.effects import read_effects
from crm_analysis.privacy.exports import describe_export, write_export
from crm_analysis.privacy.forgetting import forget
from crm_analysis.privacy.hold_out import hold_out
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
    monkeypatch.setattr(staging_files, "data_folder", lambda: tmp_path)


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


def granted_in_the_document(server, name: str) -> list[str]:
    """Return the rights that SECURITY.md gives to a user of reports."""
    text = (project_root() / "SECURITY.md").read_text(encoding="utf-8")
    rights = re.findall(
        r"^grant (select on) crm\.(\w+) to reports;$", text, re.MULTILINE
    )
    before = f"{name}." if server.engine == "mysql" else ""
    return [f"{what} {before}{table}" for what, table in rights]


def test_reports_read_all_they_need_as_a_user_who_cannot_read_customers(
    server, empty_url
):
    seed(Sample(), empty_url, now=NOW, progress=print)
    rights = granted_in_the_document(server, empty_url.rpartition("/")[2])
    as_of = datetime.date(2025, 12, 2)
    with somebody(server, empty_url, *rights) as url:
        with connect(empty_url) as everything, connect(url) as some:
            for read in WHAT_REPORTS_READ:
                assert repr(read(some, as_of)) == repr(read(everything, as_of))
            with pytest.raises(NotPermittedError):
                list_customers(some)
        # A load puts new tables in the place of the old ones, with the same rights.
        seed(Sample(), empty_url, now=NOW, progress=print, again=True)
        with connect(url) as some:
            assert read_customer_counts(some, as_of)["customers"] > 0
            with pytest.raises(NotPermittedError):
                list_customers(some)


WHAT_REPORTS_READ = [
    lambda database, as_of: read_fingerprint(database),
    lambda database, as_of: read_notice(database),
    lambda database, as_of: read_load_audit(database),
    lambda database, as_of: resolve_as_of(database, "latest"),
    read_customer_counts,
    read_customers_by_month,
    read_age_and_gender,
    read_cohorts,
    read_purchases_by_month,
    read_reporting_currency,
    lambda database, as_of: read_effects(database, as_of).to_dict("records"),
    read_features,
    lambda database, as_of: read_groups(database, as_of).sort_index(),
    lambda database, as_of: score_rfm(read_features(database, as_of)),
    lambda database, as_of: read_labels(database, as_of, 14),
    read_purchase_history_groups,
    lambda database, as_of: [
        database.read(f"segments/{name}", as_of=as_of).num_rows
        for name in segment_names()
    ],
    lambda database, as_of: read_customer(database, 1, None, as_of),
]
