"""An installation as its users run it: an embedded server, signing keys, records, checkpoints."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ledger.log import Log, migrate
from tests.ledger.embedding import folder, server
from tests.ledger.recording import draft
from tests.tools.commanding import answered, qingce


@dataclass
class Installation:
    """A data folder with a log of its own."""

    data: Path
    vkeys: list[str]

    def record(self, count: int) -> int:
        """Record so many more; returns the size of the log."""
        with server(self.data).running() as dsn, Log.open(dsn) as log:
            log.append([draft("case:1", "fund:kind", amount_fen=n) for n in range(count)])
            return log.head().size

    def checkpoint(self, path: Path) -> Path:
        """Sign the log as it is now and keep the checkpoint in a file."""
        signed = answered(qingce("checkpoint", "--data", self.data, "--json"))
        path.write_text(signed["checkpoint"])
        return path

    @property
    def trusting(self) -> list[str]:
        """Options that name the log's keys."""
        return [part for vkey in self.vkeys for part in ("--vkey", vkey)]


@contextmanager
def installation(count: int = 0) -> Iterator[Installation]:
    """A new installation with keys and so many records."""
    with folder() as data:
        with server(data).running() as dsn:
            migrate(dsn)
        made = answered(
            qingce("key", "new", "--data", data, "--unattended", "--json", "--type", "ed25519")
        )
        installed = Installation(data, made["vkeys"])
        if count:
            installed.record(count)
        yield installed
