"""The definitions of the office's projections, against the records they read."""

from __future__ import annotations

import typing
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.common.records import Record
from domain.registry import RECORD_TYPES
from projections.definition import COUNTED, ENVELOPE, Projection
from projections.engine.folding import Fold
from projections.errors import UnknownProjectionError
from projections.registry import PROJECTIONS, named
from tests.projections.examples import Fact, batch, rows_of

IBIS_TYPES = {int: "int64", str: "string", bool: "boolean", list[str]: "array<string>"}
by_name = pytest.mark.parametrize("projection", PROJECTIONS, ids=lambda p: p.name)


def ibis_type(annotation: object) -> str | None:
    """The Ibis type of a record's field; `None` for one no projection can read."""
    if typing.get_origin(annotation) is typing.Literal:
        return "string"
    return IBIS_TYPES.get(annotation)  # type: ignore[call-overload,no-any-return] # any annotation


@by_name
def test_it_reads_only_kinds_of_records_there_are(projection: Projection) -> None:
    assert [type_ for type_ in projection.types if type_ not in RECORD_TYPES] == []
    assert len(set(projection.types)) == len(projection.types)


@by_name
def test_every_field_it_reads_is_one_of_its_records_and_of_that_type(
    projection: Projection,
) -> None:
    for name, type_ in projection.reads.items():
        if name in ENVELOPE:
            assert ENVELOPE[name] == type_
            continue
        found = {
            ibis_type(RECORD_TYPES[kind].model_fields[name].annotation)
            for kind in projection.types
            if name in RECORD_TYPES[kind].model_fields
        }
        assert found == {type_}, name


@by_name
def test_its_columns_have_one_meaning_each(projection: Projection) -> None:
    value_names = [value.name for value in projection.values]
    names = [*projection.keys, *value_names, *(f"{v.name}_at" for v in projection.latest_values)]
    assert len(set(names)) == len(names)
    assert not set(names) & set(COUNTED)
    assert len(projection.columns) == len(names) + len(COUNTED)


def test_a_projection_that_is_not_there_is_named_with_those_that_are() -> None:
    assert named(["payments"])[0].name == "payments"
    assert named([]) == PROJECTIONS
    with pytest.raises(UnknownProjectionError, match=r"no projection 'pay'.*payments"):
        named(["pay"])


READ = {type_ for projection in PROJECTIONS for type_ in projection.types}
_texts = st.sampled_from(["a", "b", "2019-01", "补", "general", "programme"])
_amounts = st.integers(0, 2**40)


def records_of(type_: type[Record]) -> st.SearchStrategy[Record]:
    """Any record of a type, in few different values so that keys meet."""
    plain = {
        str: _texts,
        int: _amounts,
        bool: st.booleans(),
        list[str]: st.lists(_texts, max_size=3),
        dict[str, int]: st.dictionaries(st.sampled_from(["a", "b"]), _amounts, max_size=2),
        list[int]: st.lists(_amounts, max_size=2),
    }
    fields = {
        name: plain[field.annotation]
        for name, field in type_.model_fields.items()
        if field.annotation in plain
    }
    return st.builds(type_, **fields)


_record = st.one_of(*(records_of(RECORD_TYPES[type_]) for type_ in sorted(READ)))
_day = st.sampled_from(["2018-12-31", "2019-01-01", "2019-12-31"])
_fact = st.builds(lambda record, day: Fact(record.type, record.model_dump(), day), _record, _day)


@settings(max_examples=15, deadline=None)
@given(st.lists(_fact, max_size=40), st.data())
def test_any_split_of_any_records_gives_the_same_rows(
    drawn: list[Fact], data: st.DataObject
) -> None:
    whole = batch(drawn)
    bounds = sorted({0, len(drawn), *data.draw(st.lists(st.integers(0, len(drawn)), max_size=4))})
    pieces = [whole.slice(first, last - first) for first, last in pairwise(bounds)]
    with Fold(PROJECTIONS) as fold:
        fold.add(whole)
        expected = [rows_of(fold.state(projection)) for projection in PROJECTIONS]
        fold.clear()
        for piece in data.draw(st.permutations(pieces)):
            fold.add(piece)
        assert [rows_of(fold.state(projection)) for projection in PROJECTIONS] == expected
