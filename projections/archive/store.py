"""Where an archive lies: a folder, or a bucket that speaks S3. One small interface for both."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from ledger.evidence import files
from projections.archive.errors import MissingFileError, StoreError


class Store(Protocol):
    """Files by path (parts joined by `/`), each read and written whole.

    Every method raises `StoreError` if the place cannot be used.
    """

    @property
    def address(self) -> str:
        """How a person names the place."""
        ...

    def read(self, path: str) -> bytes:
        """The content of a file.

        Raises:
            MissingFileError: there is none.
        """
        ...

    def write(self, path: str, data: bytes) -> None:
        """Put a file in place, whole and durably, or not at all."""
        ...

    def remove(self, path: str) -> None:
        """Take a file away; nothing if there is none."""
        ...

    def folders(self) -> list[str]:
        """The names of the folders at the top, sorted."""
        ...


def open_store(place: str) -> Store:
    """The store at `s3://BUCKET[/PREFIX]`, or in a folder.

    Raises:
        StoreError: the address cannot be used.
    """
    if place.startswith("s3://"):
        from projections.archive.bucket import Bucket

        return Bucket(place)
    if "://" in place:
        raise StoreError(
            f"An archive cannot lie at {place}.", "Name a folder, or s3://BUCKET/PREFIX."
        )
    return Folder(Path(place))


class Folder:
    """A folder of a disk."""

    def __init__(self, path: Path) -> None:
        """Use a folder; it is made with the first file."""
        self._path = path

    @property
    def address(self) -> str:
        """The folder."""
        return str(self._path)

    def read(self, path: str) -> bytes:
        """As in `Store`."""
        try:
            return self.path(path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise MissingFileError(f"{path} is missing from {self._path}.") from None
        except OSError as error:
            raise _unusable(error) from None

    def write(self, path: str, data: bytes) -> None:
        """As in `Store`."""
        target = self.path(path)
        try:
            for folder in _missing(target.parent):
                folder.mkdir(exist_ok=True)
                files.sync(folder.parent)
            files.replace(target, data)
        except OSError as error:
            raise _unusable(error) from None

    def remove(self, path: str) -> None:
        """As in `Store`."""
        self.path(path).unlink(missing_ok=True)

    def folders(self) -> list[str]:
        """As in `Store`."""
        if not self._path.is_dir():
            return []
        return sorted(entry.name for entry in os.scandir(self._path) if entry.is_dir())

    def path(self, path: str) -> Path:
        """Where a file lies."""
        return self._path / path


def _missing(folder: Path) -> Iterator[Path]:
    """The folders that are not there yet, outermost first."""
    if not folder.exists():
        yield from _missing(folder.parent)
        yield folder


def _unusable(error: OSError) -> StoreError:
    return StoreError(
        f"{error.filename}: {error.strerror}.", "Mend it and repeat; the archive is as it was."
    )
