"""Which days can be looked at, and what a reader must know about them."""

import datetime

from crm_analysis.coverage import Coverage, read_coverage
from crm_analysis.database import Database
from crm_analysis.errors import NotEnoughDataError, UsageError

SEASON_DAYS = 365
SHORTEST_PATIENCE_DAYS = 30
LONGEST_HORIZON_DAYS = 3650


def require_horizon_inside_data(
    database: Database, as_of: datetime.date, horizon_days: int
) -> Coverage:
    """Return the coverage if the horizon's outcome is known.

    The data are taken to reach past the last order by the longest run of days
    without any, at most a tenth of the horizon: a shop that closes on some days has
    not stopped selling. They end where nothing follows for longer than the horizon
    and 30 days: an order dated years ahead by mistake does not stretch them.

    Raises
    ------
    UsageError
        If the horizon is not 1 to 3,650 days long, or ends after the data. A day that
        is not after the first order is left to `require_known_history`.
    NotEnoughDataError
        If the data are shorter than the horizon, whatever `as_of` is.
    """
    _require_days(horizon_days)
    coverage = _read_coverage_around(database, as_of, horizon_days)
    latest = _days_after(
        coverage.latest_as_of, _silence_days(coverage, horizon_days) - horizon_days
    )
    if as_of <= max(latest, coverage.first_day):
        return coverage
    until = f"{coverage.last_day}{_say_what_is_beyond(database, coverage)}"
    if latest <= coverage.first_day:
        raise NotEnoughDataError(
            f"the orders are from {coverage.first_day} to {until}: too short for a"
            f" horizon of {horizon_days} days with a day before it; choose a shorter"
            " horizon or load a longer history"
        )
    last = _days_after(as_of, horizon_days - 1)
    raise UsageError(
        f"the horizon {as_of} to {last} is not wholly inside the data, whose last order"
        f" is on {until}: choose as_of {latest} or earlier, or a shorter horizon"
    )


def require_known_history(
    database: Database, as_of: datetime.date, horizon_days: int
) -> None:
    """Refuse a day before which there is nothing, or nothing recent.

    Only orders before `as_of` decide, so that later ones cannot change a score.

    Raises
    ------
    UsageError
        If no order is before `as_of`, or the last one before it is longer ago than
        the horizon and 30 days, or the horizon is not 1 to 3,650 days long.
    """
    _require_days(horizon_days)
    (known,) = database.read("features/known_until", as_of=as_of).to_pylist()
    if known["last_day"] is None:
        coverage = read_coverage(database)
        raise UsageError(
            f"as_of is {as_of}, but the orders are from {coverage.first_day} to"
            f" {coverage.last_day}: choose a day after the first"
        )
    silent_days = (as_of - known["last_day"]).days - 1
    patience = max(horizon_days, SHORTEST_PATIENCE_DAYS)
    if silent_days > patience:
        raise UsageError(
            f"as_of is {as_of}, but the last order before it is on"
            f" {known['last_day']}: {silent_days} days without any, expected at most"
            f" {patience}; choose an earlier as_of or load the missing orders"
        )


def notes_on_horizon_end(
    coverage: Coverage, as_of: datetime.date, horizon_days: int
) -> tuple[str, ...]:
    """Say so if the last days of the horizon are taken as days without orders."""
    last = _days_after(as_of, horizon_days - 1)
    beyond = (last - coverage.last_day).days
    if beyond <= 0:
        return ()
    return (
        f"Days from the last order, {coverage.last_day}, to the end of the horizon:"
        f" {beyond}; silences of up to {coverage.longest_silence_days} days occur, so"
        " these are taken as days without orders.",
    )


def notes_on_history(history_days: int, horizon_days: int) -> tuple[str, ...]:
    """Say so if the season of the horizon has never been seen before.

    Parameters
    ----------
    history_days : int
        How long before the horizon the first purchase was.
    horizon_days : int
        How long the horizon is.
    """
    if history_days >= SEASON_DAYS:
        return ()
    return (
        f"The history is {history_days} days long, less than a year: the season of the"
        f" next {horizon_days} days has not been seen before, so the level of the"
        " probabilities may be off.",
    )


def _read_coverage_around(
    database: Database, as_of: datetime.date, horizon_days: int
) -> Coverage:
    """Read which days the orders are from, less what lies far beyond the horizon."""
    (row,) = database.read(
        "features/coverage_around",
        until=_days_after(as_of, horizon_days),
        patience_days=horizon_days + SHORTEST_PATIENCE_DAYS,
    ).to_pylist()
    return read_coverage(database) if row["first_day"] is None else Coverage(**row)


def _say_what_is_beyond(database: Database, coverage: Coverage) -> str:
    """Say so if orders were left out because they are too far beyond the horizon."""
    last = read_coverage(database).last_day
    if last == coverage.last_day:
        return ""
    return f" (those up to {last} follow a silence too long to know what happened)"


def _require_days(horizon_days: int) -> None:
    if not 1 <= horizon_days <= LONGEST_HORIZON_DAYS:
        raise UsageError(
            f"horizon_days is {horizon_days}, expected 1 to {LONGEST_HORIZON_DAYS:,}"
        )


def _silence_days(coverage: Coverage, horizon_days: int) -> int:
    return min(coverage.longest_silence_days, horizon_days // 10)


def _days_after(day: datetime.date, days: int) -> datetime.date:
    try:
        return day + datetime.timedelta(days=days)
    except OverflowError:
        raise UsageError(
            f"{days} days from {day} there is no calendar any more: choose an as_of"
            " within the orders"
        ) from None
