"""Folding an archive: typed columns from its files, several at a time, into the same states."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice

import pyarrow as pa

from projections.archive.manifest import File
from projections.archive.rangefile import RangeFile
from projections.archive.reading import Archive
from projections.engine.folding import Fold

FILES_AT_ONCE = 8
"""Files folded in one step, a million records: each step makes partial states, and merging them
costs. The columns that are read take some 150 bytes a record."""
Typed = Mapping[str, pa.Table]


def fold_archive(archive: Archive, fold: Fold, progress: Callable[[int], None]) -> int:
    """Fold all records of an archive; answers with the position of the last.

    Raises:
        ArchiveError: a file does not hold; the states are unusable.
        ProjectionError: a record cannot be folded.
    """

    def typed(file: File, content: RangeFile) -> tuple[int, Typed]:
        return file.range.records, content.typed(fold.wanted)

    for records, batch in _together(archive.each(typed)):
        fold.add_typed(batch)
        progress(records)
    return archive.size


def _together(parts: Iterator[tuple[int, Typed]]) -> Iterator[tuple[int, Typed]]:
    while some := list(islice(parts, FILES_AT_ONCE)):
        types = sorted({type_ for _, typed in some for type_ in typed})
        yield (
            sum(records for records, _ in some),
            {
                type_: pa.concat_tables(
                    [typed[type_] for _, typed in some if type_ in typed],
                    promote_options="permissive",
                )
                for type_ in types
            },
        )
