"""Who is looked at where a purchase is of one department, and who is not."""

import datetime

from crm_analysis.database import Database

SMALLEST_COUNT = 10


def notes_on_population(database: Database, as_of: datetime.date) -> tuple[str, ...]:
    """Say what a purchase is if a department is chosen, and who is left out for it.

    Parameters
    ----------
    database : Database
        As `choose_department` returns it.
    as_of : date
        Orders from this day on do not count.

    Returns
    -------
    tuple of str
        One sentence; none if all purchases are meant. It counts the customers who had
        bought, but never from the department; of fewer than ten it says only that.
    """
    if database.department == "all":
        return ()
    (counts,) = database.read("queries/buyer_counts", as_of=as_of).to_pylist()
    others = counts["buyers"] - counts["chosen_buyers"]
    few = 0 < others < SMALLEST_COUNT
    number = f"fewer than {SMALLEST_COUNT}" if few else f"{others:,}"
    return (
        f"A purchase is an order with goods from {database.department}, and customers"
        f" are those who had bought from it before {as_of}; {number} others had bought"
        " by then, but never from it, and are not scored.",
    )
