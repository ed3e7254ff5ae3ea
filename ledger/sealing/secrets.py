"""The office's own secrets: one file, readable by its owner only.

It begins as 32 random bytes. From them follow, by HKDF-SHA256, the key that wraps the persons'
keys, the key of the keyed hashes that find a person, the key of command fingerprints, and the key
that seals the second factors of accounts. Once one of the first two was renewed, the file is JSON
(`SecretsFile`) and holds each key by itself, the renewed ones by generation: the old secret can
then be forgotten. The file is kept apart from the database and its backups: who holds both can
open everything.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Literal

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from pydantic import Base64Bytes, BaseModel, ConfigDict, Field, ValidationError

from ledger.errors import LedgerError
from ledger.evidence import files
from ledger.sealing.wrapping import AttachedWrapping, SecretWrapping, WrappingKey

FILE_NAME = "office.secret"
FILE_MODE = 0o600
SECRET_BYTES = 32
JSON_BEGINS = b"{"


class SecretsError(LedgerError):
    """The office's secrets cannot be read or are not kept secret."""

    code = "office-secrets"


Secret = Annotated[Base64Bytes, Field(min_length=SECRET_BYTES, max_length=SECRET_BYTES)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class WrappingEntry(_Strict):
    """A generation of the wrapping key: a secret, or the program that has it."""

    generation: int = Field(ge=1)
    key: Secret | None = None
    command: list[str] = Field(default=[], max_length=100)


class FindingEntry(_Strict):
    """A generation of the finding key."""

    generation: int = Field(ge=1)
    key: Secret


class SecretsFile(_Strict):
    """The content of the file once a key was renewed; the newest generation last."""

    format: Literal["qingce.office-secrets.v2"] = "qingce.office-secrets.v2"
    fingerprints: Secret
    second_factors: Secret
    wrapping: list[WrappingEntry] = Field(min_length=1)
    finding: list[FindingEntry] = Field(min_length=1)


@dataclass(frozen=True)
class OfficeSecrets:
    """The office's keys. Of `wrapping` and `finding` the highest generation is written under."""

    wrapping: Mapping[int, WrappingKey] = field(repr=False)
    finding: Mapping[int, bytes] = field(repr=False)
    """32 bytes each."""
    fingerprints: bytes = field(repr=False)
    second_factors: bytes = field(repr=False)
    folder: Path | None = field(default=None, repr=False, compare=False)

    @classmethod
    def from_file(cls, folder: Path) -> OfficeSecrets:
        """Read the secrets in a folder; the first time, make them.

        Raises:
            SecretsError: the file cannot be read or written, others may read it, or it is damaged.
        """
        path = folder / FILE_NAME
        try:
            content = _read(path) if path.exists() else _create(path)
        except OSError as error:
            raise SecretsError(f"The office's secrets {path} cannot be used: {error}.") from error
        if content.startswith(JSON_BEGINS) and len(content) != SECRET_BYTES:
            return _of_json(content, path)
        if len(content) != SECRET_BYTES:
            raise SecretsError(
                f"The office's secrets {path} hold {len(content)} bytes, not {SECRET_BYTES}.",
                "Put the file back from its backup; without it sealed data cannot be opened.",
            )
        return cls(
            wrapping={1: SecretWrapping(_derive(content, b"wrapping of person keys"))},
            finding={1: _derive(content, b"finding persons")},
            fingerprints=_derive(content, b"fingerprints of commands"),
            second_factors=_derive(content, b"second factors of accounts"),
            folder=folder,
        )

    @property
    def wrapping_newest(self) -> int:
        """The generation that persons' keys are wrapped under now."""
        return max(self.wrapping)

    @property
    def finding_newest(self) -> int:
        """The generation that persons are found by from now on."""
        return max(self.finding)

    def reread(self) -> OfficeSecrets:
        """The secrets as the file has them now."""
        return self if self.folder is None else OfficeSecrets.from_file(self.folder)

    def with_wrapping(self, wrapping: Mapping[int, WrappingKey]) -> OfficeSecrets:
        """The same with other wrapping keys, written to the file.

        Raises:
            SecretsError: the file cannot be written; it is as it was.
        """
        return replace(self, wrapping=dict(wrapping))._written()

    def with_finding(self, finding: Mapping[int, bytes]) -> OfficeSecrets:
        """The same with other finding keys, written to the file.

        Raises:
            SecretsError: the file cannot be written; it is as it was.
        """
        return replace(self, finding=dict(finding))._written()

    def _written(self) -> OfficeSecrets:
        if self.folder is None:
            raise SecretsError("These secrets came from no file.", "Nothing was changed.")
        path = self.folder / FILE_NAME
        try:
            files.replace(path, _to_json(self), FILE_MODE)
        except OSError as error:
            raise SecretsError(
                f"The office's secrets {path} cannot be written: {error}.", "Nothing was changed."
            ) from error
        return self


def new_secret() -> bytes:
    """A fresh key."""
    return secrets.token_bytes(SECRET_BYTES)


def _of_json(content: bytes, path: Path) -> OfficeSecrets:
    try:
        read = SecretsFile.model_validate_json(content)
        return OfficeSecrets(
            wrapping={one.generation: _wrapping(one) for one in read.wrapping},
            finding={one.generation: one.key for one in read.finding},
            fingerprints=read.fingerprints,
            second_factors=read.second_factors,
            folder=path.parent,
        )
    except (ValidationError, ValueError):
        # What is wrong with it is not told: the message would hold secrets.
        raise SecretsError(
            f"The office's secrets {path} are damaged.",
            "Put the file back from its backup; without it sealed data cannot be opened.",
        ) from None


def _wrapping(entry: WrappingEntry) -> WrappingKey:
    if entry.command:
        return AttachedWrapping(tuple(entry.command))
    if entry.key is None:
        raise ValueError("a generation without a key")
    return SecretWrapping(entry.key)


def _to_json(office: OfficeSecrets) -> bytes:
    def text(key: bytes) -> str:
        return b64encode(key).decode()

    def entry(generation: int, key: WrappingKey) -> dict[str, object]:
        if isinstance(key, AttachedWrapping):
            return {"generation": generation, "command": list(key.command)}
        if isinstance(key, SecretWrapping):
            return {"generation": generation, "key": text(key.secret)}
        raise TypeError(f"{type(key).__name__} cannot be kept in a file")

    content = SecretsFile.model_validate(
        {
            "fingerprints": text(office.fingerprints),
            "second_factors": text(office.second_factors),
            "wrapping": [entry(*one) for one in sorted(office.wrapping.items())],
            "finding": [
                {"generation": generation, "key": text(key)}
                for generation, key in sorted(office.finding.items())
            ],
        }
    )
    return content.model_dump_json(indent=1, exclude_none=True).encode() + b"\n"


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
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
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
