"""What a backup is of.

| field | what |
| --- | --- |
| format | `qingce.backup.v1` |
| made | when, UTC |
| postgres | version of the programs that wrote the dump; an older one cannot read it |
| schema_version | how many migrations of the log's schema it holds |
| size, root | the log's records and their root hash, as of the dump |
| roles | roles that own something in it or have rights to it; without passwords |
| memberships | which of them are members of which |
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ledger.backup.errors import DamagedBackupError, ForeignBackupError
from ledger.evidence import files

DUMP = "database.dump"
MANIFEST = "manifest.json"
KEY_LIST = "keys.json"
SUMS = "SHA256SUMS"
FORMAT: Literal["qingce.backup.v1"] = "qingce.backup.v1"
FILE_MODE = 0o600
READ_BYTES = 1024 * 1024
SUMS_BYTES_MAX = 64 * 1024
_SUM = re.compile(r"([0-9a-f]{64})  ([a-zA-Z0-9.]+)")

Progress = Callable[[int], None]
"""Told the number of bytes just done."""


class Membership(BaseModel):
    """`member` has the rights of `role`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: str
    member: str


class Manifest(BaseModel):
    """What a backup is of; see the table above."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal["qingce.backup.v1"] = FORMAT
    made: datetime
    postgres: str = Field(pattern=r"^\d+[\w.]*$")
    schema_version: int = Field(ge=1)
    size: int = Field(ge=0)
    root: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    roles: tuple[str, ...]
    memberships: tuple[Membership, ...]

    @property
    def postgres_major(self) -> int:
        """The part that says who can read the dump."""
        return int(re.split(r"\D", self.postgres)[0])


class Backup(NamedTuple):
    """A backup that was read: where, of what, and how many bytes its dump has."""

    folder: Path
    manifest: Manifest
    dump_bytes: int

    @property
    def dump(self) -> Path:
        """The dump."""
        return self.folder / DUMP

    @property
    def key_list(self) -> Path | None:
        """The public list of the log's keys, if there is one."""
        path = self.folder / KEY_LIST
        return path if path.exists() else None


def write(folder: Path, manifest: Manifest, sums: dict[str, str]) -> None:
    """Write the manifest, and the digests of it and of the files already there.

    Args:
        folder: the backup's folder.
        manifest: what it is of.
        sums: SHA-256 of the other files, in hexadecimal, by name.
    """
    content = manifest.model_dump_json(indent=1).encode() + b"\n"
    files.create(folder / MANIFEST, content, FILE_MODE)
    listed = {**sums, MANIFEST: sha256(content).hexdigest()}
    lines = [f"{digest}  {name}\n" for name, digest in sorted(listed.items())]
    files.create(folder / SUMS, "".join(lines).encode(), FILE_MODE)


def read(folder: Path, progress: Progress) -> Backup:
    """Read a backup, each file checked against its digest.

    Raises:
        ForeignBackupError: the folder is no backup, or one of another edition.
        DamagedBackupError: names the file that is missing or changed, and both digests.
    """
    for name, expected in _sums(folder).items():
        _check(folder / name, expected, progress)
    try:
        found = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except ValidationError as error:
        problem = error.errors(include_input=False)[0]
        raise ForeignBackupError(
            f"{folder / MANIFEST} is not of the form {FORMAT}: "
            f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}.",
            "Restore it with the edition of the program that made it, or a later one.",
        ) from None
    return Backup(folder, found, (folder / DUMP).stat().st_size)


def size_of(folder: Path) -> int:
    """Bytes of the dump, for a progress bar; 0 if there is none."""
    path = folder / DUMP
    return path.stat().st_size if path.exists() else 0


def digest(path: Path, progress: Progress = lambda _: None) -> str:
    """SHA-256 of a file, in hexadecimal."""
    hashed = sha256()
    with path.open("rb") as file:
        while part := file.read(READ_BYTES):
            hashed.update(part)
            progress(len(part))
    return hashed.hexdigest()


def _sums(folder: Path) -> dict[str, str]:
    path = folder / SUMS
    if not path.is_file() or path.stat().st_size > SUMS_BYTES_MAX:
        raise ForeignBackupError(
            f"{folder} is not a backup of this program: it has no {SUMS}.",
            "Name the folder that `qingce backup` made.",
        )
    found: dict[str, str] = {}
    for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
        match = _SUM.fullmatch(line)
        if match is None:
            raise DamagedBackupError(
                f"Line {number} of {path} is not a digest and a name.", "Take another backup."
            )
        found[match[2]] = match[1]
    for name in (DUMP, MANIFEST):
        if name not in found:
            raise ForeignBackupError(
                f"{folder} is not a backup of this program: {SUMS} does not list {name}."
            )
    return found


def _check(path: Path, expected: str, progress: Progress) -> None:
    if not path.is_file():
        raise DamagedBackupError(f"{path} is missing.", "Take another backup.")
    found = digest(path, progress)
    if found != expected:
        raise DamagedBackupError(
            f"{path} is damaged: its SHA-256 is {found}, it was {expected}.",
            "Nothing was restored. Take another copy of this backup, or an earlier backup.",
        )
