"""The files in a bundle, and the order in which they stand.

| file | what |
| --- | --- |
| records.jsonl | the selected records: position, a space, the record's bytes; a line each |
| snapshots/P/rows.jsonl | rows of the snapshot stated at position P: number, a space, the row |
| snapshots/P/proof.txt | proof of those rows |
| codes.json | what the types, tags and definitions mean |
| index.zh.html, index.en.html | the records as people read them |
| verifier.html | a verifier that runs in a browser; it may be left out |
| statements.jsonl | further records the proofs rest on: snapshots' statements, the receipt |
| inclusion.txt | proof of all records, under the checkpoint |
| consistency.txt | for each snapshot: that its log is the beginning of the checkpoint's |
| checkpoint.txt | the signed checkpoint with cosignatures |
| keys.json | the log's keys, as the office lists them |
| bundle.json | what the bundle claims to be |
"""

from __future__ import annotations

import re

RECORDS = "records.jsonl"
CODES = "codes.json"
INDEX_ZH, INDEX_EN = "index.zh.html", "index.en.html"
VERIFIER = "verifier.html"
STATEMENTS = "statements.jsonl"
INCLUSION = "inclusion.txt"
CONSISTENCY = "consistency.txt"
CHECKPOINT = "checkpoint.txt"
KEYS = "keys.json"
BUNDLE = "bundle.json"
SUFFIX = ".qingce.zip"

_AFTER_SNAPSHOTS = (
    CODES,
    INDEX_ZH,
    INDEX_EN,
    VERIFIER,
    STATEMENTS,
    INCLUSION,
    CONSISTENCY,
    CHECKPOINT,
    KEYS,
    BUNDLE,
)
_SNAPSHOT = re.compile(r"snapshots/([1-9][0-9]{0,18})/(rows\.jsonl|proof\.txt)")
_PARTS = {"rows.jsonl": 0, "proof.txt": 1}
Rank = tuple[int, int, int]


def rows(position: int) -> str:
    """The rows of the snapshot stated at a position."""
    return f"snapshots/{position}/rows.jsonl"


def proof(position: int) -> str:
    """The proof of those rows."""
    return f"snapshots/{position}/proof.txt"


def rank(name: str) -> Rank | None:
    """The place of a file among the others; none if a bundle has no such file."""
    if name == RECORDS:
        return (0, 0, 0)
    if name in _AFTER_SNAPSHOTS:
        return (2, _AFTER_SNAPSHOTS.index(name), 0)
    found = _SNAPSHOT.fullmatch(name)
    return (1, int(found[1]), _PARTS[found[2]]) if found else None


def rank_of(name: str) -> Rank:
    """As `rank`; what a bundle does not have comes last."""
    return rank(name) or (3, 0, 0)


def bound_by_receipt(name: str) -> bool:
    """Whether the file was complete when the receipt was recorded, which names its hash."""
    place = rank_of(name)
    return place < rank_of(STATEMENTS)
