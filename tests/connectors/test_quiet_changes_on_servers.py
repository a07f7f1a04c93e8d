"""Rows that SuiteCRM changes without saying when are read by the next load."""

import pytest
from test_renewals_on_servers import NAME, contents, crm, home, load

from crm_analysis.database import connect

__all__ = ["crm"]
# As its own program does in RemoveMe.php, SugarEmailAddress::saveEmail, CallFormBase,
# Email::delete and DeleteTestCampaigns.
QUIET = [
    "update email_addresses set opt_out = 1 where id = 'e3'",
    "update email_addr_bean_rel set deleted = 1 where id = 'r3'",
    "update calls_contacts set deleted = 1 where id = 'kc2'",
    "update meetings_contacts set deleted = 0 where id = 'mc3'",
    "update emails set deleted = 1 where id = 'n1'",
    "update campaign_log set deleted = 1 where id = 't1'",
]
# In a table of which another row gives itself away, they would be found by that.
ALONE = [
    "update email_addr_bean_rel set primary_address = 1 where id = 'r1'",
    "update email_addr_bean_rel set primary_address = 0 where id = 'r2'",
]
# Later moments, so that what is changed is none of the last rows to change.
LATER = [
    f"update {table} set date_modified = '2025-12-30' where id = '{row}'"
    for table, row in [
        ("email_addresses", "e5"),
        ("email_addr_bean_rel", "r6"),
        ("calls_contacts", "kc4"),
        ("meetings_contacts", "mc2"),
        ("emails", "n3"),
        ("campaign_log", "t7"),
    ]
]


@pytest.mark.parametrize("changes", [QUIET, *([each] for each in ALONE)])
def test_what_changes_without_a_moment_is_read_at_the_next_load(
    mysql_server, crm, tmp_path, monkeypatch, changes
):
    mysql_server.execute(*LATER, database=NAME)
    kept, new = (f"duckdb:///{tmp_path}/{name}.duckdb" for name in ("kept", "new"))
    monkeypatch.setenv("CRM_ANALYSIS_HOME", home(tmp_path / "kept"))
    load(crm, kept)
    before = contents(kept)
    mysql_server.execute(*changes, database=NAME)
    said = []
    assert load(crm, kept, said) is True
    after = contents(kept)
    assert after != before
    assert "contacts: 80 rows new or changed" in said  # not all 87
    monkeypatch.setenv("CRM_ANALYSIS_HOME", home(tmp_path / "new"))
    load(crm, new)
    assert after[0] == contents(new)[0]


def test_who_left_the_mailings_by_their_link_is_opted_out_at_the_next_load(
    mysql_server, crm, tmp_path, monkeypatch
):
    mysql_server.execute(*LATER, database=NAME)
    url = f"duckdb:///{tmp_path}/crm.duckdb"
    monkeypatch.setenv("CRM_ANALYSIS_HOME", home(tmp_path / "home"))
    load(crm, url)
    mysql_server.execute(QUIET[0], database=NAME)
    load(crm, url)
    with connect(url) as database:
        people = database.read_table("customers").to_pylist()
        consents = database.read_table("consents").to_pylist()
    (them,) = [row["id"] for row in people if row["source_id"] == "c5"]
    states = {row["state"] for row in consents if row["customer_id"] == them}
    assert "denied" in states
