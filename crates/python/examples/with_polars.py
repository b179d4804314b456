"""An expression of Polars, for data frames and for lazy ones."""

import datetime

import polars as pl
from merchant_signup import arrow

VERDICT = pl.Struct({"status": pl.String, "errors": pl.Int32, "warnings": pl.Int32, "codes": pl.List(pl.String)})


def verdicts(column: str, today: datetime.date) -> pl.Expr:
    def checked(texts: pl.Series) -> pl.Series:
        return pl.Series(arrow.check(texts, today=today))

    # Each row for itself: Polars may check a part of the column at a time.
    return pl.col(column).map_batches(checked, return_dtype=VERDICT, is_elementwise=True).alias("verdict")


def failing(frame: pl.DataFrame, column: str, today: datetime.date) -> pl.DataFrame:
    """The signups that are not ready."""
    return frame.with_columns(verdicts(column, today)).filter(pl.col("verdict").struct.field("errors") > 0)
