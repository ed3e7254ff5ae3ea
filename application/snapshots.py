"""Snapshots: take one of a projection's content, find those taken, read their rows.

The rows lie in a folder each under the data folder; the statement is a record in the log.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from application.desk import Desk
from domain.common.decisions import Act
from domain.evidence.decisions import TakeSnapshot
from domain.evidence.records import SnapshotTaken
from ledger.checkpoints.store import CheckpointStore
from ledger.evidence.snapshots.content import Content
from ledger.evidence.snapshots.errors import SnapshotError
from ledger.evidence.snapshots.rows import RowFolder, write_rows
from ledger.evidence.snapshots.statement import Statement, parse_statement
from ledger.log import Log
from ledger.record import fields_of

SNAPSHOTS_FOLDER = "snapshots"
"""Under the data folder."""
OWN_RECORDS = "evidence."
"""Types of records that taking snapshots and bundles adds by itself."""
OWN_RECORDS_MAX = 1_000


class Snapshots:
    """The snapshots of one log."""

    def __init__(self, folder: Path, log: Log, store: CheckpointStore) -> None:
        """Use a folder; it is made with the first snapshot."""
        self._folder = folder
        self._log = log
        self._store = store

    def taken(self) -> Iterator[Statement]:
        """All statements, oldest first."""
        query = DCBQuery([DCBQueryItem(types=[SnapshotTaken.type])])
        for event in self._log.read(query):
            yield parse_statement(event.position, fields_of(event.event.data))

    def at(self, position: int) -> Statement:
        """The statement at a position.

        Raises:
            SnapshotError: the record there is none.
            NoSuchPositionError: there is no record.
        """
        return parse_statement(position, fields_of(self._log.at(position).event.data))

    def take(self, desk: Desk, act: Act, content: Content, period: str = "") -> Statement:
        """State a content: its rows are written first, then the record is made.

        Raises:
            Refusal: the period was stated before.
        """
        written = write_rows(self._place(content.projection, content.size, content), content)
        answer = desk.execute(
            TakeSnapshot(
                act,
                projection=content.projection,
                definition_hash=content.definition_hash,
                size=content.size,
                root=self._store.tree(content.size).root().hex(),
                rows=written.rows,
                row_root=written.row_root.hex(),
                totals=written.totals,
                period=period,
            )
        )
        return self.at(answer.position_first)

    def rows(self, statement: Statement) -> RowFolder:
        """The rows of a statement.

        Raises:
            SnapshotError: they are not here, or not those that were stated.
        """
        folder = RowFolder(self._place(statement.projection, statement.size, statement))
        if folder.count != statement.rows or folder.tree().root() != statement.row_root:
            raise SnapshotError(
                f"The rows kept for the snapshot at position {statement.position} are not those "
                "it states.",
                "`qingce snapshot restore` computes them again from the log.",
            )
        return folder

    def restore(self, statement: Statement, content: Content) -> RowFolder:
        """Put the rows of a statement back, computed again from the log.

        Raises:
            SnapshotError: the log makes other rows today, or the definition has changed.
        """
        if content.definition_hash != statement.definition_hash:
            raise SnapshotError(
                f"The snapshot at position {statement.position} is of another definition of "
                f"{statement.projection} than this edition has.",
                "Use the edition of the program that took it.",
            )
        write_rows(self._place(content.projection, content.size, content), content)
        return self.rows(statement)

    def current(self, projection: str, definition_hash: str) -> Statement | None:
        """The newest statement of a definition, if nothing but evidence was recorded since."""
        newest: Statement | None = None
        for statement in self.taken():
            if (statement.projection, statement.definition_hash) == (projection, definition_hash):
                newest = statement
        if newest is None or not self._only_evidence_after(newest.size):
            return None
        try:
            self.rows(newest)
        except SnapshotError:
            return None
        return newest

    def newest_together(self, hashes: Mapping[str, str]) -> list[Statement]:
        """The newest statements of some projections, by name and definition, that are of one size.

        Raises:
            SnapshotError: they were never taken together.
        """
        by_size: defaultdict[int, dict[str, Statement]] = defaultdict(dict)
        for statement in self.taken():
            if hashes.get(statement.projection) == statement.definition_hash:
                by_size[statement.size][statement.projection] = statement
        together = [size for size, found in by_size.items() if found.keys() == hashes.keys()]
        if not together:
            raise SnapshotError(
                f"There are no snapshots of {', '.join(hashes)} of one size.",
                f"Take them: qingce snapshot create {' '.join(hashes)}",
            )
        return [by_size[max(together)][name] for name in hashes]

    def _only_evidence_after(self, size: int) -> bool:
        found = list(self._log.read(after=size, limit=OWN_RECORDS_MAX))
        own = all(event.event.type.startswith(OWN_RECORDS) for event in found)
        return own and len(found) < OWN_RECORDS_MAX

    def _place(self, projection: str, size: int, of: Content | Statement) -> Path:
        return self._folder / f"{projection}-{size}-{of.definition_hash[:16]}"
