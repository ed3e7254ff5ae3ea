"""A real Spark cluster on loopback: a standalone master and two workers, as the docs start them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

START_SECONDS_MAX = 120.0
WORKERS = 2
_MASTER_AT = re.compile(r"Starting Spark master at (spark://\S+)")
_REGISTERED = "Successfully registered with master"
# Small Java processes that start fast; a cluster of the tests computes little.
JAVA_OPTIONS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
SETTINGS = {
    # The records are few: compiling for them would take longer than reading them.
    "spark.driver.extraJavaOptions": JAVA_OPTIONS,
    "spark.driver.host": "127.0.0.1",
    "spark.executor.extraJavaOptions": JAVA_OPTIONS,
    "spark.executor.memory": "512m",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.shuffle.partitions": "2",
}


def java_missing() -> bool:
    return shutil.which("java") is None


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Start a master and its workers; yields the master's address."""
    with ExitStack() as stack:
        master = ["master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0"]
        said = stack.enter_context(_process(folder, "master", master, _MASTER_AT.pattern))
        address = _MASTER_AT.search(said)
        assert address
        worker = ["worker.Worker", "--host", "127.0.0.1", "--webui-port", "0"]
        limits = ["--cores", "1", "--memory", "1g"]
        for number in range(WORKERS):
            work = ["--work-dir", str(folder / f"work{number}")]
            command = [*worker, *limits, *work, address[1]]
            stack.enter_context(_process(folder, f"worker{number}", command, _REGISTERED))
        yield address[1]


@contextmanager
def _process(folder: Path, name: str, command: list[str], ready: str) -> Iterator[str]:
    import pyspark

    home = Path(pyspark.__file__).parent
    log = folder / f"{name}.log"
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": JAVA_OPTIONS,
    }
    spark_class, deploy = home / "bin" / "spark-class", "org.apache.spark.deploy."
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(spark_class), deploy + command[0], *command[1:]],
            stdout=output,
            stderr=output,
            env=environment,
        )
    try:
        yield _wait(process, log, ready)
    finally:
        process.terminate()
        process.wait(START_SECONDS_MAX)


def _wait(process: subprocess.Popen[bytes], log: Path, ready: str) -> str:
    deadline = time.monotonic() + START_SECONDS_MAX
    while not re.search(ready, said := log.read_text("utf-8", "replace")):
        assert process.poll() is None, said
        assert time.monotonic() < deadline, said
        time.sleep(0.1)
    return said
