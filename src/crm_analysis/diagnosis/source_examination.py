"""The examination of a source: another system, looked at before it is loaded."""

import datetime
from collections.abc import Container, Mapping

from crm_analysis.connectors.connected_system import ConnectedSystem, open_system
from crm_analysis.connectors.export_files import export_place, lacks
from crm_analysis.connectors.guesses import Guess, guess_options
from crm_analysis.connectors.options import choose_options
from crm_analysis.connectors.source_database import Source, open_source
from crm_analysis.connectors.systems import SourceTable, System
from crm_analysis.database.address import mask
from crm_analysis.diagnosis.contents import findings_on_orders
from crm_analysis.diagnosis.examination import Diagnosis
from crm_analysis.diagnosis.findings import FINE, WARNING, Finding, worst_first

_UNKNOWN_CURRENCY = "XXX"
_TOO_MANY_DROPPED = 0.2


def examine_source(
    system: System,
    source: str,
    given: Mapping[str, object],
    today: datetime.date,
    progress: object,
) -> Diagnosis:
    """Read a system's tables and say what a load would make of them.

    Nothing is written to the source; its tables are staged, as a load stages them.

    Parameters
    ----------
    system, source, given
        As `open_system` takes them.
    today : date
        The day of the look.
    progress : callable
        Is told each step in a line.

    Raises
    ------
    ConnectionFailedError
        If the source cannot be opened.
    DataRefusedError
        If it lacks what every load needs.
    """
    options = choose_options(system.options, given)
    found: list[Finding] = []
    facts: dict[str, object] = {"system": system.name}
    if system.kind == "database":
        with open_source(system, source, options) as opened:
            found += _on_engine(opened, facts)
            found += _on_lacks(opened)
    else:
        place = export_place(system, source)
        lacking = lacks(system, place, options)
        found += [Finding(WARNING, "files", text) for text in lacking]
        doubts = guess_options(system, place, options)
        found += [_on_doubt(each) for each in doubts]
        options |= {each.option: each.value for each in doubts}
    with open_system(
        system, source, options, today=today, progress=progress
    ) as connected:
        connected.map()
        found += _on_contents(connected, facts, today)
    found += _on_assumptions(system, options, given, facts["orders"]["currencies"])
    return Diagnosis(_shown(source), worst_first(found), facts | {"options": options})


def _on_engine(source: Source, facts: dict[str, object]) -> list[Finding]:
    """Say which engine it is, and whether this user could write to it."""
    found = []
    for engine in source.database.read_catalogue("engine"):
        facts["engine"] = engine["engine"]
        facts["engine_version"] = engine["engine_version"]
        text = f"The engine is {engine['engine']} {engine['engine_version']}."
        found.append(Finding(FINE, "engine", text))
    rights = source.database.read_catalogue("write_rights")
    facts["write_rights"] = [row["right_name"] for row in rights]
    if rights:
        text = (
            f"This user may write ({', '.join(facts['write_rights'])}). Nothing here"
            " does, but a user with SELECT alone is safer."
        )
        return [*found, Finding(WARNING, "privileges", text)]
    return [*found, Finding(FINE, "privileges", "This user cannot write.")]


def _on_doubt(guess: Guess) -> Finding:
    """Say what a load would refuse to guess."""
    text = (
        f"Nobody said what {guess.option} is: {guess.reason}. Taken for {guess.value}"
        f" here, but a load asks for --set {guess.option}=VALUE."
    )
    return Finding(WARNING, "options", text)


def _on_lacks(source: Source) -> list[Finding]:
    """Name what is missing, and which reports that affects."""
    found = []
    tables = [t for t in source.system.tables if source.is_wanted(t)]
    called = _names(
        {each.now: each.name for each in tables if each.now},
        {each.name for each in tables if source.columns_of(each)},
    )
    for table in tables:
        there, name = source.columns_of(table), source.name_of(table)
        if not there and table.name not in called:
            text = f"There is no table {name}: {table.lacking}."
            found.append(Finding(WARNING, "tables", text))
        if there:
            found += _on_columns(table, there, name)
    found += [
        Finding(FINE, "tables", f"The table {now} is called {older}, as it was once.")
        for now, older in called.items()
        if older != now
    ]
    return found


def _on_columns(table: SourceTable, there: Container[str], name: str) -> list[Finding]:
    """Name the columns that a table lacks, and those that have an older name."""
    called = _names({now: older for older, now in table.renamed.items()}, there)
    lost = [each for each in table.optional if each not in there and each not in called]
    found = [
        Finding(FINE, "columns", f"{name} calls {now} {older}, as it was once.")
        for now, older in called.items()
        if older != now
    ]
    if lost:
        text = f"{name} has no {', '.join(lost)}: read as missing."
        found.append(Finding(WARNING, "columns", text))
    return found


def _names(older: Mapping[str, str], there: Container[str]) -> dict[str, str]:
    """Return by what name something is read, for either of the names it has had."""
    called = {}
    for now, once in older.items():
        if now in there:
            called |= {now: now, once: once}
        elif once in there:
            called |= {now: once}
    return called


def _on_contents(
    connected: ConnectedSystem, facts: dict[str, object], today: datetime.date
) -> list[Finding]:
    """Say what the tables hold, and what of it would be loaded."""
    facts["rows"] = connected.staged_rows()
    counts = [f"{name} {count:,}" for name, count in facts["rows"].items() if count]
    found = [Finding(FINE, "rows", f"Rows: {', '.join(counts) or 'none'}.")]
    for fact in connected.read("facts"):
        facts[fact["fact"]] = fact["value"]
        text = f"{connected.title}: {fact['fact']} {fact['value']}."
        found.append(Finding(FINE, "system", text))
    facts["orders"] = connected.summarise_orders()
    found += findings_on_orders(facts["orders"], today)
    facts["audit"] = connected.audit().to_pylist()
    whole = [row for row in facts["audit"] if row["rule"] == "all"]
    found += [_on_audit(row, facts["audit"]) for row in whole]
    customers = [row for row in whole if row["table_name"] == "customers"]
    if not any(row["rows_kept"] for row in customers):
        text = "0 results: there is nobody to load as a customer."
        found.append(Finding(WARNING, "rows", text))
    return found


def _on_audit(whole: dict, audit: list[dict]) -> Finding:
    """Say how many rows of a table would be kept, and why the others are not."""
    table = whole["table_name"]
    why = [
        f"{row['rule']} {row['rows_dropped']:,}"
        for row in audit
        if row["table_name"] == table and row["rule"] != "all" and row["rows_dropped"]
    ]
    text = f"{table}: {whole['rows_in']:,} rows, {whole['rows_kept']:,} would be kept"
    text += f" (left out: {', '.join(why)})." if why else "."
    too_many = whole["rows_dropped"] > whole["rows_in"] * _TOO_MANY_DROPPED
    return Finding(WARNING if too_many else FINE, "audit", text)


def _on_assumptions(
    system: System,
    options: Mapping[str, str],
    given: Mapping[str, object],
    currencies: Container[str],
) -> list[Finding]:
    """Name what nobody said: the zone of days, the currency of amounts."""
    found = []
    if zone := options.get("time_zone"):
        is_said = "time_zone" in given
        text = f"Days of moments begin in {zone}"
        text += "." if is_said else ", which nobody said; see --set time_zone=ZONE."
        found.append(Finding(FINE if is_said else WARNING, "time", text))
    is_used = system.kind == "database" or _UNKNOWN_CURRENCY in currencies
    if is_used and options.get("currency") == _UNKNOWN_CURRENCY:
        text = (
            f"{system.title} does not say which currency its amounts are in: they are"
            f" marked {_UNKNOWN_CURRENCY}; say it with --set currency=CODE."
        )
        found.append(Finding(WARNING, "currency", text))
    return found


def _shown(source: str) -> str:
    """Return a source as it can be shown, without a password."""
    return mask(source) if "://" in source else source
