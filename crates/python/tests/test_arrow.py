"""A column of texts is checked as its texts are, whichever way it is laid out."""

import datetime
import json
import pathlib
import sys
import tempfile
import threading
import unittest

import duckdb
import merchant_signup as ms
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq
from merchant_signup import arrow

PACKAGE = pathlib.Path(__file__).parents[1]
EXAMPLES = PACKAGE.parents[1] / "tests/examples"
sys.path.insert(0, str(PACKAGE / "examples"))

import with_duckdb
import with_polars
import with_pyarrow

TODAY = datetime.date(2026, 11, 22)
READY = (EXAMPLES / "ready.json").read_text()
TEXTS = [
    READY,
    None,
    (EXAMPLES / "twenty-faults.json").read_text(),
    (EXAMPLES / "empty.json").read_text(),
    "",
    "no JSON",
    "[1, 2]",
    '{"signup": {"bank_name": "Sparebanken Sør", "å": "\U0001f600", "a\\u0000": 1}}',
    None,
    READY.replace("NOK", "nok"),
    READY * 2,
    json.dumps({"signup": {f"field {number}": 1 for number in range(2000)}}),
]
NAMES = ["status", "errors", "warnings", "codes", "issues"]


def verdict(text, **options):
    """What the check of one text says, in the shape of a column's element."""
    if text is None:
        return None
    report = ms.check(text, today=TODAY, **options)
    issues = [{**issue, "params": issue["params"]} for issue in report.to_dict()["issues"]]
    return {
        "status": report.status,
        "errors": len(report.errors),
        "warnings": len(report.warnings),
        "codes": report.codes,
        "issues": issues,
    }


def read(column):
    """A column's elements, the parameters of issues read."""
    rows = column.to_pylist()
    for row in rows:
        for issue in (row or {}).get("issues", []):
            issue["params"] = json.loads(issue["params"])
    return rows


def checked(column, **options):
    return pa.chunked_array(arrow.check(column, today=TODAY, **options))


class Unreadable:
    """A column of nulls as Polars lays it out, whose length is not known."""

    def __arrow_c_stream__(self, requested_schema=None):
        return pl.Series([None]).__arrow_c_stream__()


class Column(unittest.TestCase):
    def setUp(self):
        self.maxDiff = None

    def test_each_text_has_the_verdict_that_a_check_of_it_has(self):
        due = [verdict(text) for text in TEXTS]
        types = [pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.large_binary(), pa.binary_view()]
        for kind in types:
            with self.subTest(kind):
                column = pa.array(TEXTS, pa.string()).cast(kind) if "view" not in str(kind) else pa.array(
                    [text.encode() if text and "binary" in str(kind) else text for text in TEXTS], kind
                )
                self.assertEqual(read(checked(column, issues=True)), due)

    def test_options_are_those_of_a_check(self):
        for options in ({"level": "contract"}, {"profile": "eu-amlr-2027"}, {"locale": "fi"}):
            found = read(checked(pa.array(TEXTS), issues=True, **options))
            self.assertEqual(found, [verdict(text, **options) for text in TEXTS], options)
        for wrong in ({"level": "all"}, {"profile": "no-1900"}, {"today": "2026-02-31"}):
            with self.assertRaisesRegex(ValueError, next(iter(wrong))):
                arrow.check(pa.array(TEXTS), **{"today": TODAY, **wrong})
        for wrong in ({"level": None}, {"profile": 5}, {"today": 1}, {"locale": None}, {"issues": "yes"}):
            with self.assertRaisesRegex(TypeError, f"^{next(iter(wrong))} must be"):
                arrow.check(pa.array(TEXTS), **{"today": TODAY, **wrong})
        today = arrow.check(pa.array(TEXTS))
        self.assertEqual(pa.array(today), pa.array(arrow.check(pa.array(TEXTS), today=datetime.date.today())))

    def test_issues_come_only_when_they_are_asked_for(self):
        short = pa.array(arrow.check(pa.array(TEXTS), today=TODAY))
        self.assertEqual([field.name for field in short.type], NAMES[:4])
        whole = pa.array(arrow.check(pa.array(TEXTS), today=TODAY, issues=True))
        self.assertEqual([field.name for field in whole.type], NAMES)
        for name in NAMES[:4]:
            self.assertEqual(short.field(name), whole.field(name))
        for column in (short, whole):
            column.validate(full=True)

    def test_nulls_are_nulls_in_every_part(self):
        column = pa.array(arrow.check(pa.array([None, READY, None]), today=TODAY, issues=True))
        for part in (column, *(column.field(name) for name in NAMES)):
            self.assertEqual(part.is_null().to_pylist(), [True, False, True])
        # Polars gives such a column a buffer, which Arrow does not allow.
        for column in (pa.nulls(3), pa.chunked_array([pa.nulls(1), pa.nulls(2)]), pl.Series([None] * 3), pl.Series([None] * 5)[1:4]):
            self.assertEqual(checked(column).to_pylist(), [None] * 3)
        self.assertEqual(len(pl.Series(arrow.check(pl.Series([])))), 0)
        read = pl.read_ndjson(b'{"id": 1, "signup": null}')
        self.assertEqual(pl.Series(arrow.check(read["signup"])).to_list(), [None])

    def test_slices_and_chunks(self):
        column = pa.array(TEXTS)
        due = [verdict(text) for text in TEXTS]
        for start, stop in ((0, 0), (1, 1), (1, 2), (3, 9), (5, len(TEXTS))):
            self.assertEqual(read(checked(column[start:stop], issues=True)), due[start:stop])
        chunks = pa.chunked_array([column[4:7], column[:0], column[7:], column[:4]])
        found = checked(chunks, issues=True)
        self.assertEqual([len(chunk) for chunk in found.chunks], [3, 0, 5, 4])
        self.assertEqual(read(found), due[4:] + due[:4])
        self.assertEqual(read(checked(chunks.slice(2, 5), issues=True)), (due[4:] + due[:4])[2:7])

    def test_columns_of_nothing(self):
        for column in (pa.array([], pa.string()), pa.array([], pa.binary_view())):
            self.assertEqual(len(pa.array(arrow.check(column))), 0)
        found = pa.chunked_array(arrow.check(pa.chunked_array([], pa.large_string())))
        self.assertEqual((len(found), [field.name for field in found.type]), (0, NAMES[:4]))

    def test_bytes_that_are_no_utf_8(self):
        garbage = [b"\xff\xfe", b'{"signup": {"bank_name": "\xe5"}}', b"\x00" * 64, bytes(range(256)), b"\xed\xa0\x80"]
        due = [verdict(text) for text in garbage]
        self.assertEqual(read(checked(pa.array(garbage, pa.binary()), issues=True)), due)
        # An engine that casts bytes to a string without looking makes such a column.
        of_bytes = pa.array(garbage, pa.binary())
        strings = pa.Array.from_buffers(pa.string(), len(of_bytes), of_bytes.buffers())
        self.assertEqual(read(checked(strings, issues=True)), due)

    def test_other_columns_are_refused(self):
        categorical = pa.array(TEXTS).dictionary_encode()
        for column, said in (
            (categorical, "dictionary.*cast it to string"),
            (pa.chunked_array([categorical]), "dictionary"),
            (pl.Series(TEXTS, dtype=pl.Categorical), "dictionary"),
            (pa.array([1, 2]), "Int64"),
            (pa.chunked_array([], pa.int8()), "Int8"),
            (pa.array([["a"]]), "List"),
            (pa.table({"signup": TEXTS}), "take the column"),
            (pl.DataFrame({"signup": TEXTS}), "take the column"),
            (duckdb.sql("SELECT '{}' AS signup"), r"take the column.*to_arrow_table"),
            (pa.array([{"signup": {}}]), "column of structs.*to_json"),
            (pl.Series([{"signup": "DNB"}]), r"column of structs.*struct\.json_encode"),
            (pd.Series(["{}"]), r"not pandas.*Series: give pyarrow\.array\(column\)"),
            (Unreadable(), r"cannot be read: cast it to string first \("),
            (np.array(["{}"]), r"not numpy\.ndarray: give pyarrow\.array\(column\)"),
            (TEXTS, r"not list: give pyarrow\.array\(column\)"),
            (READY, "not str"),
            (None, "not NoneType"),
        ):
            with self.assertRaisesRegex(TypeError, said):
                arrow.check(column, today=TODAY)

    def test_threads_check_beside_each_other(self):
        column = pa.array(TEXTS * 20)
        due = pa.array(arrow.check(column, today=TODAY))
        found = []
        threads = [threading.Thread(target=lambda: found.append(pa.array(arrow.check(column, today=TODAY)))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([column.equals(due) for column in found], [True] * 4)

    def test_what_it_shows(self):
        self.assertEqual(repr(arrow.check(pa.array(TEXTS))), "<Verdicts: 12>")
        self.assertEqual(repr(arrow.check(pa.chunked_array([TEXTS, TEXTS]))), "<ChunkedVerdicts: 24 in 2 chunks>")
        self.assertEqual(len(arrow.check(pa.chunked_array([TEXTS, TEXTS]))), 24)


class Engines(unittest.TestCase):
    """The examples do what they show, and say what a check of each text says."""

    def setUp(self):
        self.due = [(verdict(text) or {}).get("codes") for text in TEXTS]

    def test_pyarrow(self):
        table = with_pyarrow.with_verdicts(pa.table({"merchant": range(len(TEXTS)), "signup": TEXTS}), today=TODAY)
        self.assertEqual(table.column_names, ["merchant", "signup", "verdict"])
        self.assertEqual(pa.compute.struct_field(table["verdict"].combine_chunks(), "codes").to_pylist(), self.due)
        failing = [at for at, text in enumerate(TEXTS) if text is not None and verdict(text)["errors"]]
        with tempfile.TemporaryDirectory() as folder:
            pq.write_table(table.drop_columns("verdict"), f"{folder}/merchants.parquet", row_group_size=5)
            self.assertEqual(with_pyarrow.failing_keys(f"{folder}/merchants.parquet", today=TODAY), failing)

    def test_polars(self):
        frame = pl.DataFrame({"merchant": range(len(TEXTS)), "signup": TEXTS})
        lazily = frame.lazy().with_columns(with_polars.verdicts("signup", today=TODAY)).collect()
        self.assertEqual(lazily["verdict"].struct.field("codes").to_list(), self.due)
        counted = with_polars.failing(frame, "signup", today=TODAY)
        self.assertEqual(counted["merchant"].to_list(), [at for at, text in enumerate(TEXTS) if text is not None and verdict(text)["errors"]])

    def test_duckdb(self):
        connection = duckdb.connect()
        with_duckdb.register(connection, today=TODAY)
        connection.execute("CREATE TABLE merchants (merchant INTEGER, signup VARCHAR)")
        connection.executemany("INSERT INTO merchants VALUES (?, ?)", list(enumerate(TEXTS)))
        found = connection.execute("SELECT check_signup(signup).codes FROM merchants ORDER BY merchant").fetchall()
        self.assertEqual([codes for (codes,) in found], self.due)
        first, *_ = with_duckdb.most_frequent(connection, "merchants", "signup")
        self.assertEqual(first, ("document.malformed", 4))


if __name__ == "__main__":
    unittest.main()
