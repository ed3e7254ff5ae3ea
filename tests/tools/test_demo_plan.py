from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.common.identifiers import id_number_problem
from tools.demo.plan import FiguresNotPossibleError, parts
from tools.demo.world import PARTS, REGISTRY, World


@given(
    seed=st.integers(),
    bounds=st.tuples(st.integers(0, 1000), st.integers(0, 1000)).map(sorted),
    count=st.integers(1, 50),
    data=st.data(),
)
def test_parts_add_up_and_stay_in_bounds(
    seed: int, bounds: list[int], count: int, data: st.DataObject
) -> None:
    least, most = bounds
    total = data.draw(st.integers(count * least, count * most))
    split = parts(total, count, least=least, most=most, random=Random(seed))
    assert sum(split) == total
    assert len(split) == count
    assert all(least <= part <= most for part in split)


@pytest.mark.parametrize(("total", "count"), [(9, 1), (0, 2), (1, 0)])
def test_a_total_out_of_reach_is_refused(total: int, count: int) -> None:
    with pytest.raises(FiguresNotPossibleError, match="cannot be split"):
        parts(total, count, least=1, most=5, random=Random(0))


def test_nothing_splits_into_nothing() -> None:
    assert parts(0, 0, least=1, most=5, random=Random(0)) == []


def test_a_world_follows_from_its_seed() -> None:
    worlds = [World(7, 2019, "marriage") for _ in range(2)]
    assert worlds[0].person() == worlds[1].person()
    assert worlds[0].command_id() == worlds[1].command_id()
    assert World(8, 2019, "marriage").person() != World(7, 2019, "marriage").person()


def test_people_are_well_formed_and_nobody_is_drawn_twice() -> None:
    worlds = [World(7, year, part) for year in (2018, 2019) for part in PARTS]
    people = [world.person(age=(60, 60), male=True) for world in worlds for _ in range(50)]
    numbers = [person.personal["id_number"] for person in people]
    assert [id_number_problem(number) for number in numbers] == [""] * len(people)
    assert len(set(numbers)) == len(people)
    assert all(person.is_male for person in people)


def test_a_household_shares_a_surname_and_has_an_adult_head() -> None:
    world = World(7, 2019, "assistance")
    household = world.household(4)
    assert len({member.personal["name"][0] for member in household}) == 1
    assert (household[0].age_on(date(2019, 12, 31)) or 0) >= 29


@given(st.integers(1, 12), st.integers(0, 2**32))
def test_acts_happen_on_working_days_within_office_hours(month: int, seed: int) -> None:
    world = World(seed, 2019, "marriage")
    moment = world.moment(world.working_day(month))
    assert moment.weekday() < 5
    assert moment.month == month
    assert 8 <= moment.hour < 17
    assert moment.utcoffset() is not None


def test_duties_are_kept_apart() -> None:
    world = World(7, 2019, "marriage")
    assert world.official(REGISTRY, "window") != world.official(REGISTRY, "registrar")
