"""Canonical bytes against an independent writer of RFC 8785."""

from __future__ import annotations

import unicodedata

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ledger import canonical
from ledger.errors import InvalidRecordError

characters = st.characters(exclude_categories=("Cs",), exclude_characters="\0")
strings = st.text(characters).map(lambda text: unicodedata.normalize("NFC", text))
keys = strings.filter(lambda key: all(character <= "\uffff" for character in key))
scalars = st.booleans() | st.integers(-canonical.INTEGER_MAX, canonical.INTEGER_MAX) | strings
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(keys, inner))
objects = st.dictionaries(keys, values)


@given(objects)
def test_bytes_are_those_of_the_rfc_and_read_back(value: canonical.Canonical) -> None:
    data = canonical.encode(value)
    assert data == rfc8785.dumps(value)
    assert canonical.decode(data) == value


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ({"a": None}, "NoneType"),
        ({"a": 1.0}, "float"),
        ({"a": 2**53}, r"2\^53"),
        ({"a": -(2**53)}, r"2\^53"),
        ({"a": "x\0"}, "NUL"),
        ({"a\0": "x"}, "NUL"),
        ({"a": "\ud800"}, "surrogate"),
        ({"a": "e\u0301"}, "NFC"),
        ({"e\u0301": 1}, "NFC"),
        ({"\U00020000": 1}, r"U\+FFFF"),
        ({1: 1}, "keys"),
        ({"a": {"b": [{"c": b"x"}]}}, r"record\.a\.b\[0\]\.c"),
    ],
)
def test_what_is_outside_the_subset_is_named(value: dict[str, object], problem: str) -> None:
    with pytest.raises(InvalidRecordError, match=problem):
        canonical.encode(value)


@pytest.mark.parametrize(
    "data",
    [
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b'{"a":1}\n',
        b'{"a":1,"a":1}',
        b'{"a":1.0}',
        b'{"a":1e2}',
        b'{"a":-0}',
        b'{"a":"\\u0041"}',
        b'{"a":null}',
        b"[1]",
        b"{",
        b'{"a":"\xff"}',
    ],
)
def test_other_spellings_are_refused(data: bytes) -> None:
    with pytest.raises(InvalidRecordError):
        canonical.decode(data)


def test_nesting_is_bounded() -> None:
    deep: dict[str, object] = {}
    for _ in range(100):
        deep = {"a": deep}
    with pytest.raises(InvalidRecordError, match="deep"):
        canonical.encode(deep)


def test_chinese_keys_are_taken() -> None:
    value = {"床": 12, "a": 1, "轮椅": 3}
    assert canonical.decode(canonical.encode(value)) == value
