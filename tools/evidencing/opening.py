"""Everything a snapshot or a bundle needs, opened together."""

from __future__ import annotations

import getpass
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from application.bundles.making import BundleMaking
from application.desk import Desk
from application.evidence import Evidence, read_policy, signing_keys
from application.opening import open_database, open_desk
from application.settings import Settings
from application.snapshots import SNAPSHOTS_FOLDER, Snapshots
from domain.common.decisions import Act
from ledger.checkpoints.store import CheckpointStore
from ledger.evidence.snapshots.content import hash_of
from ledger.evidence.snapshots.errors import SnapshotError
from ledger.evidence.snapshots.statement import Statement
from ledger.log import Log
from projections.snapshots.content import contents, definitions

OFFICE = "ledger"
"""The office for which the log's keeper acts when none is named."""


@dataclass(frozen=True)
class Workplace:
    """What is open."""

    dsn: str
    log: Log
    desk: Desk
    evidence: Evidence
    snapshots: Snapshots

    @property
    def bundles(self) -> BundleMaking:
        """Makes bundles."""
        return BundleMaking(self.log, self.desk, self.evidence, self.snapshots)

    def take(self, names: Sequence[str], size: int, act: Act, period: str = "") -> list[Statement]:
        """Take snapshots of projections as they were at a size.

        Raises:
            SnapshotError: the log is not that large.
            ProjectionError: there is no projection of that name.
            Refusal: the period was stated before.
        """
        recorded = self.log.head().size
        if not 0 < size <= recorded:
            raise SnapshotError(
                f"There is no snapshot of {size:,} records; the log has {recorded:,}.",
                "Nothing was taken. Leave --size out for all there are."
                if recorded
                else "Record something first: `qingce demo` records a whole year.",
            )
        return [
            self.snapshots.take(self.desk, act, content, period)
            for content in contents(self.dsn, names, size)
        ]

    def current(self, names: Sequence[str], act: Act) -> list[Statement]:
        """Snapshots of projections as they are now: those there are, or all of them anew."""
        hashes = _hashes(names)
        found = [self.snapshots.current(name, hashes[name]) for name in names]
        there = [statement for statement in found if statement is not None]
        if len(there) == len(names) and len({statement.size for statement in there}) == 1:
            return there
        return self.take(names, self.log.head().size, act)

    def stated(self, names: Sequence[str]) -> list[Statement]:
        """The newest snapshots of projections that are of one size; none is taken.

        Raises:
            SnapshotError: there are none.
        """
        return self.snapshots.newest_together(_hashes(names))


def _hashes(names: Sequence[str]) -> dict[str, str]:
    return {name: hash_of(text) for name, text in definitions(names).items()}


@contextmanager
def workplace(settings: Settings) -> Iterator[Workplace]:
    """Open all of it.

    Raises:
        LedgerError: the database, the secrets or the keys cannot be used.
    """
    with (
        open_database(settings) as dsn,
        Log.open(dsn) as log,
        open_desk(settings, log, dsn) as desk,
        CheckpointStore(dsn) as store,
    ):
        evidence = Evidence(store, signing_keys(settings), read_policy(settings))
        snapshots = Snapshots(settings.data / SNAPSHOTS_FOLDER, log, store)
        yield Workplace(dsn, log, desk, evidence, snapshots)


def act(by: str | None, office: str | None) -> Act:
    """An act of whoever runs the command, now."""
    return Act(by or getpass.getuser(), office or OFFICE, datetime.now().astimezone())
