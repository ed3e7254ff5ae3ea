"""Known types: a log that holds what this program cannot read is refused, not read in part."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from domain.registry import RECORD_TYPES
from projections.errors import UnknownRecordTypeError


def check(first_by_type: Mapping[str, int], read: Collection[str], up_to: int) -> None:
    """Check that every record up to a position is of a type and version that is known.

    Args:
        first_by_type: the types of which there are records, with the position of the first.
        read: the types that projections read, old versions too.
        up_to: the last position that matters.

    Raises:
        UnknownRecordTypeError: names the type, the first such record, and the versions known.
    """
    for type_, first in sorted(first_by_type.items()):
        if first <= up_to and type_ not in RECORD_TYPES and type_ not in read:
            raise UnknownRecordTypeError(
                f"The record at position {first} is of the type {type_}, which this program does "
                f"not know{_versions(type_, read)}. Nothing was changed.",
                "Another edition of the program recorded it: use that one. Leaving such records "
                "out would make every sum wrong in silence.",
            )


def _versions(type_: str, read: Collection[str]) -> str:
    stem = type_.rpartition(".")[0]
    versions = [one for one in sorted({*RECORD_TYPES, *read}) if one.rpartition(".")[0] == stem]
    return f" (it knows {', '.join(versions)})" if versions else ""
