"""What a snapshot is taken of: rows in order, and the definition they follow.

A row is a JSON object of the canonical subset (absent values are left out); a definition likewise.
Rows rise by their key columns: texts by their UTF-8 bytes, numbers by size.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from ledger import canonical

TAG_INDEX = "tag_index"
"""The projection that fixes how many records there are about everything."""
TAG_INDEX_DEFINITION = canonical.encode(
    {
        "name": TAG_INDEX,
        "keys": ["tag_hash"],
        "columns": {
            "tag_hash": "SHA-256 of the tag's UTF-8 bytes, or of 'year YYYY', lower-case hex",
            "records": "how many records carry the tag, or occurred in the year",
            "position_last": "the greatest position among them",
            "digest": "SHA-256 over their leaf hashes in the order of the log, lower-case hex",
        },
        "year": "the first four characters of the record's field 'occurred'",
    }
)
"""What the tag index is, for ever: whoever has the records can compute it again."""
Row = dict[str, Any]


@dataclass(frozen=True)
class Content:
    """The content of a projection as of the first `size` records."""

    projection: str
    definition: bytes
    """Canonical JSON."""
    size: int
    keys: Sequence[str]
    """The key columns."""
    summed: Sequence[str]
    """The columns whose totals are stated."""
    rows: Iterable[Row]
    """In order; read once."""

    @property
    def definition_hash(self) -> str:
        """SHA-256 of the definition, in hex."""
        return hash_of(self.definition)


def hash_of(data: bytes) -> str:
    """SHA-256 in lower-case hex, as statements write it."""
    return sha256(data).hexdigest()


def encode_row(row: Row) -> bytes:
    """The bytes of a row: canonical JSON, without what is null."""
    return canonical.encode({name: value for name, value in row.items() if value is not None})


def index_key(selection: str) -> str:
    """Under which name the tag index lists a tag, or `year YYYY`: SHA-256 in hex.

    Hashed, so that a neighbour shown to prove an absence tells nothing about whom it is.
    """
    return hash_of(selection.encode())


def index_keys(tags: Iterable[str], occurred: str) -> list[str]:
    """What a record is counted under: each of its tags, and the year in which it happened."""
    return [*tags, f"year {occurred[:4]}"]
