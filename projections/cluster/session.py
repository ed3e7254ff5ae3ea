"""A Spark session on a master, with the settings equal results need (extra `[cluster]`)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from projections.cluster.errors import ClusterError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SETTINGS = {
    # Days are calendar days and sums must not wrap, wherever the workers are.
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}


@contextmanager
def session(master: str, settings: Mapping[str, str] | None = None) -> Iterator[SparkSession]:
    """A session on a master such as `spark://HOST:7077`; stopped at the end.

    Args:
        master: its address.
        settings: Spark's own, for this cluster; those above go before.

    Raises:
        ClusterError: the extra or Java is not there, or the master cannot be reached.
    """
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise ClusterError(
            "A cluster needs the extra [cluster], which is not installed.",
            "pip install 'qingce[cluster]'",
        ) from None
    if shutil.which("java") is None:
        raise ClusterError("A cluster needs Java 17, which is not installed here.", "Install it.")
    builder = SparkSession.builder.master(master).appName("qingce")
    for name, value in {**(settings or {}), **SETTINGS}.items():
        builder = builder.config(name, value)
    try:
        spark = builder.getOrCreate()
    except (PySparkException, RuntimeError, OSError) as error:
        raise _unreachable(master, error) from None
    try:
        yield spark
    finally:
        spark.stop()


def _unreachable(master: str, error: Exception) -> ClusterError:
    said = str(error).partition("\n")[0][:200]
    return ClusterError(
        f"The cluster at {master} cannot be used: {said}",
        "Start a master and its workers (docs/archive.md), and name the master's address.",
    )
