"""Writing: an archive brought up to a signed checkpoint; what is sealed is never written again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from ledger.evidence.checkpoints import Checkpoint, parse_checkpoint
from ledger.evidence.notes import Note
from ledger.evidence.proofs import StoredTree
from ledger.evidence.signing import Signer
from ledger.tree import Frontier, leaf_hash
from projections.archive import statement
from projections.archive.errors import (
    ArchiveError,
    ForeignFileError,
    MissingFileError,
    NoArchiveError,
)
from projections.archive.layout import STATEMENT, Range, folder_of, ranges
from projections.archive.manifest import File, Manifest, decode
from projections.archive.rangefile import encode
from projections.archive.reading import Trust, open_archive
from projections.archive.store import Store

ReadRecords = Callable[[int, int], Sequence[bytes]]
"""`read(first, count)`: bytes of `count` records from leaf index `first`."""


@dataclass(frozen=True)
class Source:
    """The log that is archived."""

    checkpoint: Note
    """Up to where, as the log signed it."""
    tree: StoredTree
    """The tree at the checkpoint's size."""
    records: ReadRecords
    signers: Sequence[Signer]
    """The log's keys."""


@dataclass(frozen=True)
class Written:
    """What was done."""

    size: int
    added: int
    """Records that were not in the archive before."""
    files: int
    written: int
    """Files that were written; the others stood already."""
    bytes: int
    """Length of all files together."""


def write_archive(
    store: Store, source: Source, trust: Trust, progress: Callable[[int], None]
) -> Written:
    """Bring the archive of a log up to a checkpoint.

    Args:
        store: where it lies; begun if there is none.
        source: the log.
        trust: the log's keys, for what is there already.
        progress: told how many records were written since it was told last.

    Raises:
        ArchiveError: what is there does not hold, is another history's or larger than the
            checkpoint, or what was read from the log does not hash to its tree. The archive in
            force stays so.
    """
    checkpoint = parse_checkpoint(source.checkpoint)
    if source.tree.root() != checkpoint.root:
        raise ArchiveError(
            f"The stored tree has another root at size {checkpoint.size} than the checkpoint.",
            "Verify the log; nothing was written.",
        )
    return _Writing(store, source, trust, checkpoint).run(progress)


class _Writing:
    def __init__(self, store: Store, source: Source, trust: Trust, checkpoint: Checkpoint) -> None:
        self._store = store
        self._source = source
        self._checkpoint = checkpoint
        self._folder = folder_of(checkpoint.origin)
        self._trust = trust
        self._before = self._published()

    def _published(self) -> Manifest | None:
        try:
            found = open_archive(self._store, self._checkpoint.origin, self._trust).manifest
        except NoArchiveError:
            return None
        if found.size > self._checkpoint.size:
            raise ArchiveError(
                f"The archive holds {found.size} records, the checkpoint speaks of "
                f"{self._checkpoint.size}.",
                "The log lost records, or the checkpoint is an old one; nothing was written.",
            )
        return found

    def run(self, progress: Callable[[int], None]) -> Written:
        size, before = self._checkpoint.size, self._before
        kept = self._sealed()
        after = kept[-1].position_last if kept else 0
        if before is not None and before.size == size:
            return self._outcome(before, added=0, written=0)
        files = [*kept, *(self._write(span, progress) for span in ranges(size, after))]
        manifest = Manifest(
            origin=self._checkpoint.origin,
            size=size,
            checkpoint=self._source.checkpoint.encode().decode(),
            files=tuple(files),
            previous=before.path if before else "",
        )
        self._publish(manifest)
        added = size - (before.size if before else 0)
        return self._outcome(manifest, added=added, written=len(files) - len(kept))

    def _sealed(self) -> list[File]:
        """The files that stand as they are; they must be of this log's past."""
        files = self._before.files if self._before else ()
        for file in files:
            if self._root(file.range).hex() != file.root:
                raise ForeignFileError(
                    f"The history diverges: the log has other records than the archive at "
                    f"positions {file.position_first} to {file.position_last}.",
                    "Verify the log; nothing was written.",
                )
        return [file for file in files if file.range.complete]

    def _root(self, span: Range) -> bytes:
        return self._source.tree.subtree_root(span.first - 1, span.last)

    def _write(self, span: Range, progress: Callable[[int], None]) -> File:
        records = self._source.records(span.first - 1, span.records)
        hashed, _ = Frontier().extend(map(leaf_hash, records))
        if hashed.root() != self._root(span):
            raise ArchiveError(
                f"The records at positions {span.first} to {span.last} do not hash to the log's "
                "tree.",
                "Verify the log; the archive in force stays as it was.",
            )
        data = encode(self._checkpoint.origin, span, records)
        digest = sha256(data).hexdigest()
        path = span.path(digest)
        self._store.write(f"{self._folder}/{path}", data)
        progress(span.records)
        return File(path, span.first, span.last, len(data), digest, hashed.root().hex())

    def _publish(self, manifest: Manifest) -> None:
        self._store.write(f"{self._folder}/{manifest.path}", manifest.encode())
        said = statement.sign(manifest, self._source.signers, self._trust.now)
        self._store.write(f"{self._folder}/{STATEMENT}", said)
        if self._before and self._before.previous:
            self._forget(self._before.previous, {*self._before.files, *manifest.files})

    def _forget(self, path: str, needed: set[File]) -> None:
        """Remove the tails that only the manifest before the last one named.

        Who opened the archive before this run can so read on to the end.
        """
        try:
            earlier = decode(self._store.read(f"{self._folder}/{path}"))
        except MissingFileError:
            return
        for file in earlier.files:
            if file not in needed:
                self._store.remove(f"{self._folder}/{file.path}")

    @staticmethod
    def _outcome(manifest: Manifest, *, added: int, written: int) -> Written:
        return Written(
            size=manifest.size,
            added=added,
            files=len(manifest.files),
            written=written,
            bytes=sum(file.bytes for file in manifest.files),
        )
