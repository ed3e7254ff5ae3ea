"""Files written whole: a reader sees the old content or the new, also after a crash."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def replace(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a file in place of the one there, durably before returning."""
    draft = _draft(path, data, mode)
    draft.replace(path)
    sync(path.parent)


def create(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a file that is not there yet, durably before returning.

    Raises:
        FileExistsError: it is there; its content is untouched.
    """
    draft = _draft(path, data, mode)
    try:
        path.hardlink_to(draft)
    finally:
        draft.unlink()
    sync(path.parent)


def append(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Add to the end of a file, durably before returning."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, mode)
    with os.fdopen(handle, "ab") as file:
        _write(file.fileno(), data)


def _draft(path: Path, data: bytes, mode: int) -> Path:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            _write(file.fileno(), data)
    except OSError:
        draft.unlink()
        raise
    return draft


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
    os.fsync(descriptor)


def sync(path: Path) -> None:
    """Have a file's content, or a folder's names, on the disk before returning."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
