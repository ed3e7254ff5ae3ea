import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.common.records import Record
from domain.funerals.records import (
    EcoBurialPaid,
    FuneralWaiverGranted,
    HearseUndertakingSigned,
)
from tests.tools.demo.replaying import Replay, figures
from tools.demo.plan import FiguresNotPossibleError
from tools.demo.registers.funerals import decisions, tiers, waiver_items
from tools.demo.world import World

COUNTS = st.none() | st.integers(0, 15)
YUAN = st.none() | st.integers(0, 30_000)


@settings(max_examples=80, deadline=None)
@given(
    seed=st.integers(),
    waivers=st.tuples(COUNTS, YUAN),
    eco=st.tuples(COUNTS, YUAN),
    hearses=COUNTS,
)
def test_the_year_adds_up_to_its_figures(
    seed: int,
    waivers: tuple[int | None, int | None],
    eco: tuple[int | None, int | None],
    hearses: int | None,
) -> None:
    values = {
        "funeral.waivers": waivers[0],
        "funeral.waived": waivers[1],
        "funeral.eco_people": eco[0],
        "funeral.eco_paid": eco[1],
        "funeral.hearses": hearses,
    }
    made = decisions(World(seed, 2019, "funerals"), figures(values))
    if any(None not in pair and (pair[0] == 0) != (pair[1] == 0) for pair in (waivers, eco)):
        with pytest.raises(FiguresNotPossibleError, match="funeral"):
            Replay().run(made)
        return
    records = Replay().run(made)
    _check(records, waivers, FuneralWaiverGranted)
    _check(records, eco, EcoBurialPaid)
    assert sum(isinstance(r, HearseUndertakingSigned) for r in records) == (hearses or 0)


def _check(
    records: list[Record],
    figure: tuple[int | None, int | None],
    kind: type[FuneralWaiverGranted] | type[EcoBurialPaid],
) -> None:
    found = [r for r in records if isinstance(r, kind)]
    assert figure[0] in (None, len({r.decedent for r in found}))
    assert len(found) == len({r.decedent for r in found})
    assert figure[1] is None or sum(r.amount_fen for r in found) == 100 * figure[1]


@given(st.integers(1, 10**12))
def test_items_add_up_to_the_fen(amount_fen: int) -> None:
    items = waiver_items(amount_fen)
    assert sum(items.values()) == amount_fen
    assert min(items.values()) > 0


@given(people=st.integers(1, 400), data=st.data())
def test_two_tiers_make_up_any_total(people: int, data: st.DataObject) -> None:
    total_fen = data.draw(st.integers(people, 10**10))
    higher_fen, higher, lower_fen = tiers(people, total_fen)
    assert higher * higher_fen + (people - higher) * lower_fen == total_fen
    assert higher_fen >= lower_fen > 0
    assert 1 <= higher <= people


def test_the_districts_subsidies_fall_into_round_tiers() -> None:
    assert tiers(31, 27_400_00) == (1_000_00, 13, 800_00)
