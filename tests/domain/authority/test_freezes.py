"""A frozen period takes nothing more, or takes it marked."""

from __future__ import annotations

from dataclasses import replace

from domain.authority import rules
from domain.authority.decisions import FreezePeriod, ReleasePeriod
from tests.domain.acting import refused
from tests.domain.assistance.stories import DIBAO_NOTICED, act, confirm_dibao
from tests.domain.authority.stories import ESTABLISHMENT, POLICY, appoint, day
from tests.domain.deciding import decide, history

GIVEN = history(*ESTABLISHMENT, appoint("v1"), *DIBAO_NOTICED)
FREEZE = FreezePeriod(
    act("2019-01-20", "head"),
    "检查-1",
    ("assistance",),
    day("2019-01-01"),
    day("2019-01-21"),
    "refuse",
    "专项检查",
    POLICY,
)


def test_what_happened_in_it_is_refused_until_it_is_released() -> None:
    frozen = history(FREEZE, given=GIVEN)
    assert refused(confirm_dibao(), frozen, rules.NOT_FROZEN) == [len(frozen)]
    assert decide(confirm_dibao(day="2019-01-22"), frozen)
    release = ReleasePeriod(act("2019-01-23", "head"), "检查-1", "检查结束", POLICY)
    released = history(release, given=frozen)
    assert decide(confirm_dibao(), released)
    refused(release, released, rules.FREEZE_WELL_FORMED)


def test_or_is_recorded_and_marked() -> None:
    marking = history(replace(FREEZE, effect="mark"), given=GIVEN)
    [confirmed] = decide(confirm_dibao(), marking)
    assert "run:freeze-检查-1" in confirmed.tags
    [confirmed] = decide(confirm_dibao(), GIVEN)
    assert not any(tag.startswith("run:freeze") for tag in confirmed.tags)


def test_a_freeze_is_well_formed() -> None:
    for wrong in (
        replace(FREEZE, registers=()),
        replace(FREEZE, registers=("authority",)),
        replace(FREEZE, registers=("unknown",)),
        replace(FREEZE, day_last=day("2018-12-31")),
        replace(FREEZE, reason=""),
    ):
        refused(wrong, GIVEN, rules.FREEZE_WELL_FORMED)
    refused(FREEZE, history(FREEZE, given=GIVEN), rules.FREEZE_WELL_FORMED)
