"""The feature table: what is known of each customer, by pseudonym, in one frame."""

import datetime

import pandas as pd

from crm_analysis.database import Database
from crm_analysis.errors import NotEnoughDataError
from crm_analysis.features import read_features, read_purchase_patterns


def read_feature_table(
    database: Database, as_of: datetime.date, segment: str = "all"
) -> pd.DataFrame:
    """Read features and patterns of the customers of a segment, with who they are.

    Parameters
    ----------
    database : Database
        Where the orders are.
    as_of : date
        The first day that is not known.
    segment : str
        A file in ``sql/segments``, or ``all``.

    Returns
    -------
    DataFrame, one row a customer with a purchase before `as_of`
        ``customer_id`` and ``pseudonym``, which is missing where no load gave one; then
        the columns of `read_features` and `read_purchase_patterns`. By customer_id.

    Raises
    ------
    UsageError
        If there is no such segment.
    NotEnoughDataError
        If nobody in it had bought before `as_of`.
    """
    members = database.read_frame(
        "queries/segment_pseudonyms", segment=segment, as_of=as_of
    )
    names = members.astype({"customer_id": "int64"}).set_index("customer_id")
    features = read_features(database, as_of)
    patterns = read_purchase_patterns(database, as_of)
    table = names.join([features, patterns], how="inner").sort_index()
    if table.empty:
        raise NotEnoughDataError(
            f"nobody in the segment {segment!r} had bought before {as_of}; choose a"
            " later day, or another segment"
        )
    return table.reset_index()
