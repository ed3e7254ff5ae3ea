"""The manifest: which files hold the records up to a size, and the checkpoint they come under.

Canonical JSON (RFC 8785):

```
{"checkpoint": "<the signed checkpoint, as text>",
 "files": [{"bytes": …, "path": "records/…", "position_first": 1, "position_last": 131072,
            "root": "<hex>", "sha256": "<hex>"}, …],
 "format": "qingce-archive/v1", "origin": "<the log>", "previous": "manifests/…",
 "size": 300000}
```

`root` is the Merkle root (RFC 9162) over a file's records in the order of the log; since files are
cut at multiples of a power of two, these roots alone lead to the checkpoint's root. `sha256` is of
the file as it lies there. `previous` is the path of the manifest that was in force before,
or empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

import orjson

from ledger import canonical
from ledger.errors import LedgerError
from ledger.evidence.checkpoints import Checkpoint, parse_checkpoint
from ledger.evidence.notes import parse_note
from ledger.evidence.proofs import split
from ledger.tree import ROOT_EMPTY, node_hash
from projections.archive.errors import AlteredFileError, ForeignFileError, ReorderedFileError
from projections.archive.layout import Range, manifest_path, ranges

FORMAT = "qingce-archive/v1"
_FIELDS = {"checkpoint", "files", "format", "origin", "previous", "size"}


@dataclass(frozen=True)
class File:
    """One Parquet file and what it holds."""

    path: str
    position_first: int
    position_last: int
    bytes: int
    """Its length."""
    sha256: str
    """Of its content, in hex."""
    root: str
    """The Merkle root over its records, in hex."""

    @property
    def range(self) -> Range:
        """Its positions."""
        return Range(self.position_first, self.position_last)


@dataclass(frozen=True)
class Manifest:
    """The archive of a log up to a size."""

    origin: str
    size: int
    checkpoint: str
    files: tuple[File, ...]
    previous: str = ""

    def encode(self) -> bytes:
        """Its only spelling."""
        return canonical.encode({"format": FORMAT, **asdict(self), "files": self._files()})

    def _files(self) -> list[dict[str, Any]]:
        return [asdict(file) for file in self.files]

    @property
    def sha256(self) -> str:
        """The hash of its bytes, in hex."""
        return sha256(self.encode()).hexdigest()

    @property
    def path(self) -> str:
        """Where it lies below the log's folder."""
        return manifest_path(self.size, self.sha256)


def decode(data: bytes) -> Manifest:
    """Read a manifest and check that it is one: its form, its ranges and their root.

    The signatures on its checkpoint are not judged here.

    Raises:
        AlteredFileError: it is not a manifest in its only spelling.
        ReorderedFileError: its files do not follow one another, or do not lead to the root.
        ForeignFileError: its checkpoint is another log's.
    """
    try:
        fields = orjson.loads(data)
        known = fields.keys() == _FIELDS and fields.pop("format") == FORMAT
        files = tuple(File(**file) for file in fields.pop("files"))
        manifest = Manifest(**fields, files=files)
        checkpoint = parse_checkpoint(parse_note(manifest.checkpoint.encode()))
        roots = [bytes.fromhex(file.root) for file in files]
        same = manifest.encode() == data
    except (AttributeError, KeyError, TypeError, ValueError, LedgerError):
        raise _not_one() from None
    if not (known and same):
        raise _not_one()
    _check(manifest, checkpoint, roots)
    return manifest


def _not_one() -> AlteredFileError:
    return AlteredFileError(
        f"The archive's manifest is not one of the form {FORMAT}.",
        "It was changed, or written by a later edition of this program.",
    )


def _check(manifest: Manifest, checkpoint: Checkpoint, roots: Sequence[bytes]) -> None:
    if checkpoint.origin != manifest.origin:
        raise ForeignFileError(
            f"The manifest is of the log {manifest.origin}, its checkpoint of {checkpoint.origin}."
        )
    if [file.range for file in manifest.files] != list(ranges(manifest.size)):
        raise ReorderedFileError("The manifest's files do not follow one another up to its size.")
    if any(file.path != file.range.path(file.sha256) for file in manifest.files):
        raise AlteredFileError("The manifest names a file otherwise than its content demands.")
    if (manifest.size, root_of(roots)) != (checkpoint.size, checkpoint.root):
        raise ReorderedFileError(
            "The roots of the manifest's files do not lead to the root of its checkpoint.",
            "Files were exchanged, left out or changed after the checkpoint was signed.",
        )


def root_of(roots: Sequence[bytes]) -> bytes:
    """The root of the tree whose ranges of `RANGE_RECORDS` leaves, the last shorter, have these."""
    if len(roots) < 2:
        return roots[0] if roots else ROOT_EMPTY
    middle = split(len(roots))
    return node_hash(root_of(roots[:middle]), root_of(roots[middle:]))
