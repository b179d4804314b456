"""A function of DuckDB's SQL, check_signup(text), which sees some thousand rows at a time. DuckDB wants numpy for such functions."""

import datetime

import duckdb
import pyarrow as pa
from merchant_signup import arrow

VERDICT = "STRUCT(status VARCHAR, errors INTEGER, warnings INTEGER, codes VARCHAR[])"


def register(connection: duckdb.DuckDBPyConnection, today: datetime.date) -> None:
    def check_signup(texts: pa.ChunkedArray) -> pa.ChunkedArray:
        return pa.chunked_array(arrow.check(texts, today=today))

    # `special`: nulls are given to the function, too, which has a null for them.
    connection.create_function("check_signup", check_signup, ["VARCHAR"], VERDICT, type="arrow", null_handling="special")


def most_frequent(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> list[tuple[str, int]]:
    """The codes, and how many signups have each."""
    counted = f"""
        SELECT code, count(*) AS signups
        FROM (SELECT unnest(list_distinct(check_signup({column}).codes)) AS code FROM {table})
        GROUP BY code ORDER BY signups DESC, code
    """
    return connection.execute(counted).fetchall()
