"""What every page says of its data."""

from crm_analysis.data_quality import read_fingerprint, read_load_audit, read_notice
from order_logs import bought, order, orders_database


def fingerprint_of(*orders):
    with orders_database(orders) as database:
        return read_fingerprint(database)


def test_equal_orders_have_equal_fingerprints():
    assert fingerprint_of(*bought("2025-01-05")) == fingerprint_of(
        *bought("2025-01-05")
    )


def test_any_other_day_amount_or_customer_changes_the_fingerprint():
    others = [
        order(1, "2025-01-06"),
        order(1, "2025-01-05", amount="10.01"),
        order(2, "2025-01-05"),
        order(1, "2025-01-05", counts_as_purchase=False),
    ]
    found = {fingerprint_of(each) for each in [order(1, "2025-01-05"), *others]}
    assert len(found) == 5


def test_two_customers_who_swap_their_days_change_the_fingerprint():
    one = fingerprint_of(order(1, "2025-01-05"), order(2, "2025-01-09"))
    other = fingerprint_of(order(1, "2025-01-09"), order(2, "2025-01-05"))
    assert one != other


def test_no_orders_have_a_fingerprint_too():
    assert len(fingerprint_of()) == 16


def test_the_notice_says_that_contacts_are_synthetic(complete_journey):
    notice = read_notice(complete_journey)
    assert "Complete Journey" in notice
    assert "synthetic" in notice
    assert "purchases are made up" not in notice


def test_the_notice_of_the_sample_says_that_purchases_are_made_up(sample):
    assert "purchases are made up" in read_notice(sample)


def test_the_audit_lists_the_whole_table_before_its_rules(complete_journey):
    audit = read_load_audit(complete_journey)
    first = audit.groupby("table")["rule"].first()
    assert set(first) == {"all"}
    assert (audit["rows_in"] == audit["rows_kept"] + audit["rows_dropped"]).all()
