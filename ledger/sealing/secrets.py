"""The office's own secrets: one file, readable by its owner only, 32 random bytes.

From it follow, by HKDF-SHA256, the key that wraps the persons' keys, the key of the keyed hash
that finds a person by ID number, the key of command fingerprints, and the key that seals the second
factors of accounts. The file is kept apart from
the database and its backups: who holds both can open everything.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from ledger.errors import LedgerError

FILE_NAME = "office.secret"
SECRET_BYTES = 32


class SecretsError(LedgerError):
    """The office's secrets cannot be read or are not kept secret."""

    code = "office-secrets"


@dataclass(frozen=True)
class OfficeSecrets:
    """Keys that follow from the office's secret, 32 bytes each."""

    wrapping: bytes = field(repr=False)
    finding: bytes = field(repr=False)
    fingerprints: bytes = field(repr=False)
    second_factors: bytes = field(repr=False)

    @classmethod
    def from_file(cls, folder: Path) -> OfficeSecrets:
        """Read the secret in a folder; the first time, make it.

        Raises:
            SecretsError: the file cannot be read or written, others may read it, or it is damaged.
        """
        path = folder / FILE_NAME
        try:
            secret = _read(path) if path.exists() else _create(path)
        except OSError as error:
            raise SecretsError(f"The office's secrets {path} cannot be used: {error}.") from error
        if len(secret) != SECRET_BYTES:
            raise SecretsError(
                f"The office's secrets {path} hold {len(secret)} bytes, not {SECRET_BYTES}.",
                "Put the file back from its backup; without it sealed data cannot be opened.",
            )
        return cls(
            wrapping=_derive(secret, b"wrapping of person keys"),
            finding=_derive(secret, b"finding persons"),
            fingerprints=_derive(secret, b"fingerprints of commands"),
            second_factors=_derive(secret, b"second factors of accounts"),
        )


def _read(path: Path) -> bytes:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise SecretsError(
            f"The office's secrets {path} may be read by others.", f"Run: chmod 600 {path}"
        )
    return path.read_bytes()


def _create(path: Path) -> bytes:
    """Write a new secret under a name of its own, then claim the real name: one creator wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(SECRET_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
    return _read(path)


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDFExpand(SHA256(), SECRET_BYTES, b"qingce/" + purpose).derive(secret)
