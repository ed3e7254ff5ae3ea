"""Making a bundle: select, state, record the taking, sign, prove, write.

The files that do not depend on the checkpoint are written first; their hashes go into the record
of the taking. That record is in the log before the checkpoint is signed, so the checkpoint covers
the receipt, and the receipt the files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from application.bundles.codes import codes, type_meanings
from application.bundles.pages import EN, ZH, Index, Summary
from application.desk import Desk
from application.evidence import Evidence
from application.snapshots import Snapshots
from domain.common.decisions import Act
from domain.evidence.decisions import TakeBundle
from ledger.evidence.bundles import layout
from ledger.evidence.bundles.deriving import Deriving
from ledger.evidence.bundles.errors import BundleNotMadeError
from ledger.evidence.bundles.lines import encode_hashes, encode_line
from ledger.evidence.bundles.manifest import ALL, Manifest
from ledger.evidence.bundles.writing import BundleWriter
from ledger.evidence.encoding import base64_text
from ledger.evidence.multiproofs import prove_many
from ledger.evidence.snapshots.content import TAG_INDEX, index_key
from ledger.evidence.snapshots.rows import RowFolder
from ledger.evidence.snapshots.statement import Statement
from ledger.log import Log

RECORDS_READ = 1_000
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Request:
    """What is taken, by whom, why, and what stands behind it."""

    selection: str
    """A tag, `year YYYY`, or `all`."""
    recipient: str
    reason: str
    act: Act
    statements: Sequence[Statement]
    """One of each projection; the tag index among them."""
    definitions: Mapping[str, bytes]
    verifier: bytes | None = None
    """The page that verifies in a browser, if it goes along."""

    @property
    def tag_index(self) -> Statement:
        """The statement that fixes how many records there are."""
        (index,) = (item for item in self.statements if item.projection == TAG_INDEX)
        return index


@dataclass
class Made:
    """What a bundle came to hold."""

    positions: list[int] = field(default_factory=list)
    stated: list[Statement] = field(default_factory=list)
    """The statements whose rows are in it."""


class BundleMaking:
    """Makes bundles of one log."""

    def __init__(self, log: Log, desk: Desk, evidence: Evidence, snapshots: Snapshots) -> None:
        """Use what is open."""
        self._log = log
        self._desk = desk
        self._evidence = evidence
        self._snapshots = snapshots

    def make(
        self, path: Path, request: Request, passphrase: str, progress: Progress = lambda _: None
    ) -> Manifest:
        """Write a bundle, and record that it was taken.

        Raises:
            BundleNotMadeError: the file is there, or grows too large.
            Refusal: recipient or reason is not as it must be.
            LedgerError: no checkpoint can be signed.
        """
        with BundleWriter(path) as writer:
            made, index = Made(), Index(type_meanings())
            writer.add(layout.RECORDS, self._records(request, made, index, progress))
            self._rows(writer, request, made)
            self._readable(writer, request, made, index)
            manifest = self._take(writer, request, made)
            self._prove(writer, manifest, made, passphrase)
            writer.finish()
        return manifest

    def _records(
        self, request: Request, made: Made, index: Index, progress: Progress
    ) -> Iterator[bytes]:
        for position, data in self._selected(request):
            made.positions.append(position)
            index.see(position, orjson.loads(data))
            progress(1)
            yield encode_line(position, data)

    def _selected(self, request: Request) -> Iterator[tuple[int, bytes]]:
        size, selection = request.tag_index.size, request.selection
        if selection == ALL or selection.startswith("year "):
            year = selection.removeprefix("year ")
            for position, data in self._everything(size):
                if selection == ALL or orjson.loads(data)["occurred"][:4] == year:
                    yield position, data
            return
        for event in self._log.read(DCBQuery([DCBQueryItem(tags=[selection])])):
            if event.position > size:
                return
            yield event.position, event.event.data

    def _everything(self, size: int) -> Iterator[tuple[int, bytes]]:
        for first in range(0, size, RECORDS_READ):
            found = self._evidence.store.records(first, min(RECORDS_READ, size - first))
            yield from enumerate(found, first + 1)

    def _rows(self, writer: BundleWriter, request: Request, made: Made) -> None:
        for statement in sorted(request.statements, key=lambda item: item.position):
            folder = self._snapshots.rows(statement)
            places = self._places(request, statement, folder, made)
            if not places:
                continue
            lines = (encode_line(place + 1, folder.line(place)) for place in places)
            writer.add(layout.rows(statement.position), lines)
            proof = prove_many(folder.tree(), places)
            writer.add(layout.proof(statement.position), [encode_hashes(proof)])
            made.stated.append(statement)

    def _places(
        self, request: Request, statement: Statement, folder: RowFolder, made: Made
    ) -> list[int]:
        """Which rows of a snapshot go into the bundle."""
        if statement.projection == TAG_INDEX:
            if request.selection == ALL:
                return []  # the verifier computes every row of it
            return _index_places(folder, index_key(request.selection), bool(made.positions))
        if request.selection == ALL:
            return list(range(folder.count))
        definition: dict[str, Any] = orjson.loads(request.definitions[statement.projection])
        if "derivation" not in definition:
            return []
        deriving = Deriving(statement, definition)
        rows = enumerate(folder.rows())
        return [place for place, row in rows if deriving.selection(row) == request.selection]

    def _readable(self, writer: BundleWriter, request: Request, made: Made, index: Index) -> None:
        writer.add(layout.CODES, [codes(request.definitions)])
        summary = Summary(
            self._evidence.origin,
            request.selection,
            request.tag_index.size,
            len(made.positions),
            request.recipient,
            request.reason,
        )
        writer.add(layout.INDEX_ZH, index.page(ZH, summary))
        writer.add(layout.INDEX_EN, index.page(EN, summary))
        if request.verifier is not None:
            writer.add(layout.VERIFIER, [request.verifier])

    def _take(self, writer: BundleWriter, request: Request, made: Made) -> Manifest:
        """Record the taking."""
        index = request.tag_index
        others = sorted(item.position for item in made.stated if item is not index)
        claims = {
            "selection": request.selection,
            "size": index.size,
            "records": len(made.positions),
            "tag_index": index.position,
            "snapshots": tuple(others),
        }
        taken = TakeBundle(
            request.act,
            **claims,  # type: ignore[arg-type]  # the same names in record and manifest
            recipient=request.recipient,
            reason=request.reason,
            contents=dict(writer.hashes),
        )
        receipt = self._desk.execute(taken).position_first
        return Manifest(self._evidence.origin, **claims, receipt=receipt)  # type: ignore[arg-type]

    def _prove(self, writer: BundleWriter, manifest: Manifest, made: Made, passphrase: str) -> None:
        note = self._evidence.checkpoint(passphrase, lambda _: None).note
        opened = self._evidence.may_be_published(note)
        tree = self._evidence.store.tree(opened.checkpoint.size)
        further = sorted({*manifest.stated, manifest.receipt} - set(made.positions))
        lines = (encode_line(position, self._record(position)) for position in further)
        writer.add(layout.STATEMENTS, lines)
        positions = sorted([*made.positions, *further])
        proof = prove_many(tree, [position - 1 for position in positions])
        writer.add(layout.INCLUSION, [encode_hashes(proof)])
        sizes = sorted({item.size for item in made.stated} | {manifest.size})
        consistency = {size: tree.prove_consistency(size) for size in sizes}
        writer.add(
            layout.CONSISTENCY, map(_consistency_line, *zip(*consistency.items(), strict=True))
        )
        writer.add(layout.CHECKPOINT, [opened.note.encode()])
        keys = self._evidence.keys().model_dump_json(exclude_none=True)
        writer.add(layout.KEYS, [keys.encode()])
        writer.add(layout.BUNDLE, [manifest.encode()])

    def _record(self, position: int) -> bytes:
        (data,) = self._evidence.store.records(position - 1, 1)
        return data


def _index_places(folder: RowFolder, key: str, present: bool) -> list[int]:
    """The row of a tag in the tag index; of a tag without records, its neighbours."""
    place = folder.place(["tag_hash"], [key])
    if present:
        if place == folder.count or folder.row(place)["tag_hash"] != key:
            raise BundleNotMadeError(
                "The tag index lacks the selection, though there are records.",
                "The database's indexes do not agree with the records: run qingce verify.",
            )
        return [place]
    return [item for item in (place - 1, place) if 0 <= item < folder.count]


def _consistency_line(size: int, proof: Sequence[bytes]) -> bytes:
    return (" ".join([str(size), *map(base64_text, proof)]) + "\n").encode()
