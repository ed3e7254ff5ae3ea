"""The log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from uuid import UUID

from ledger.log import Command, Log, migrate
from ledger.record import Draft
from tools.bench.facts import Fact
from tools.bench.results import Kind
from tools.bench.stores.store import Append, Store


class LogStore(Store):
    """Records with their tags, ordinals, hashes and tree."""

    name = "qingce"
    kind = Kind.OURS
    note = "Log.append: seven tags, ordinals, leaf hashes, tree; writers share one Log"
    modules = ("ledger.log",)
    table = "ledger.records"

    def create(self, dsn: str) -> None:
        """Create the schema of the log."""
        migrate(dsn)

    @contextmanager
    def open(self, dsn: str, writers: int) -> Iterator[Sequence[Append]]:
        """Open one log for all writers."""
        with Log.open(dsn) as log:
            yield [log.append] * writers

    def batch(self, facts: Sequence[Fact]) -> list[Draft]:
        """Drafts."""
        return [fact.draft() for fact in facts]


class CommandStore(LogStore):
    """The same, each call a command that would be answered again if it were sent again."""

    name = "qingce, with command ids"
    note = "Log.take: the same, and each call is recorded once however often it is sent"

    @contextmanager
    def open(self, dsn: str, writers: int) -> Iterator[Sequence[Append]]:
        """Open one log for all writers."""
        with Log.open(dsn) as log:
            yield [lambda sent: log.take(sent[0], command=sent[1])] * writers

    def batch(self, facts: Sequence[Fact]) -> tuple[list[Draft], Command]:  # type: ignore[override] # what `open` takes
        """Drafts and the command that asks for them."""
        asked = b"".join(fact.id.bytes for fact in facts)
        digest = sha256(asked).digest()
        command = Command(UUID(bytes=digest[:16], version=4), digest)
        return [fact.draft(str(command.id)) for fact in facts], command
