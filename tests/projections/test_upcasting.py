"""Old versions of a type read as the newest; definitions that depend on a cut are refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import ibis
import pytest

from domain.registry import RECORD_TYPES
from projections import upcasting
from projections.definition import Merge, Projection, Value, latest, total
from projections.engine import compiled, soundness
from projections.engine.folding import Fold
from projections.engine.shapes import shape
from projections.errors import UnsoundProjectionError
from projections.registry import PROJECTIONS
from projections.upcasting import Upcast
from tests.projections.examples import BY_ITEM, EVERY_MERGE, PAID, Fact, batch

YUAN, FEN, FEN_AND_PAYEE = "example.gift.v1", "example.gift.v2", "example.gift.v3"
STEPS = (
    Upcast(YUAN, FEN, {"yuan": "int64"}, lambda old: {"amount_fen": old.yuan * 100}),
    Upcast(FEN, FEN_AND_PAYEE, {"name": "string"}, lambda old: {"payee": old.name}),
)
GIFTS = Projection(
    name="gifts",
    title="Example of three versions",
    title_zh="示例",
    types=(FEN_AND_PAYEE,),
    reads={"payee": "string", "amount_fen": "int64"},
    keys={"payee": "string"},
    values=(total("amount_fen"), latest("last_fen", "int64")),
    rows=lambda table: table.select("position", "payee", "amount_fen", last_fen=table.amount_fen),
)


@pytest.fixture
def versions(monkeypatch: pytest.MonkeyPatch) -> None:
    """A type that has had three versions."""
    monkeypatch.setattr(upcasting, "UPCASTS", STEPS)
    for cached in (compiled.compiled, compiled.part):
        cached.cache_clear()


@pytest.mark.usefixtures("versions")
def test_every_old_version_is_read_as_the_newest() -> None:
    records = batch(
        [
            Fact(YUAN, {"name": "a", "yuan": 3}),
            Fact(FEN, {"name": "a", "amount_fen": 50}),
            Fact(FEN_AND_PAYEE, {"payee": "a", "amount_fen": 7}),
            Fact(FEN_AND_PAYEE, {"payee": "b", "amount_fen": 1}),
        ]
    )
    with Fold([GIFTS]) as fold:
        assert fold.types(GIFTS) == {YUAN, FEN, FEN_AND_PAYEE}
        fold.add(records)
        a, b = fold.state(GIFTS).to_pylist()
        assert fold.positions_behind(GIFTS, [{"payee": "a"}]) == [1, 2, 3]
    assert (a["amount_fen"], a["last_fen"], a["records"]) == (357, 7, 3)
    assert (b["amount_fen"], b["records"]) == (1, 1)


@pytest.mark.usefixtures("versions")
def test_an_upcast_is_part_of_the_definition(monkeypatch: pytest.MonkeyPatch) -> None:
    before = compiled.compiled(GIFTS).definition_hash
    other = replace(STEPS[0], columns=lambda old: {"amount_fen": old.yuan * 1000})
    monkeypatch.setattr(upcasting, "UPCASTS", (other, STEPS[1]))
    for cached in (compiled.compiled, compiled.part):
        cached.cache_clear()
    assert compiled.compiled(GIFTS).definition_hash != before


def rows(change: Callable[[ibis.Table], ibis.Table]) -> Projection:
    return replace(BY_ITEM, rows=lambda table: change(BY_ITEM.rows(table)))


UNSOUND = {
    "a window": rows(lambda t: t.mutate(times=ibis.row_number())),
    "the record before": rows(lambda t: t.mutate(times=t.position.lag().coalesce(1))),
    "an aggregate": rows(
        lambda t: t.group_by("item").aggregate(position=t.position.max(), times=1)
    ),
    "a mean over the batch": rows(lambda t: t.mutate(times=t.position.mean().cast("int64"))),
    "a limit": rows(lambda t: t.limit(1)),
    "a join": rows(lambda t: t.join(t.view(), "position").select("position", "item", "times")),
    "a sort": rows(lambda t: t.order_by("item")),
    "the distinct ones": rows(lambda t: t.distinct()),
    "the clock": rows(lambda t: t.mutate(item=ibis.now().cast("string"))),
    "chance": rows(lambda t: t.mutate(times=(ibis.random() * 10).cast("int64"))),
    "a floating sum": replace(BY_ITEM, values=(Value("times", Merge.SUM, "float64"),)),
    "a set of numbers": replace(EVERY_MERGE, values=(Value("notes", Merge.UNION, "int64"),)),
}


@pytest.mark.parametrize("unsound", UNSOUND.values(), ids=UNSOUND.keys())
def test_what_depends_on_cuts_or_grouping_cannot_be_registered(unsound: Projection) -> None:
    with pytest.raises(UnsoundProjectionError, match=unsound.name):
        Fold([unsound])


def test_the_merge_it_refuses_is_really_not_associative() -> None:
    a, b, c = 0.1, 0.2, 0.3
    assert (a + b) + c != a + (b + c)


@pytest.mark.parametrize("projection", PROJECTIONS, ids=lambda one: one.name)
def test_every_projection_of_the_office_is_sound(projection: Projection) -> None:
    soundness.check(projection)


def test_every_declared_type_has_a_shape_that_an_archive_can_hold() -> None:
    for type_ in RECORD_TYPES:
        assert {"occurred_day", "office", "tags"} <= shape(type_).keys()
    assert shape("charity.grant-paid.v1")["amount_fen"] == "int64"
    assert "amount_fen" not in shape(PAID)
