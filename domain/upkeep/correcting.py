"""What may be corrected in a record, and a record as its corrections leave it."""

from __future__ import annotations

from collections.abc import Mapping

from domain.common.records import Record, Tagged
from domain.upkeep.records import Value

_TYPES = (str, bool, list)


def correctable(original: Tagged) -> set[str]:
    """The fields of a record that may be corrected.

    Texts, truth values and lists of texts, but for what the record is found by (it stands in its
    tags) and what figures are computed from (its register says). Money, counts, persons and numbers
    are reversed and recorded anew.
    """
    record = original.record
    barred = _counted(record.type.partition(".")[0])
    found_by = [tag.partition(":")[2] for tag in original.tags]
    return {
        name
        for name, value in record.as_dict().items()
        if isinstance(value, _TYPES)
        and name not in barred
        and not name.endswith(("_by", "_on"))
        and not _is_found_by(value, found_by)
    }


def _is_found_by(value: object, found_by: list[str]) -> bool:
    texts = value if isinstance(value, list) else [value]
    return any(
        isinstance(text, str) and text and any(tag.endswith(text) for tag in found_by)
        for text in texts
    )


def _counted(register: str) -> frozenset[str]:
    from domain.registry import REGISTERS  # it lists this register too

    return frozenset(name for one in REGISTERS if one.name == register for name in one.counted)


def corrected(record: Record, after: Mapping[str, Value]) -> Record:
    """A record as its corrections leave it."""
    return type(record).model_validate({**record.as_dict(), **after}, strict=False)
