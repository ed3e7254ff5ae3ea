"""The code list of a bundle: what record types, tags and definitions mean."""

from __future__ import annotations

import inspect
from collections.abc import Mapping

import orjson

from domain.common import tags
from domain.registry import RECORD_TYPES

FORMAT = "qingce.codes.v1"
YEAR = "every record that happened in the year, by its field `occurred` 按发生日期的年份"


def codes(definitions: Mapping[str, bytes]) -> bytes:
    """The code list.

    Args:
        definitions: by projection, the definition whose hash its snapshots state.
    """
    content = {
        "format": FORMAT,
        "types": type_meanings(),
        "tags": {**_tag_meanings(), "year": YEAR},
        "definitions": {name: text.decode() for name, text in definitions.items()},
    }
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


def type_meanings() -> dict[str, str]:
    """What each record type says, in English and Chinese."""
    return {name: _first_line(record) for name, record in RECORD_TYPES.items()}


def _tag_meanings() -> dict[str, str]:
    kinds = [one for _, one in inspect.getmembers(tags, inspect.isfunction)]
    return {kind("").partition(":")[0]: _first_line(kind) for kind in kinds}


def _first_line(described: object) -> str:
    return (inspect.getdoc(described) or "").partition("\n")[0]
