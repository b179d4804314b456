"""Spark says what the command line says, whatever becomes of its executors.

`cargo xtask test --only spark` runs it: `PILE` names a file of signups, one on each line, and `SAID` what `check --compact` says of it.
"""

import collections
import datetime
import json
import os
import pathlib
import signal
import tempfile
import unittest

import merchant_signup as ms
import pyarrow as pa
import pyarrow.parquet as pq
from cluster import executor_of, session
from merchant_signup import spark as checks
from pyspark.sql import functions as f

TODAY = datetime.date(2026, 11, 22)
READY = (pathlib.Path(__file__).parents[4] / "tests/examples/ready.json").read_text()


def setUpModule():
    global SPARK, FOLDER, PILE, TABLE, SAID
    FOLDER = tempfile.TemporaryDirectory()
    lines = pathlib.Path(os.environ["PILE"]).read_text().splitlines()
    SAID = [json.loads(line) for line in pathlib.Path(os.environ["SAID"]).read_text().splitlines()]
    assert [said["line"] for said in SAID] == list(range(1, len(lines) + 1))
    # Columns of several kinds, which are to stay as they are.
    numbers = range(1, len(lines) + 1)
    TABLE = pa.table(
        {
            "line": pa.array(numbers, pa.int64()),
            "opened": pa.array([datetime.date(2020, 1, 1) if number % 3 else None for number in numbers]),
            "signup": lines,
            "tags": [["a", None] if number % 2 else [] for number in numbers],
        }
    )
    PILE = str(pathlib.Path(FOLDER.name) / "pile.parquet")
    pq.write_table(TABLE, PILE, row_group_size=5_000)
    # Small parts, so that there are more of them than executors.
    SPARK = session(
        2,
        **{
            "spark.sql.files.maxPartitionBytes": str(1 << 20),
            "spark.sql.files.openCostInBytes": "0",
            "spark.sql.execution.arrow.maxRecordsPerBatch": "1000",
            "spark.sql.shuffle.partitions": "4",
        },
    )


def tearDownModule():
    SPARK.stop()
    FOLDER.cleanup()


def due(said):
    return (said["status"], said["codes"])


def found(verdict):
    """Of a verdict what the command line's short lines have: each code once."""
    return (verdict["status"], list(dict.fromkeys(verdict["codes"])))


def verdict(text):
    report = ms.check(text, today=TODAY)
    return {"status": report.status, "errors": len(report.errors), "warnings": len(report.warnings), "codes": report.codes}


def in_order(df):
    return df.toArrow().sort_by("line")


class Pile(unittest.TestCase):
    def agrees(self, df):
        """Each row has the verdict of its line, once."""
        table = in_order(df.select("line", "verdict"))
        self.assertEqual(table["line"], TABLE["line"])
        differ = [said["line"] for said, verdict in zip(SAID, table["verdict"].to_pylist()) if due(said) != found(verdict)]
        self.assertEqual(differ, [])

    def test_each_row_has_the_verdict_that_the_command_line_has(self):
        pile = SPARK.read.parquet(PILE)
        self.assertGreater(pile.rdd.getNumPartitions(), 2)
        executors = len(SPARK.sparkContext._jsc.sc().statusTracker().getExecutorInfos()) - 1  # and the driver
        self.assertEqual(executors, 2)
        checked = checks.check(pile, "signup", today=TODAY)
        self.assertEqual(checked.columns, [*TABLE.column_names, "verdict"])
        self.agrees(checked)

    def test_other_columns_stay(self):
        pile = SPARK.read.parquet(PILE).where("line <= 7000")
        checked = in_order(checks.check(pile, "signup", today=TODAY, into="what is wrong", issues=True))
        self.assertEqual(checked.drop_columns("what is wrong").to_pylist(), TABLE.slice(0, 7000).to_pylist())
        for said, row in list(zip(SAID, checked["what is wrong"].to_pylist()))[:200]:
            self.assertEqual(due(said), found(row))
            self.assertEqual([issue["code"] for issue in row["issues"]], row["codes"])

    def test_an_executor_that_dies_changes_nothing(self):
        dead = pathlib.Path(FOLDER.name) / "dead"

        def dies_once(batches):
            for number, batch in enumerate(batches):
                yield batch
                # In the middle of a part, and of the job.
                if number == 1 and batch.column(0)[0].as_py() > TABLE_LENGTH // 2:
                    try:
                        with dead.open("x") as file:
                            victim = executor_of(os.getpid())
                            file.write(str(victim))
                    except FileExistsError:
                        continue
                    os.kill(victim, signal.SIGKILL)

        # What a task needs is sent to it: the module of this test is not there.
        TABLE_LENGTH = len(TABLE)
        SPARK.sparkContext.addPyFile(str(pathlib.Path(__file__).with_name("cluster.py")))
        checked = checks.check(SPARK.read.parquet(PILE), "signup", today=TODAY)
        dying = checked.select("line", "verdict").mapInArrow(dies_once, checked.select("line", "verdict").schema)
        self.agrees(dying)
        victim = int(dead.read_text())
        self.assertFalse(pathlib.Path(f"/proc/{victim}").exists(), "the executor is to have died")

    def test_skewed_parts(self):
        # Nine rows of ten in one part, and parts without any.
        key = f.when(f.col("line") % 10 == 0, f.col("line")).otherwise(0)
        skewed = SPARK.read.parquet(PILE).repartition(16, key)
        self.agrees(checks.check(skewed, "signup", today=TODAY))
        nothing = SPARK.read.parquet(PILE).where("line < 0")
        self.assertEqual(checks.check(nothing, "signup", today=TODAY).count(), 0)

    def test_codes_are_counted(self):
        checked = checks.check(SPARK.read.parquet(PILE), "signup", today=TODAY)
        counts = collections.Counter(code for said in SAID for code in said["codes"])
        severities = {rule.code: rule.severity for rule in ms.rules()}
        due = [(code, severities[code], count) for code, count in sorted(counts.items(), key=lambda of: (-of[1], of[0]))]
        self.assertEqual([tuple(row) for row in checks.codes(checked).collect()], due)
        renamed = checked.withColumnRenamed("verdict", "what is `wrong`")
        self.assertEqual(tuple(checks.codes(renamed, "what is `wrong`").first()), due[0])


class Rows(unittest.TestCase):
    def texts(self, values, kind):
        """Verdicts on texts, by the column's kind."""
        rows = SPARK.createDataFrame([(line, value) for line, value in enumerate(values)], f"line long, signup {kind}")
        return in_order(checks.check(rows.repartition(3), "signup", today=TODAY))["verdict"].to_pylist()

    def test_a_row_of_two_megabytes(self):
        long = json.dumps({**json.loads(READY), "note": "x" * (2 << 20)})
        near = json.dumps({**json.loads(READY), "note": "x" * (1 << 19)})
        self.assertEqual(self.texts([READY, long, near, READY], "string"), [verdict(text) for text in (READY, long, near, READY)])

    def test_a_column_of_garbage(self):
        garbage = [b"\xff\xfe", b"", None, b"\x00" * 9, bytes(range(256)), b'{"signup": {"bank_name": "\xe5"}}', READY.encode()] * 50
        due = [None if text is None else verdict(text) for text in garbage]
        self.assertEqual(self.texts(garbage, "binary"), due)
        rows = SPARK.createDataFrame([(line, text) for line, text in enumerate(garbage)], "line long, bytes binary")
        # Spark makes strings of bytes without looking at them.
        strings = rows.selectExpr("line", "CAST(bytes AS STRING) AS signup")
        self.assertEqual(in_order(checks.check(strings, "signup", today=TODAY))["verdict"].to_pylist(), due)

    def test_columns_of_all_names_stay(self):
        names = ["a.b", "c`d", "signup", "a", "A", "a", "\u00e5 \U0001f600", "column 2"]
        rows = SPARK.createDataFrame([(1, 2, "{}", 3, 4, 5, 6, 7)], "a int, b int, signup string, c int, d int, e int, f int, g int")
        checked = checks.check(rows.toDF(*names), "signup", today=TODAY, into="the.verdict")
        self.assertEqual(checked.columns, [*names, "the.verdict"])
        row = checked.collect()[0]
        self.assertEqual(tuple(row)[:-1], (1, 2, "{}", 3, 4, 5, 6, 7))
        self.assertEqual(row[-1].asDict(), verdict("{}"))
        self.assertEqual(checks.codes(checked, "the.verdict").count(), len(set(verdict("{}")["codes"])))

    def test_what_is_refused_is_refused_at_once(self):
        rows = SPARK.createDataFrame([(1, "{}")], "line long, signup string")
        for arguments, options, error, said in (
            (("signups",), {}, ValueError, "there is no column 'signups': the data frame has line, signup"),
            (("line",), {}, TypeError, "must hold JSON texts, as string or binary, not bigint"),
            (("signup",), {"into": "LINE"}, ValueError, "has a column 'LINE' already"),
            (("signup",), {"level": "all"}, ValueError, "level must be one of"),
            (("signup",), {"today": "2026-02-31"}, ValueError, "today must be a date"),
        ):
            with self.assertRaisesRegex(error, said):
                checks.check(rows, *arguments, **options)
        for arguments, options, said in (
            ((rows["signup"],), {}, "^column must be a column's name, .*: give the column's name"),
            ((f.col("signup"),), {}, "^column must be"),
            (("signup",), {"into": f.col("verdict")}, "^into must be"),
            (("signup",), {"locale": None}, "^locale must be a str"),
            (("signup",), {"issues": 1}, "^issues must be True or False"),
        ):
            with self.assertRaisesRegex(TypeError, said):
                checks.check(rows, *arguments, **options)
        with self.assertRaisesRegex(TypeError, "^df must be a data frame of Spark's, not dict"):
            checks.check({}, "signup")
        with self.assertRaisesRegex(TypeError, "^verdict must be a column's name"):
            checks.codes(checks.check(rows, "signup"), f.col("verdict"))
        twice = rows.select("signup", "signup")
        with self.assertRaisesRegex(ValueError, "there are several columns 'signup'"):
            checks.check(twice, "signup")


if __name__ == "__main__":
    unittest.main()
