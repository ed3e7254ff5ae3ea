"""Writing the file, member by member, without holding it in memory.

It is written beside its place and renamed into it when it is whole and on the disk.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

from ledger.evidence import files
from ledger.evidence.bundles import container, layout
from ledger.evidence.bundles.container import LOCAL, Member
from ledger.evidence.bundles.errors import BundleNotMadeError

FILE_MODE = 0o600
"""It holds people's records: its owner decides who else may read it."""


class BundleWriter:
    """A bundle being written; as a context manager it leaves a whole file or none."""

    def __init__(self, path: Path) -> None:
        """Begin a file that is not there yet.

        Raises:
            BundleNotMadeError: it is there.
        """
        if path.exists():
            raise BundleNotMadeError(f"{path} is there already.", "Choose another name.")
        self._path = path
        self._draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        handle = os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
        self._file = os.fdopen(handle, "wb")
        self._members: list[Member] = []
        self.hashes: dict[str, str] = {}
        """SHA-256 of each member, by name."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
        self._draft.unlink(missing_ok=True)

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """Add a member, piece by piece.

        Raises:
            BundleNotMadeError: it comes out of turn, or the file grows too large.
        """
        if self._members and layout.rank_of(name) <= layout.rank_of(self._members[-1].name):
            raise BundleNotMadeError(f"{name} does not come after {self._members[-1].name}.")
        offset = self._file.tell()
        self._file.seek(LOCAL.size + len(name), os.SEEK_CUR)
        length, crc, digest = 0, 0, sha256()
        for piece in pieces:
            self._file.write(piece)
            length, crc = length + len(piece), container.crc(piece, crc)
            digest.update(piece)
            self._check_size(offset + length)
        member = Member(name, offset, length, crc)
        self._file.seek(offset)
        self._file.write(member.local_header())
        self._file.seek(member.end)
        self._members.append(member)
        self.hashes[name] = digest.hexdigest()

    def finish(self) -> None:
        """Write the directory and put the file in its place.

        Raises:
            BundleNotMadeError: another file took its name meanwhile.
        """
        self._file.write(container.directory(self._members))
        self._check_size(self._file.tell())
        self._file.flush()
        os.fsync(self._file.fileno())
        try:
            self._path.hardlink_to(self._draft)
        except FileExistsError:
            raise BundleNotMadeError(f"{self._path} is there already.") from None
        files.sync(self._path.absolute().parent)

    def _check_size(self, size: int) -> None:
        if size > container.SIZE_MAX:
            raise BundleNotMadeError(
                f"The bundle would have more than {container.SIZE_MAX:,} bytes.",
                "Take it year by year, or the whole log as tiles: qingce tiles DIR.",
            )
