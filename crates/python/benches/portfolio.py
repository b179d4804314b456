"""What checking a portfolio costs: by the Arrow kernel, by the command line, and in Spark; ratios in one run.

`cargo xtask spark` builds everything for speed and runs it. Other programs on the machine make the time on the clock longer, and hardly
the processor's: so it is processor time that is compared, except where two executors are to be faster than one. Subjects take turns, the
best round of each counts, and one stands there twice, which shows the noise.
"""

import argparse
import datetime
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

import pyarrow as pa
import pyarrow.parquet as pq

PACKAGE = pathlib.Path(__file__).parents[1]
sys.path.insert(0, str(PACKAGE / "tests/spark"))

from cluster import parent, session
from merchant_signup import arrow, spark

TODAY = datetime.date(2026, 11, 22)
TICKS = os.sysconf("SC_CLK_TCK")
BATCH = 10_000


class Cost:
    """Seconds on the clock and of the processor."""

    def __init__(self, clock: float, processor: float) -> None:
        self.clock, self.processor = clock, processor

    def __sub__(self, other: "Cost") -> "Cost":
        return Cost(self.clock - other.clock, self.processor - other.processor)


def best(costs: list[Cost]) -> Cost:
    return Cost(min(cost.clock for cost in costs), min(cost.processor for cost in costs))


def in_turns(subjects, rounds):
    costs = {name: [] for name in subjects}
    for _ in range(rounds):
        for name, subject in subjects.items():
            costs[name].append(subject())
    return {name: best(of) for name, of in costs.items()}


def kernel(texts):
    """The kernel in this process, batch by batch, as an engine calls it."""

    def run():
        clock, processor = time.perf_counter(), time.process_time()
        for start in range(0, len(texts), BATCH):
            arrow.check(texts[start : start + BATCH], today=TODAY)
        return Cost(time.perf_counter() - clock, time.process_time() - processor)

    return run


def command(program, pile, words, is_pinned):
    """The command line as a process of its own; pinned, on one core."""

    def run():
        cores = os.sched_getaffinity(0)
        if is_pinned:
            os.sched_setaffinity(0, {min(cores)})
        try:
            clock = time.perf_counter()
            with open(os.devnull, "wb") as nothing:
                arguments = [program, "check", *words, "--summary", "none", "--today", str(TODAY), pile]
                process = subprocess.Popen(arguments, stdout=nothing, stderr=nothing)
                _, status, used = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
            assert process.returncode == 1, "some of the signups are not ready"
            return Cost(time.perf_counter() - clock, used.ru_utime + used.ru_stime)
        finally:
            os.sched_setaffinity(0, cores)

    return run


def processes_below(root):
    """The processes that a process has started, and those that these have."""
    children = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                children.setdefault(parent(int(name)), []).append(int(name))
            except (OSError, StopIteration):
                pass  # It has ended.
    found, new = [], [root]
    while new:
        new = [child for process in new for child in children.get(process, [])]
        found += new
    return found


def processor_time(root):
    """Of all processes below one, those that have ended too."""
    total = 0
    for process in processes_below(root):
        try:
            fields = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            total += sum(int(field) for field in fields[11:15])
        except OSError:
            pass
    return total / TICKS


def job(frame):
    """A job of Spark's whose rows nobody takes."""

    def run():
        clock, processor = time.perf_counter(), processor_time(os.getpid())
        frame.write.format("noop").mode("overwrite").save()
        return Cost(time.perf_counter() - clock, processor_time(os.getpid()) - processor)

    return run


def same(batches):
    yield from batches


def in_spark(executors, file, rounds):
    """What the check costs with so many executors, and what the same job costs without it."""
    settings = {"spark.sql.files.maxPartitionBytes": str(8 << 20), "spark.sql.files.openCostInBytes": "0"}
    spark_session = session(executors, **settings)
    rows = spark_session.read.parquet(str(file))
    subjects = {"identity": job(rows.mapInArrow(same, rows.schema)), "check": job(spark.check(rows, "signup", today=TODAY))}
    subjects["check, again"] = subjects["check"]
    # The first time, Java is slow.
    in_turns(subjects, 1)
    costs = in_turns(subjects, rounds)
    spark_session.stop()
    return costs


def memory(file, rows, count):
    """The memory of the one worker of Python's that sees so many rows, in MiB, tenth by tenth."""
    spark_session = session(1)
    pile = spark_session.read.parquet(str(file))
    times = -(-rows // count)
    checked = spark.check(pile.crossJoin(spark_session.range(times).withColumnRenamed("id", "time")).coalesce(1), "signup", today=TODAY)
    seen, done = [], threading.Event()

    def watch():
        while not done.wait(1):
            workers = []
            for process in processes_below(os.getpid()):
                try:
                    words = pathlib.Path(f"/proc/{process}/cmdline").read_bytes()
                    if b"pyspark.daemon" in words:
                        pages = int(pathlib.Path(f"/proc/{process}/statm").read_text().split()[1])
                        workers.append(pages * os.sysconf("SC_PAGE_SIZE") / 2**20)
                except OSError:
                    pass
            if workers:
                seen.append(max(workers))

    watching = threading.Thread(target=watch)
    watching.start()
    cost = job(checked)()
    done.set()
    watching.join()
    spark_session.stop()
    tenths = [max(seen[len(seen) * tenth // 10 : len(seen) * (tenth + 1) // 10] or [0]) for tenth in range(10)]
    print(f"\nOne worker, {times * count:,} rows, {cost.clock:.0f} s; MiB, tenth by tenth: {', '.join(f'{most:.0f}' for most in tenths)}")
    print(f"last tenth / second: {tenths[-1] / tenths[1]:.2f} (1, flat)")


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("pile", type=pathlib.Path)
    arguments.add_argument("program")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--memory", type=int)
    given = arguments.parse_args()
    lines = pa.array(given.pile.read_text().splitlines())
    count = len(lines)

    print(f"{count:,} generated signups, six of ten ready; {given.rounds} rounds, the best of each\n")
    on_one_core = ["--only", "failing", "--compact"]
    costs = in_turns(
        {
            "kernel": kernel(lines),
            "kernel, again": kernel(lines),
            "command line, one core": command(given.program, given.pile, on_one_core, True),
            "command line, --compact": command(given.program, given.pile, ["--compact"], False),
            "command line, --format ndjson": command(given.program, given.pile, ["--format", "ndjson"], False),
        },
        given.rounds,
    )
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "pile.parquet"
        pq.write_table(pa.table({"line": range(1, count + 1), "signup": lines}), file, row_group_size=20_000)
        for executors in (1, 2):
            of_spark = in_spark(executors, file, given.rounds)
            costs |= {f"Spark, executors: {executors}, {name}": cost for name, cost in of_spark.items()}
        print(f"{'':<36}{'seconds':>9}{'processor':>11}{'rows a second':>15}{'µs a row':>10}")
        for name, cost in costs.items():
            print(f"{name:<36}{cost.clock:>9.2f}{cost.processor:>11.2f}{count / cost.clock:>15,.0f}{cost.processor / count * 1e6:>10.2f}")
        one, two = (costs[f"Spark, executors: {executors}, check"] - costs[f"Spark, executors: {executors}, identity"] for executors in (1, 2))
        again = costs["Spark, executors: 1, check, again"]
        print()
        for name, ratio, aim in [
            ("noise: kernel, again / kernel", costs["kernel, again"].processor / costs["kernel"].processor, "1"),
            ("noise: Spark's check, again / check", again.processor / costs["Spark, executors: 1, check"].processor, "1"),
            ("kernel / command line, rows a second of one core", costs["command line, one core"].processor / costs["kernel"].processor, "≥ 0.9"),
            ("Spark / kernel, checking alone, rows a second of the processor", costs["kernel"].processor / one.processor, "≥ 0.7"),
            ("two executors / one, on the clock, without the job", one.clock / two.clock, "≥ 1.4"),
            ("two executors / one, processor a row, whole job", costs["Spark, executors: 2, check"].processor / costs["Spark, executors: 1, check"].processor, "0.9 to 1.1"),
            ("--compact / --format ndjson, rows a second, on the clock", costs["command line, --format ndjson"].clock / costs["command line, --compact"].clock, "≥ 1.2"),
            ("--compact / --format ndjson, rows a second of the processor", costs["command line, --format ndjson"].processor / costs["command line, --compact"].processor, "≥ 1.2"),
        ]:
            print(f"{name}: {ratio:.2f} ({aim})")
        if given.memory:
            memory(file, given.memory, count)


if __name__ == "__main__":
    main()
