"""The demo's adoptions: each applied for, assessed, for a foundling published, registered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from domain.adoption.decisions.preparing import (
    ApplyForAdoption,
    AssessAdopters,
    PublishFoundlingNotice,
)
from domain.adoption.decisions.registering import RegisterAdoption
from domain.adoption.records import AdoptionKind
from domain.common.decisions import Decision
from tools.demo.aims import count_aim
from tools.demo.plan import Figures
from tools.demo.registers.acts import act, days_later
from tools.demo.world import REGISTRY, World

_KINDS: tuple[AdoptionKind, ...] = ("foundling", "orphan", "relative", "hardship")


def decisions(world: World, figures: Figures) -> Iterator[Decision]:
    """A year of adoptions in the order in which they happened."""
    cases = count_aim(figures, "adoption.registered")
    made = [step for number in range(1, cases + 1) for step in _adoption(world, number)]
    yield from sorted(made, key=lambda decision: decision.act.occurred)


def _adoption(world: World, number: int) -> Iterator[Decision]:
    adoption = f"SY{world.year}-{number:04d}"
    kind = world.random.choice(_KINDS)
    child = world.person(age=(1, 10))
    couple = [world.person(age=(35, 55), male=male) for male in (True, False)]
    applied = world.working_day(world.random.randint(1, 9))
    assessed = days_later(applied, 7)
    registered = days_later(assessed, 7)
    yield ApplyForAdoption(
        act(world, REGISTRY, "window", applied), adoption, kind, adoptee=child, adopters=couple
    )
    yield AssessAdopters(
        act(world, REGISTRY, "assessor", assessed),
        adoption,
        passed=True,
        report_document=f"评估报告-{adoption}",
    )
    if kind == "foundling":
        published = days_later(assessed, 1)
        last = published + timedelta(days=60)
        yield PublishFoundlingNotice(
            act(world, REGISTRY, "window", published),
            adoption,
            medium="威海日报",
            day_first=published,
            day_last=last,
        )
        registered = days_later(last, 1)
    yield RegisterAdoption(
        act(world, REGISTRY, "registrar", registered),
        adoption,
        adoptee=child,
        certificate=f"({world.year})环收字{number:05d}",
    )
