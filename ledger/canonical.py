"""Canonical JSON: the one way a record is written as bytes.

RFC 8785 (JCS) over a strict subset: objects, arrays, booleans, whole numbers within ±(2^53 − 1)
and strings in Unicode NFC. No null (an absent field is left out), no float, no lone surrogate, no
control character that would hide in a tag or name. Keys have no character beyond U+FFFF, so sorting
them by code point and by UTF-16 unit is the same and `orjson` gives the RFC's bytes.

The bytes are hashed as they stand and never written again for a check.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import orjson

from ledger.errors import InvalidRecordError

INTEGER_MAX = 2**53 - 1
DEPTH_MAX = 32
"""Deeper nesting than any record has; bounds recursion on hostile input."""

KEY_CHARACTER_MAX = "\uffff"
_BEYOND_KEYS = re.compile(rb"[\xf0-\xf7]")
"""UTF-8 begins each character beyond `KEY_CHARACTER_MAX` with one of these bytes."""

_PLAIN = frozenset({str, bool, int})
_OUTER = frozenset({dict, list})
_PLAIN_OR_OUTER = _PLAIN | _OUTER
_CANONICAL = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER

Canonical = dict[str, Any]
"""A JSON object of the strict subset."""


def encode(value: Canonical) -> bytes:
    """Write a value as canonical bytes.

    Raises:
        InvalidRecordError: names the field that is outside the strict subset.
    """
    try:
        data = orjson.dumps(value, option=_CANONICAL)
    except orjson.JSONEncodeError:
        _check(value, "record", DEPTH_MAX)
        raise
    if not _is_plain(value, data):
        _check(value, "record", DEPTH_MAX)
    return data


def decode(data: bytes) -> Canonical:
    """Read canonical bytes.

    Raises:
        InvalidRecordError: if the bytes are not exactly the canonical form of what they say.
    """
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise InvalidRecordError(f"The bytes are not JSON: {error}.") from None
    if not isinstance(value, dict):
        raise InvalidRecordError("The bytes are not a JSON object.")
    if _is_canonical(value, data):
        return value
    if encode(value) != data:
        raise InvalidRecordError("The bytes are JSON but not in canonical form.")
    return value


def _is_canonical(value: Canonical, data: bytes) -> bool:
    """The short way of `decode`.

    Returns:
        True if the bytes are canonical; False if only the long way can tell, and say why not.
    """
    try:
        return _is_plain(value, data) and orjson.dumps(value, option=_CANONICAL) == data
    except orjson.JSONEncodeError:
        return False


def _is_plain(value: Canonical, data: bytes) -> bool:
    """The short way of `_check`, but for large numbers, which `_CANONICAL` refuses.

    Looks at all strings at once, in the bytes.

    Returns:
        True if the value is in the strict subset; False if only the long way can tell.
    """
    if b"\\" in data and b"\\u0000" in data:
        return False
    if data.isascii():
        return _holds_plain_values(value)
    if _BEYOND_KEYS.search(data) or not unicodedata.is_normalized("NFC", data.decode()):
        return False
    return _holds_plain_values(value)


def _holds_plain_values(value: Canonical) -> bool:
    inner: list[Any] = [value]
    for outer in inner:
        values = outer.values() if type(outer) is dict else outer
        kinds = set(map(type, values))
        if kinds <= _PLAIN:
            continue
        if not kinds <= _PLAIN_OR_OUTER:
            return False
        inner += [each for each in values if type(each) in _OUTER]
    return len(inner) < DEPTH_MAX  # so many objects and lists cannot be nested deeper


def _check(value: object, where: str, depth: int) -> None:
    if depth == 0:
        raise InvalidRecordError(f"{where} is nested more than {DEPTH_MAX} deep.")
    if isinstance(value, str):
        _check_string(value, where)
    elif isinstance(value, dict):
        _check_object(value, where, depth)
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            _check(item, f"{where}[{index}]", depth - 1)
    elif not isinstance(value, int):
        raise InvalidRecordError(
            f"{where} is of type {type(value).__name__}.",
            "Records hold strings, whole numbers, booleans, lists and objects only.",
        )
    elif abs(value) > INTEGER_MAX:
        raise InvalidRecordError(f"{where} is {value}, beyond ±(2^53 − 1).")


def _check_object(value: Mapping[object, object], where: str, depth: int) -> None:
    for key, item in value.items():
        if not isinstance(key, str) or not _sorts_alike(key):
            raise InvalidRecordError(
                f"{where} has the key {key!r}; keys are strings without characters beyond U+FFFF."
            )
        _check_string(key, where)
        _check(item, f"{where}.{key}", depth - 1)


def _sorts_alike(keys: str) -> bool:
    """Whether these characters sort by code point as they do by UTF-16 unit."""
    return keys.isascii() or max(keys) <= KEY_CHARACTER_MAX


def _check_string(text: str, where: str) -> None:
    if text.isascii():
        if "\0" in text:
            raise InvalidRecordError(f"{where} holds a NUL character.")
        return
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InvalidRecordError(f"{where} holds a lone surrogate.") from None
    if not unicodedata.is_normalized("NFC", text):
        raise InvalidRecordError(f"{where} is not in Unicode NFC.", "Normalise it first.")
    if "\0" in text:
        raise InvalidRecordError(f"{where} holds a NUL character.")
