"""Options and configurations: what a company says is checked before it is used."""

from pathlib import Path

import pytest

from crm_analysis.cli.source_system import choose_source
from crm_analysis.connectors.configuration import (
    read_configuration,
    write_configuration,
)
from crm_analysis.connectors.options import choose_options
from crm_analysis.connectors.systems import read_system, system_names
from crm_analysis.errors import UsageError

SUITECRM = read_system("suitecrm")


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("time_zone", "Berlin", "time zone like Europe/Berlin"),
        ("currency", "eur", "ISO 4217"),
        ("grain", "household", "one of contact, account"),
        ("test_pattern", "(", "regular expression"),
        ("test_pattern", "(?<=x)test", "without looking ahead or back"),
        ("currency", 978, "ISO 4217"),
    ],
)
def test_a_value_that_an_option_cannot_have_is_refused(option, value, said):
    with pytest.raises(UsageError, match=said):
        choose_options(SUITECRM.options, {option: value})


@pytest.mark.parametrize(
    "stages", ['closed "won"', '"closed, paid', 'a, "b" c', '""', " , ", "", '"a""']
)
def test_names_that_can_be_read_in_two_ways_are_refused(stages):
    with pytest.raises(UsageError, match="in double quotes where a name has a comma"):
        choose_options(read_system("zoho").options, {"won_stages": stages})


def test_a_prefix_is_a_name_and_nothing_else():
    with pytest.raises(UsageError, match="letters, digits"):
        choose_options(read_system("woocommerce").options, {"prefix": "a`; drop"})


@pytest.mark.parametrize("name", system_names())
def test_every_system_is_described(name):
    system = read_system(name)
    assert any(table.is_required for table in system.tables)
    assert all(option.comment.endswith(".") for option in system.options)
    for table in system.tables:
        assert set(table.html) <= set(table.every_column)
        assert set(table.only) <= set(table.columns)
        assert set(table.renamed) <= set(table.optional)
        listed = {*table.ids, *table.money, *table.moments, *table.utc_moments}
        assert listed <= set(table.every_column)
        assert {table.id, table.modified} - {""} <= set(table.every_column)


def test_a_configuration_says_again_what_was_written(tmp_path):
    options = choose_options(SUITECRM.options, {"currency": "EUR"})
    source = "mysql+pymysql://reader:s3cret@localhost:3306/crm"
    text = write_configuration(SUITECRM, source, options, {"grain": "most name one"})
    assert "s3cret" not in text
    assert "# guessed: most name one" in text
    path = tmp_path / "crm.toml"
    path.write_text(text, encoding="utf-8")
    found = read_configuration(path)
    assert (found.system, found.options) == ("suitecrm", options)
    assert found.source == "mysql+pymysql://reader@localhost:3306/crm"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('system = "suitecrm"\ntime_zone = "UTC"', "says time_zone"),
        ("system = suitecrm", "is not TOML .*line 1"),
        ("system = 7", "says system = 7, expected a text; make one with"),
        ('source = ["x"]', "says source = .*expected a text"),
        ('options = "x"', "says options = 'x', expected a section"),
    ],
)
def test_a_configuration_that_makes_no_sense_is_refused(tmp_path, text, said):
    path = tmp_path / "crm.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        read_configuration(path)


def test_a_configuration_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UsageError, match="crm-analysis init"):
        read_configuration(Path(tmp_path / "none.toml"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("suitcrm", "x", None, ()), "did you mean suitecrm"),
        ((None, "x", None, ()), "give --from and its name"),
        (("suitecrm", None, None, ()), "address of its database"),
        (("suitecrm", "x", None, ("EUR",)), "a name and a value"),
    ],
)
def test_a_source_that_is_not_named_is_asked_for(words, said, monkeypatch):
    monkeypatch.delenv("CRM_SOURCE_URL", raising=False)
    with pytest.raises(UsageError, match=said):
        choose_source(*words)


def test_what_is_typed_comes_before_the_variable_and_that_before_the_file(
    tmp_path, monkeypatch
):
    path = tmp_path / "crm.toml"
    path.write_text(
        'system = "suitecrm"\nsource = "file"\n[options]\ngrain = "account"\n'
        'currency = "CHF"\n',
        encoding="utf-8",
    )
    monkeypatch.delenv("CRM_SOURCE_URL", raising=False)
    assert choose_source(None, None, path, ()).source == "file"
    monkeypatch.setenv("CRM_SOURCE_URL", "variable")
    assert choose_source(None, None, path, ()).source == "variable"
    chosen = choose_source(None, "typed", path, ("currency=EUR",))
    assert chosen.source == "typed"
    assert chosen.options == {"grain": "account", "currency": "EUR"}
