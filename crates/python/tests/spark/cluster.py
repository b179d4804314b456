"""A cluster on this machine: a master, workers and executors as processes of their own, which talk over loopback."""

import os
import pathlib
import sys

from pyspark.sql import SparkSession


def session(executors: int, **settings: str) -> SparkSession:
    """A session with so many executors of one core each."""
    # Without the first, tasks run in whatever Python the machine calls python3.
    os.environ.update(PYSPARK_PYTHON=sys.executable, PYSPARK_DRIVER_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    builder = SparkSession.builder.master(f"local-cluster[{executors},1,1024]").appName("merchant-signup")
    fixed = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.log.level": "ERROR",
        # All executors are to be there before the first task.
        "spark.scheduler.minRegisteredResourcesRatio": "1",
        "spark.scheduler.maxRegisteredResourcesWaitingTime": "300s",
    }
    for name, value in {**fixed, **settings}.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def executor_of(process: int) -> int:
    """The process of the executor that a process of Python belongs to."""
    while process > 1:
        if b"CoarseGrainedExecutorBackend" in pathlib.Path(f"/proc/{process}/cmdline").read_bytes():
            return process
        process = parent(process)
    raise RuntimeError("this is no process of an executor")


def parent(process: int) -> int:
    status = pathlib.Path(f"/proc/{process}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("PPid:")))
