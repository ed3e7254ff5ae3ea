"""Reading takes a short way where it can; it must never let pass what writing refuses."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ledger import canonical
from ledger.errors import InvalidRecordError

strings = st.text(max_size=6) | st.sampled_from(
    ["e\u0301", "é", 'é"', '"', "\\", ":1.5", "[null", ',"1e5', "\0"]
)
leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.integers(2**53 - 2, 2**53 + 2)
    | st.floats(allow_nan=False, allow_infinity=False)
    | strings
)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(strings, inner, max_size=3),
    max_leaves=8,
)


def nested(depth: int) -> object:
    value: object = 1
    for _ in range(depth):
        value = [value]
    return value


@given(st.dictionaries(strings, values, max_size=4))
@example({"a": None})
@example({"a": [None]})
@example({"a": -1.0})
@example({"a": [1, 2.5]})
@example({"a": 1e300})
@example({"a": 2**53})
@example({"a": [-(2**53)]})
@example({"a": "\0"})
@example({"a": {"é": 1}})
@example({"a": "e\u0301"})
@example({'é"': 1})
@example({'a"é': 1, "b": "é"})
@example({"a": nested(30)})
@example({"a": nested(31)})
@example({"a": nested(40)})
def test_what_is_read_is_what_may_be_written(value: dict[str, object]) -> None:
    try:
        data = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:
        return
    try:
        written = canonical.encode(value)
    except InvalidRecordError:
        with pytest.raises(InvalidRecordError):
            canonical.decode(data)
    else:
        assert canonical.decode(written) == value


@pytest.mark.parametrize(
    "data",
    [
        b'{"a": 1}',
        b'{"b":1,"a":1}',
        b'{"a":1,"a":1}',
        b'{"a":"\\u0041"}',
        b'{"a":1}\n',
        b'{"a":01}',
        b'{"a":-0}',
        b'{"a":1.0}',
        b'{"a":"\xff"}',
        b"[]",
        b"",
    ],
)
def test_other_forms_are_refused(data: bytes) -> None:
    with pytest.raises(InvalidRecordError):
        canonical.decode(data)


class Unusual(str):
    """Text that only the long way of writing takes."""


@given(values)
@example(2**53)
@example(["\0"])
@example({"a": "e\u0301"})
@example({"é": 1})
@example(nested(29))
@example(nested(30))
@example(nested(31))
def test_the_short_way_of_writing_takes_what_the_long_way_takes(value: object) -> None:
    taken = []
    for marker in ("x", Unusual("x")):
        try:
            taken.append(canonical.encode({"marker": marker, "value": value}))
        except InvalidRecordError as refusal:
            taken.append(str(refusal).encode())
    assert taken[0] == taken[1]
