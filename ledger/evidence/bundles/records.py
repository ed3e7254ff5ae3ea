"""The records of a bundle, read once in the order of the log."""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from heapq import merge
from typing import Any

from ledger.evidence.bundles import layout
from ledger.evidence.bundles.claims import Claims
from ledger.evidence.bundles.deriving import Deriving
from ledger.evidence.bundles.errors import BundleRefusedError
from ledger.evidence.bundles.lines import Numbered, parse_lines
from ledger.evidence.bundles.manifest import Manifest
from ledger.evidence.bundles.reading import Archive
from ledger.evidence.encoding import HASH_BYTES
from ledger.evidence.snapshots.content import index_keys
from ledger.record import is_numbered
from ledger.tree import leaf_hash

PROGRESS_RECORDS = 1_000
_RECORDED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
_ONLY_TEXT = {str}
_TEXTS = ("id", "type", "occurred", "recorded", "by", "office")


@dataclass
class Counted:
    """The records under one tag or year: how many, the last, their leaf hashes in order."""

    records: int = 0
    position_last: int = 0
    digest: Any = field(default_factory=sha256)

    def see(self, position: int, leaf: bytes) -> None:
        """Count a record."""
        self.records += 1
        self.position_last = position
        self.digest.update(leaf)


@dataclass
class Records:
    """What was read."""

    positions: array[int] = field(default_factory=lambda: array("q"))
    hashes: bytearray = field(default_factory=bytearray)
    selected: int = 0
    recorded_last: str = ""
    named: dict[int, Numbered] = field(default_factory=dict)
    """The records at the positions that the bundle names."""
    counted: dict[str, Counted] = field(default_factory=lambda: defaultdict(Counted))
    """By tag and year; only the selection's unless every record is there."""
    ordinals: dict[str, int] = field(default_factory=dict)
    """By tag, the last number seen."""
    numbers: int = 0
    """How many numbers were seen."""
    misnumbered: BundleRefusedError | None = None
    """The first number that does not follow; told when its turn comes."""

    def leaves(self) -> tuple[Sequence[int], list[bytes]]:
        """Leaf indexes and leaf hashes of all records."""
        places = range(0, len(self.hashes), HASH_BYTES)
        hashes = [bytes(self.hashes[place : place + HASH_BYTES]) for place in places]
        return [position - 1 for position in self.positions], hashes


def read_records(
    archive: Archive,
    claims: Claims,
    deriving: Sequence[Deriving],
    size: int,
    progress: Callable[[int], None],
) -> Records:
    """Read all records of a bundle, in the order of the log.

    Raises:
        BundleRefusedError: names the record that is not in the form, or not of the selection.
    """
    records = Records()
    for numbered, selected in _all(archive, claims, size):
        leaf = _see(records, numbered)
        if selected:
            _select(records, numbered, leaf, claims.manifest, deriving)
        if numbered.number in claims.further or numbered.number in claims.manifest.stated:
            records.named[numbered.number] = numbered
        if len(records.positions) % PROGRESS_RECORDS == 0:
            progress(PROGRESS_RECORDS)
    if records.selected != claims.manifest.records:
        raise BundleRefusedError(
            "incomplete",
            layout.RECORDS,
            f"It holds {records.selected:,} records; {claims.manifest.records:,} are claimed.",
        )
    return records


def _all(archive: Archive, claims: Claims, size: int) -> Iterator[tuple[Numbered, bool]]:
    """Records of the selection and further ones, by position; whether it is of the selection."""
    lines = parse_lines(archive.lines(layout.RECORDS), layout.RECORDS, size)
    selected = ((numbered, True) for numbered in lines)
    further = ((claims.further[position], False) for position in sorted(claims.further))
    return merge(selected, further, key=lambda one: one[0].number)


def _see(records: Records, numbered: Numbered) -> bytes:
    fields, where = numbered.fields, f"{layout.RECORDS}, position {numbered.number}"
    if not _has_form(fields):
        raise BundleRefusedError("line-form", where, "A record has other fields.")
    if records.positions and numbered.number <= records.positions[-1]:
        raise BundleRefusedError("lines-order", where, "The record is there twice.")
    if fields["recorded"] < records.recorded_last:
        raise BundleRefusedError("lines-order", where, "It was recorded before the one before it.")
    records.positions.append(numbered.number)
    leaf = leaf_hash(numbered.data)
    records.hashes += leaf
    records.recorded_last = fields["recorded"]
    return leaf


def _has_form(fields: dict[str, Any]) -> bool:
    tags = fields.get("tags")
    return (
        {type(fields.get(name)) for name in _TEXTS} == _ONLY_TEXT
        and _RECORDED.fullmatch(fields["recorded"]) is not None
        and type(fields.get("data")) is dict
        and type(tags) is list
        and {type(tag) for tag in tags} <= _ONLY_TEXT
    )


def _select(
    records: Records,
    numbered: Numbered,
    leaf: bytes,
    manifest: Manifest,
    deriving: Sequence[Deriving],
) -> None:
    fields, where = numbered.fields, f"{layout.RECORDS}, position {numbered.number}"
    keys = index_keys(fields["tags"], fields["occurred"])
    if numbered.number > manifest.size or not (manifest.whole or manifest.selection in keys):
        raise BundleRefusedError("foreign-record", where, f"It is not of {manifest.selection}.")
    records.selected += 1
    for key in keys if manifest.whole else [manifest.selection]:
        records.counted[key].see(numbered.number, leaf)
    try:
        _see_ordinals(records, fields, where, manifest)
    except BundleRefusedError as fault:
        records.misnumbered = records.misnumbered or fault
    for rows in deriving:
        _derive(rows, numbered, where)


def _see_ordinals(records: Records, fields: dict[str, Any], where: str, manifest: Manifest) -> None:
    """Numbers of a case, fund or office follow each other, where all its records are there."""
    ordinals = fields.get("ordinals")
    numbered = [tag for tag in fields["tags"] if is_numbered(tag)]
    if not isinstance(ordinals, dict) or sorted(ordinals) != sorted(numbered):
        raise BundleRefusedError("ordinals", where, "Its numbers are not of its tags.")
    for tag in numbered:
        if not manifest.whole and tag != manifest.selection:
            continue
        expected = records.ordinals.get(tag, 0) + 1
        if ordinals[tag] != expected or type(ordinals[tag]) is not int:
            raise BundleRefusedError(
                "ordinals", where, f"It is number {ordinals[tag]} of {tag}; {expected} is due."
            )
        records.ordinals[tag] = expected
        records.numbers += 1


def _derive(rows: Deriving, numbered: Numbered, where: str) -> None:
    try:
        rows.see(numbered)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BundleRefusedError(
            "row-derivation", where, "The definition does not fit the record."
        ) from None
