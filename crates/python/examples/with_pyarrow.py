"""A table of pyarrow with the verdict on each of its signups; and a Parquet file, batch by batch, in little memory."""

import datetime

import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq
from merchant_signup import arrow


def with_verdicts(table: pa.Table, today: datetime.date) -> pa.Table:
    return table.append_column("verdict", pa.chunked_array(arrow.check(table["signup"], today=today)))


def failing_keys(file: str, today: datetime.date) -> list[int]:
    """The keys of the signups that are not ready."""
    keys: list[int] = []
    for batch in pq.ParquetFile(file).iter_batches(columns=["merchant", "signup"]):
        verdicts = pa.array(arrow.check(batch["signup"], today=today))
        keys += batch.filter(pa.compute.greater(verdicts.field("errors"), 0))["merchant"].to_pylist()
    return keys
