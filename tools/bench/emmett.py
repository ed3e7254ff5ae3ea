"""Emmett: its own process of node, writers side by side in it."""

from __future__ import annotations

import json
import subprocess
from importlib import resources
from urllib.parse import quote

import psycopg
from psycopg import conninfo

from tools.bench import npm
from tools.bench.callers import Calls, Shape, as_round, warm_seconds
from tools.bench.errors import BenchError
from tools.bench.facts import Facts
from tools.bench.results import Entrant, Kind, Round

PAYLOADS = 3_000
"""They come again after so many, under new streams."""
ROUND_SECONDS_MAX = 300


class Emmett:
    """Its PostgreSQL event store."""

    entrant = Entrant(
        "emmett",
        Kind.PEER,
        "appendToStream in one process of node; a batch is one stream, no tags",
    )

    def __init__(self, dsn: str, shape: Shape) -> None:
        """It creates its tables in the first round.

        Raises:
            BenchError: node is missing or the packages cannot be fetched.
        """
        self._dsn, self._shape = dsn, shape
        self._node, self._modules = npm.program("node"), npm.packages()
        self._payloads = [fact.payload().decode() for fact in Facts("emmett").take(PAYLOADS)]

    def round(self, seconds: float) -> Round:
        """Record for that long, on connections made before."""
        asked = {
            "modules": str(self._modules),
            "dsn": _url(self._dsn),
            "writers": self._shape.writers,
            "batch": self._shape.batch,
            "seconds": seconds,
            "warmCalls": self._shape.warm_calls,
            "warmSeconds": warm_seconds(seconds),
            "payloads": self._payloads,
        }
        with resources.as_file(resources.files(__package__) / "node/emmett.mjs") as script:
            done = subprocess.run(  # noqa: S603 - node, as it was found
                [self._node, str(script)],
                input=json.dumps(asked),
                capture_output=True,
                text=True,
                check=False,
                timeout=ROUND_SECONDS_MAX,
            )
        if done.returncode:
            raise BenchError(f"emmett failed: {done.stderr.strip()[-500:]}", "Leave it out.")
        said = json.loads(done.stdout)
        timed = Calls(0.0, said["seconds"], said["took"])
        return as_round([timed], self._shape.batch, said["warmed"])

    def recorded(self) -> int:
        """Rows found."""
        with psycopg.connect(self._dsn) as connection:
            row = connection.execute("SELECT count(*) FROM emt_messages").fetchone()
        return int(row[0]) if row else 0


def _url(dsn: str) -> str:
    """The DSN as node's driver reads it: a folder of sockets as the option `host`."""
    parts = conninfo.conninfo_to_dict(dsn)
    user, host = quote(str(parts["user"])), quote(str(parts["host"]), safe="")
    port = parts.get("port", 5432)
    return f"postgresql://{user}@localhost:{port}/{parts['dbname']}?host={host}"
