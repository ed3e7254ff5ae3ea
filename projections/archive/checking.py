"""Checking: every byte of an archive against the signed checkpoint, every column against bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ledger.tree import Frontier, leaf_hash
from projections.archive.errors import (
    AlteredFileError,
    DerivedColumnError,
    ForeignFileError,
    ReorderedFileError,
)
from projections.archive.manifest import File
from projections.archive.rangefile import BYTES, POSITION, TYPE, RangeFile, derive, raw_batch
from projections.archive.reading import Archive


def check_archive(archive: Archive, progress: Callable[[int], None]) -> int:
    """Read everything: hashes of files, positions, leaf hashes, roots, typed columns.

    The manifest's roots were held against the checkpoint when it was opened.

    Returns:
        How many records hold.

    Raises:
        ArchiveError: names the file, and what in it does not hold.
    """
    checked = 0

    def check(file: File, content: RangeFile) -> File:
        check_file(archive.origin, file, content)
        return file

    for file in archive.each(check):
        progress(file.range.records)
        checked += file.range.records
    return checked


def check_file(origin: str, file: File, content: RangeFile) -> None:
    """Check one file whose hash is right.

    Raises:
        ArchiveError: names what does not hold.
    """
    if (content.origin, content.range) != (origin, file.range):
        raise ForeignFileError(
            f"{file.path} says that it is of the log {content.origin} and of positions "
            f"{content.range.first} to {content.range.last}."
        )
    raw = content.raw()
    if raw[POSITION].to_pylist() != list(range(file.position_first, file.position_last + 1)):
        raise ReorderedFileError(f"{file.path} does not hold every position once.")
    records = [data or b"" for data in raw[BYTES].to_pylist()]
    hashed, _ = Frontier().extend(map(leaf_hash, records))
    if hashed.root().hex() != file.root:
        raise AlteredFileError(
            f"The records in {file.path} are not those of the log: they lead to another root.",
            "They were changed or exchanged before the file was stated; `qingce verify` the log.",
        )
    _check_columns(file, content, raw, raw_batch(file.range, records))


def _check_columns(file: File, content: RangeFile, stored: pa.Table, derived: pa.Table) -> None:
    wrong = pc.index(pc.not_equal(stored[TYPE], derived[TYPE]), True).as_py()
    if wrong >= 0:
        raise _says_otherwise(file, TYPE, file.position_first + wrong)
    told = {type_: dict(held.columns) for type_, held in content.held.items()}
    for type_, expected in derive(derived, told).items():
        rows = content.rows(type_)
        for name in rows.column_names:
            place = _first_difference(rows[name], expected, name)
            if place is not None:
                raise _says_otherwise(file, name, rows[POSITION][place].as_py())


def _first_difference(column: Any, expected: pa.Table, name: str) -> int | None:
    """Where a column differs from the one derived, which is null throughout if there is none."""
    other = (
        expected[name]
        if name in expected.column_names
        else pa.chunked_array([pa.nulls(len(column), column.type)])
    )
    if column.equals(other):
        return None
    pairs = zip(column.to_pylist(), other.to_pylist(), strict=True)
    return next(place for place, (one, two) in enumerate(pairs) if one != two)


def _says_otherwise(file: File, column: str, position: int) -> DerivedColumnError:
    return DerivedColumnError(
        f"The column {column} of {file.path} says something else than the record at position "
        f"{position}.",
        "The file was written by a faulty or dishonest program; archive anew.",
    )
