"""The server all contestants share, and a database for each of them."""

from __future__ import annotations

import itertools
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import psycopg
from psycopg import conninfo, sql

from ledger.embedded import Server
from tools.bench.errors import BenchError

SETTINGS = (
    "server_version",
    "fsync",
    "synchronous_commit",
    "full_page_writes",
    "data_checksums",
    "wal_sync_method",
    "shared_buffers",
    "max_wal_size",
    "listen_addresses",
)
LIBRARIES = ("psycopg", "eventsourcing", "pymerkle", "duckdb", "orjson")
PREFIX = "bench_"


class Bench:
    """A running server, as its superuser."""

    def __init__(self, dsn: str) -> None:
        """Work on a server that runs."""
        self._dsn = dsn
        self._numbers = itertools.count(1)

    @contextmanager
    def database(self) -> Iterator[str]:
        """An empty database, dropped afterwards; yields its DSN."""
        name = f"{PREFIX}{os.getpid()}_{next(self._numbers)}"
        identifier = sql.Identifier(name)
        with psycopg.connect(self._dsn, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(identifier))
        try:
            yield conninfo.make_conninfo(self._dsn, dbname=name)
        finally:
            with psycopg.connect(self._dsn, autocommit=True) as connection:
                connection.execute(sql.SQL("DROP DATABASE {} (FORCE)").format(identifier))

    def settle(self) -> None:
        """Write out what was done so far, so that the next turn does not pay for it."""
        with psycopg.connect(self._dsn, autocommit=True) as connection:
            connection.execute("CHECKPOINT")

    def tidy(self, dsn: str) -> None:
        """Do now what autovacuum would do in the middle of a measurement."""
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
        self.settle()

    def settings(self) -> dict[str, str]:
        """The settings that decide how fast a commit is."""
        with psycopg.connect(self._dsn, autocommit=True) as connection:
            found = connection.execute(
                "SELECT name, current_setting(name) FROM pg_settings WHERE name = ANY(%s)",
                [list(SETTINGS)],
            )
            return dict(found.fetchall())


@contextmanager
def running(data: Path | None, binaries: Path | None) -> Iterator[Bench]:
    """The embedded server of a data folder, or of one made for this run and removed after it.

    Raises:
        BenchError: the server does not flush, so that nothing it says is durable.
        LedgerError: the server cannot be used.
    """
    with _folder(data, binaries) as folder, Server(folder, binaries).running() as dsn:
        bench = Bench(dsn)
        settings = bench.settings()
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            if settings[name] != "on":
                raise BenchError(f"The server runs with {name} = {settings[name]}.", "Set it on.")
        yield bench


@contextmanager
def _folder(data: Path | None, binaries: Path | None) -> Iterator[Path]:
    if data is not None:
        yield data
        return
    folder = Path(tempfile.mkdtemp(prefix="qingce-bench-"))
    folder.chmod(0o755)
    server = Server(folder / "data", binaries)
    try:
        yield server.data
    finally:
        server.stop(at_once=True)
        shutil.rmtree(folder, ignore_errors=True)


def machine() -> dict[str, Any]:
    """What the figures were taken on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processor": _processor(),
        "processors": os.cpu_count(),
        "memory_gib": round(memory / 2**30, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        **{name: _version(name) for name in LIBRARIES},
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
