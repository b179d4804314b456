"""Checks a whole column of JSON texts: from pyarrow, Polars, DuckDB or whatever else speaks Arrow's PyCapsule interface.

It needs none of them, and copies no text.
"""

from __future__ import annotations

import datetime

from . import Level, _name, _native, _options
from ._native import ChunkedVerdicts, Verdicts

__all__ = ["ChunkedVerdicts", "Verdicts", "check"]


def check(
    column: object,
    *,
    today: datetime.date | str | None = None,
    profile: str = "no-2018",
    level: Level = "submission",
    locale: str = "en",
    issues: bool = False,
) -> Verdicts | ChunkedVerdicts:
    """Checks the JSON texts in an Arrow column, and gives a column of structs, as long as it and in its order.

    The column's type is string or binary, large or a view, in one array or in chunks. A struct has `status`, `errors` and `warnings`
    (how many), and `codes`, the codes of the issues in the report's order; with `issues` also whole issues, their parameters as
    JSON text. Where the column has a null, the result has one. What is no signup, no JSON or no UTF-8 has a verdict that says so.

    An array gives `Verdicts`, which `pyarrow.array` and `polars.Series` take; a column of chunks, or more verdicts than an array
    can hold, `ChunkedVerdicts`, which `pyarrow.chunked_array` and `polars.Series` take.

    The interpreter's lock is released. `TypeError` says that the column holds no texts, `ValueError` or `TypeError` what is wrong with
    an option.
    """
    if not isinstance(issues, bool):
        raise TypeError(f"issues must be True or False, not {_name(issues)}")
    return _native.check_column(column, issues=issues, **_options(today, profile, level, locale))
