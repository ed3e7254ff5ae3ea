"""The secrets of an installation, copied apart from its backups.

Who holds the office's secret and a backup can open every citizen's sealed data; who holds a signing
key and its passphrase can sign a false history. So they are never in one place with a backup: keep
them in a safe, on a medium of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ledger.backup.errors import BackupError
from ledger.backup.making import unfinished
from ledger.embedded.errors import explained
from ledger.evidence import files
from ledger.sealing.secrets import FILE_NAME as OFFICE_SECRET

PATTERNS = (OFFICE_SECRET, "*.key")
FILE_MODE = 0o600
FOLDER_MODE = 0o700


class NoSecretsError(BackupError):
    """There is no secret to export."""

    code = "no-secrets"


def export(data: Path, folders: Sequence[str], target: Path) -> list[Path]:
    """Copy the secrets of a data folder to a new folder; returns the copies.

    Signing keys stay sealed under their passphrase, which is not copied, even where it is kept in
    a file.

    Args:
        data: the data folder.
        folders: where under it secrets lie.
        target: the folder to make; it may exist if it is empty.

    Raises:
        TargetNotEmptyError: the folder holds something.
        NoSecretsError: there are none.
    """
    found = list(_secrets(data, folders))
    if not found:
        raise NoSecretsError(f"There is no secret in {data}.", "Nothing was exported.")
    with explained(target), unfinished(target) as draft:
        for path in found:
            copy = draft / path.relative_to(data)
            copy.parent.mkdir(FOLDER_MODE, exist_ok=True)
            files.create(copy, path.read_bytes(), FILE_MODE)
    return [target / path.relative_to(data) for path in found]


def bring_back(source: Path, folders: Sequence[str], data: Path) -> list[Path]:
    """Copy exported secrets into a restored data folder; returns the copies.

    Raises:
        NoSecretsError: there are none.
    """
    found = list(_secrets(source, folders))
    if not found:
        raise NoSecretsError(f"There is no secret in {source}.", "Name the folder of an export.")
    with explained(data):
        for path in found:
            copy = data / path.relative_to(source)
            copy.parent.mkdir(FOLDER_MODE, parents=True, exist_ok=True)
            files.create(copy, path.read_bytes(), FILE_MODE)
    return [data / path.relative_to(source) for path in found]


def _secrets(folder: Path, folders: Sequence[str]) -> Iterator[Path]:
    for name in folders:
        for pattern in PATTERNS:
            yield from sorted((folder / name).glob(pattern))
