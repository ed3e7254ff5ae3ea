from hypothesis import given, settings
from hypothesis import strategies as st

from domain.adoption.records import AdoptionRegistered
from tests.tools.demo.replaying import Replay, figures
from tools.demo.registers.adoption import decisions
from tools.demo.world import World


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(), year=st.integers(2018, 2023), cases=st.none() | st.integers(0, 25))
def test_the_year_adds_up_to_its_figure(seed: int, year: int, cases: int | None) -> None:
    world = World(seed, year, "adoption")
    records = Replay().run(decisions(world, figures({"adoption.registered": cases})))
    certificates = [r.certificate for r in records if isinstance(r, AdoptionRegistered)]
    assert len(certificates) == len(set(certificates)) == (cases or 0)
