"""Reading an archive: nothing is handed out that the signed statement does not cover."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

from ledger.evidence.checkpoints import Checkpoint
from ledger.evidence.errors import EvidenceError
from ledger.evidence.signing import Verifier
from ledger.evidence.trust import open_checkpoint
from projections.archive import manifest as manifests
from projections.archive import statement
from projections.archive.errors import (
    AlteredFileError,
    ArchiveError,
    ForeignFileError,
    MissingFileError,
    NoArchiveError,
    OtherLogsError,
    ReorderedFileError,
)
from projections.archive.layout import STATEMENT, folder_of, manifest_path, origin_of
from projections.archive.manifest import File, Manifest
from projections.archive.rangefile import RangeFile
from projections.archive.store import Store

FILES_AHEAD = 2
"""How many files are fetched, hashed and decoded while one is used; bounds memory."""
Used = TypeVar("Used")


@dataclass(frozen=True)
class Trust:
    """What the reader brings along."""

    keys: Callable[[int], Sequence[Verifier]]
    """The log's keys, by the size they sign."""
    now: int
    """The reader's clock, POSIX seconds."""


class Archive:
    """The archive of one log, its statement and manifest verified."""

    def __init__(self, store: Store, manifest: Manifest) -> None:
        """Use `open_archive`."""
        self.store = store
        self.manifest = manifest

    @property
    def origin(self) -> str:
        """The log."""
        return self.manifest.origin

    @property
    def size(self) -> int:
        """How many records it holds."""
        return self.manifest.size

    def path(self, name: str) -> str:
        """Where a file of it lies in the store."""
        return f"{folder_of(self.origin)}/{name}"

    def files(self) -> Iterator[tuple[File, RangeFile]]:
        """Every file in order, its content checked, the next one fetched meanwhile.

        Raises:
            ArchiveError: names the file that does not hold.
        """
        return zip(self.manifest.files, self.each(lambda _, content: content), strict=True)

    def each(self, use: Callable[[File, RangeFile], Used]) -> Iterator[Used]:
        """What `use` makes of every file, in order; threads are a few files ahead.

        Raises:
            ArchiveError: as `files` does.
        """
        coming: deque[Future[Used]] = deque()
        with ThreadPoolExecutor(FILES_AHEAD) as pool:
            try:
                for file in self.manifest.files:
                    coming.append(pool.submit(self._use, file, use))
                    if len(coming) > FILES_AHEAD:
                        yield coming.popleft().result()
                while coming:
                    yield coming.popleft().result()
            finally:
                for left in coming:
                    left.cancel()

    def _use(self, file: File, use: Callable[[File, RangeFile], Used]) -> Used:
        return use(file, self.open(file))

    def open(self, file: File) -> RangeFile:
        """One file, its content checked against the manifest.

        Raises:
            ArchiveError: it does not hold.
        """
        return RangeFile(self.content(file))

    def content(self, file: File) -> bytes:
        """The content of a file as it was stated.

        Raises:
            MissingFileError, AlteredFileError, ForeignFileError, ReorderedFileError: it is not.
        """
        data = self.store.read(self.path(file.path))
        found = sha256(data).hexdigest()
        if found != file.sha256:
            raise self._not_as_stated(file, data, found)
        return data

    def _not_as_stated(self, file: File, data: bytes, found: str) -> ArchiveError:
        """What stands in the place of a file, as far as can be told."""
        for other in self.manifest.files:
            if other.sha256 == found:
                return ReorderedFileError(
                    f"{file.path} holds what belongs in {other.path}: files were exchanged.",
                    "Put them back, or fetch both again.",
                )
        try:
            origin = RangeFile(data).origin
        except AlteredFileError:
            origin = self.origin
        if origin != self.origin:
            return ForeignFileError(
                f"{file.path} is of the log {origin}, not of {self.origin}.", "Fetch it again."
            )
        return AlteredFileError(
            f"{file.path} was altered: its content has the SHA-256 {found}, stated is "
            f"{file.sha256}.",
            "Fetch it again, or take it from a copy.",
        )


def origins(store: Store) -> list[str]:
    """The logs a store holds archives of, sorted."""
    found = (origin_of(folder) for folder in store.folders())
    return sorted(origin for origin in found if origin is not None)


def open_archive(store: Store, origin: str, trust: Trust) -> Archive:
    """Open the archive of a log: statement, manifest and checkpoint must be signed by its keys.

    Raises:
        NoArchiveError: there is none.
        ArchiveError: it does not hold; the error says what.
    """
    said, data = _stated(store, origin)
    keys = trust.keys(said.size)
    statement.verify(data, origin, keys, trust.now)
    manifest = _manifest(store, origin, said.size, said.root.hex())
    if (manifest.origin, manifest.size) != (origin, said.size):
        raise ForeignFileError(f"The manifest is of {manifest.origin}, not of {origin}.")
    try:
        open_checkpoint(manifest.checkpoint.encode(), origin, keys, trust.now)
    except EvidenceError as error:
        raise AlteredFileError(f"The archive's checkpoint does not hold: {error}") from None
    return Archive(store, manifest)


def _stated(store: Store, origin: str) -> tuple[Checkpoint, bytes]:
    try:
        data = store.read(f"{folder_of(origin)}/{STATEMENT}")
    except MissingFileError:
        held = origins(store)
        if held and origin not in held:
            raise OtherLogsError(
                f"{store.address} holds the archive of {', '.join(held)}, not of {origin}."
            ) from None
        raise NoArchiveError(
            f"There is no archive of {origin} in {store.address}.", "Run: qingce archive"
        ) from None
    return statement.read(data), data


def _manifest(store: Store, origin: str, size: int, digest: str) -> Manifest:
    path = manifest_path(size, digest)
    data = store.read(f"{folder_of(origin)}/{path}")
    if sha256(data).hexdigest() != digest:
        raise AlteredFileError(f"{path} was altered: it is not the one that was signed.")
    return manifests.decode(data)
