"""Where the content of papers is kept: by its SHA-256, so that it can be checked wherever it lies.

`ObjectStore` is all that the rest of the program knows; what is handed to it is kept as it comes
(content that must be sealed is sealed before).
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from ledger.errors import LedgerError

CHUNK_BYTES = 1024 * 1024
PAPER_BYTES_MAX = 256 * 1024 * 1024
"""A scanned file of some hundred pages; films are kept elsewhere."""
_SHA256 = re.compile(r"[0-9a-f]{64}")


class PaperError(LedgerError):
    """The content of a paper cannot be kept, found, or trusted."""

    code = "paper"


class Kept(NamedTuple):
    """What was kept."""

    sha256: str
    size_bytes: int


class ObjectStore(Protocol):
    """Keeps contents by digest. What is kept once is never changed."""

    def put(self, content: BinaryIO) -> Kept:
        """Keep a content; kept already, it is not kept twice.

        Raises:
            PaperError: it is empty or too large.
            OSError: it cannot be written.
        """
        ...

    def read(self, sha256: str) -> Iterator[bytes]:
        """The content of a digest, checked against it: the last piece comes only if all is right.

        Raises:
            PaperError: there is none, or it is not what the digest says.
        """
        ...


class FolderStore:
    """A folder of files named by digest, 256 folders wide."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; it is made when the first content comes."""
        self._folder = folder

    def put(self, content: BinaryIO) -> Kept:
        """See `ObjectStore.put`."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._folder, prefix=".unfinished-")
        unfinished = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                kept = _copy(content, file)
                file.flush()
                os.fsync(file.fileno())
            place = self._place(kept.sha256)
            place.parent.mkdir(mode=0o700, exist_ok=True)
            if not place.exists():
                unfinished.replace(place)
                _sync(place.parent)
        finally:
            unfinished.unlink(missing_ok=True)
        return kept

    def read(self, sha256: str) -> Iterator[bytes]:
        """See `ObjectStore.read`."""
        try:
            file = self._place(sha256).open("rb")
        except FileNotFoundError:
            raise PaperError(
                f"The content of paper {sha256} is not kept here.", "Restore it from the backup."
            ) from None
        with file:
            yield from checked(iter(lambda: file.read(CHUNK_BYTES), b""), sha256)

    def _place(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise PaperError("A paper is named by 64 hexadecimal digits.")
        return self._folder / sha256[:2] / sha256


def checked(pieces: Iterator[bytes], sha256: str) -> Iterator[bytes]:
    """Hand on a content piece by piece; the last one only once the whole agrees with its digest.

    Raises:
        PaperError: it does not.
    """
    digest = hashlib.sha256()
    held = b""
    for piece in pieces:
        digest.update(piece)
        if held:
            yield held
        held = piece
    if digest.hexdigest() != sha256:
        raise PaperError(
            f"What is kept as paper {sha256} has another content.",
            "It was changed or damaged: restore it from the backup.",
        )
    yield held


def _copy(content: BinaryIO, file: BinaryIO) -> Kept:
    digest, size = hashlib.sha256(), 0
    while piece := content.read(CHUNK_BYTES):
        size += len(piece)
        if size > PAPER_BYTES_MAX:
            raise PaperError(f"The paper is larger than {PAPER_BYTES_MAX:,} bytes.", "Cut it.")
        digest.update(piece)
        file.write(piece)
    if not size:
        raise PaperError("The paper is empty.", "Nothing was recorded.")
    return Kept(digest.hexdigest(), size)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
