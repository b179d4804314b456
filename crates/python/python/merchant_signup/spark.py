"""Checks a column of JSON texts of a Spark data frame, on as many machines as Spark has.

Spark does the scheduling: each of its tasks hands batches of rows to the check, and rows that a lost executor had are checked
again by another. The package must be installed where the executors run, as pyarrow must.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
from pyspark.sql import DataFrame
from pyspark.sql import functions as f
from pyspark.sql.types import ArrayType, BinaryType, IntegerType, StringType, StructField, StructType

from . import Level, _name, _options, arrow, rules

__all__ = ["check", "codes"]


def check(
    df: DataFrame,
    column: str,
    *,
    into: str = "verdict",
    today: datetime.date | str | None = None,
    profile: str = "no-2018",
    level: Level = "submission",
    locale: str = "en",
    issues: bool = False,
) -> DataFrame:
    """The data frame with one column more, `into`: what the check says of the JSON text in `column`, string or binary.

    A verdict is a struct with `status`, `errors`, `warnings` and `codes`, and with `issues` also whole issues; of a null it is null.
    Rows keep their other columns, and Spark sends all of these to Python and back: select what is needed before.

    Without `today` it is the day on which this is called, on whatever day the executors run. `ValueError` says what is wrong with an
    option or a name, `TypeError` that the column holds no texts; a bad signup raises nothing.
    """
    index = _index(df, column, into)
    options = {**_options(today, profile, level, locale), "issues": issues}
    # What is wrong with an option is to be said here, and not by a task.
    arrow.check(pa.array([], pa.string()), **options)

    def checked(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return _checked(batches, index, names[-1], options)

    # Spark would look for the columns by name, which finds no name with a dot in it and no one of two.
    names = [f"column {number}" for number in range(len(df.columns) + 1)]
    given = [*df.schema.fields, StructField(into, _verdict(issues))]
    schema = StructType(
        [StructField(name, of.dataType, of.nullable, of.metadata) for name, of in zip(names, given, strict=True)]
    )
    return df.toDF(*names[:-1]).mapInArrow(checked, schema).toDF(*df.columns, into)


def codes(df: DataFrame, verdict: str = "verdict") -> DataFrame:
    """How many signups have each code, the most frequent first: `code`, `severity`, `signups`.

    `df` is what `check` gave, `verdict` its column.
    """
    if not isinstance(verdict, str):
        raise TypeError(f"verdict must be a column's name, as a str, not {_name(verdict)}: give the column's name")
    severities = [f.lit(text) for rule in rules() for text in (rule.code, rule.severity)]
    each = df.select(f.explode(f.array_distinct(f.col(f"{_quoted(verdict)}.codes"))).alias("code"))
    counted = each.groupBy("code").agg(f.count("*").alias("signups"))
    severity = f.element_at(f.create_map(*severities), f.col("code")).alias("severity")
    return counted.select("code", severity, "signups").orderBy(f.desc("signups"), "code")


def _index(df: DataFrame, column: str, into: str) -> int:
    """Where the column stands, which must be there once and hold texts."""
    if not hasattr(df, "mapInArrow"):
        raise TypeError(f"df must be a data frame of Spark's, not {_name(df)}")
    for option, name in (("column", column), ("into", into)):
        if not isinstance(name, str):
            raise TypeError(f"{option} must be a column's name, as a str, not {_name(name)}: give the column's name")
    names = df.columns
    if names.count(column) != 1:
        there_is = "is no column" if column not in names else "are several columns"
        raise ValueError(f"there {there_is} {column!r}: the data frame has {', '.join(names)}")
    # Spark does not tell names apart by case.
    if into.lower() in (name.lower() for name in names):
        raise ValueError(f"the data frame has a column {into!r} already: give another name as `into`")
    index = names.index(column)
    kind = df.schema.fields[index].dataType
    if not isinstance(kind, StringType | BinaryType):
        raise TypeError(f"column {column!r} must hold JSON texts, as string or binary, not {kind.simpleString()}")
    return index


def _checked(
    batches: Iterator[pa.RecordBatch], index: int, into: str, options: dict[str, Any]
) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        start = 0
        # One chunk, but where an array cannot hold all that there is to say.
        for verdicts in pa.chunked_array(arrow.check(batch.column(index), **options)).chunks:
            rows = batch.slice(start, len(verdicts))
            schema = batch.schema.append(pa.field(into, verdicts.type))
            yield pa.RecordBatch.from_arrays([*rows.columns, verdicts], schema=schema)
            start += len(verdicts)


def _verdict(issues: bool) -> StructType:
    """The type of a verdict, as Spark has it."""
    texts = ArrayType(StringType())
    verdict = StructType()
    verdict.add("status", StringType()).add("errors", IntegerType()).add("warnings", IntegerType()).add("codes", texts)
    if issues:
        issue = StructType()
        for name in ("code", "path", "severity", "kind", "params", "message"):
            issue.add(name, StringType())
        verdict.add("issues", ArrayType(issue.add("related", texts)))
    return verdict


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
