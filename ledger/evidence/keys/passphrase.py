"""A passphrase in a file, for processes that sign with nobody at the keyboard.

Who can read the folder can then sign: the file takes the place of the person who would type. It is
readable by its owner only, and kept out of the backups that hold the key files.
"""

from __future__ import annotations

import contextlib
import secrets
from pathlib import Path

from ledger.evidence import files
from ledger.evidence.errors import InvalidKeyError
from ledger.evidence.keys.file import FILE_MODE, read_private

FILE_NAME = "passphrase"
BYTES_RANDOM = 24


def write_passphrase(folder: Path) -> str:
    """Draw a passphrase and keep it in the folder; one that is there is kept and returned.

    Raises:
        InvalidKeyError: the one that is there may be read by others.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    drawn = secrets.token_urlsafe(BYTES_RANDOM).encode()
    with contextlib.suppress(FileExistsError):
        files.create(folder / FILE_NAME, drawn, FILE_MODE)
    return read_passphrase(folder) or ""


def read_passphrase(folder: Path) -> str | None:
    """The passphrase kept in the folder, if there is one.

    Raises:
        InvalidKeyError: others may read it, or it is not text.
    """
    path = folder / FILE_NAME
    if not path.exists():
        return None
    try:
        return read_private(path, "passphrase file").decode().strip()
    except UnicodeDecodeError:
        raise InvalidKeyError(f"The passphrase file {path} is not UTF-8.") from None
