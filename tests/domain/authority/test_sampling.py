"""Delegated decisions are sampled by a rule that anybody can follow, and reviewed by others."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from domain.authority import rules
from domain.authority.decisions import DrawSample, ReviewDecision
from domain.authority.records import SampleDrawn
from domain.common.sampling import draw
from tests.domain.assistance.stories import DIBAO_NOTICED, STREET, act, confirm_dibao, refused
from tests.domain.authority.stories import ESTABLISHMENT, delegate
from tests.domain.deciding import decide, history

GRANT = f"dibao-{STREET}-2019-01-01"
CONFIRM = replace(confirm_dibao(), act=act("2019-01-21", "chief", STREET))
GIVEN = history(*ESTABLISHMENT, delegate(), *DIBAO_NOTICED, CONFIRM)
CONFIRMED = len(GIVEN)
DRAW = DrawSample(act("2019-04-01", "head"), "2019-Q1", GRANT, 1, CONFIRMED, 30, "摇号 0401")
DEFECT = {"in_order": False, "finding": "公示照片缺失", "order": "补充公示材料"}


@given(st.sets(st.integers(1, 10_000)), st.integers(1, 100), st.text())
def test_a_sample_follows_from_seed_and_numbers(
    numbers: set[int], share_percent: int, seed: str
) -> None:
    drawn = draw(seed, numbers, share_percent)
    assert drawn == draw(seed, sorted(numbers, reverse=True), share_percent)
    assert set(drawn) <= numbers
    assert len(drawn) == -(-len(numbers) * share_percent // 100)
    assert set(drawn) <= set(draw(seed, numbers, min(100, share_percent + 10)))


def test_a_sample_is_drawn_once_from_what_the_grant_decided() -> None:
    [drawn] = decide(DRAW, GIVEN)
    assert isinstance(drawn.record, SampleDrawn)
    assert (drawn.record.decisions, drawn.record.drawn) == (1, [CONFIRMED])
    given_sample = history(DRAW, given=GIVEN)
    refused(rules.SAMPLE_BY_RULE, DRAW, given_sample)
    for wrong in (
        replace(DRAW, position_last=CONFIRMED - 1),
        replace(DRAW, seed=""),
        replace(DRAW, share_percent=0),
    ):
        refused(rules.SAMPLE_BY_RULE, wrong, GIVEN)


def test_a_drawn_decision_is_reviewed_once_by_another() -> None:
    drawn = history(DRAW, given=GIVEN)
    review = ReviewDecision(act("2019-04-02", "head"), "2019-Q1", GRANT, CONFIRMED, True)
    defect = replace(review, **DEFECT)
    assert decide(defect, drawn)
    for wrong in (
        replace(review, position=1),
        replace(review, in_order=False),
        replace(defect, order=""),
        replace(review, act=act("2019-04-02", "chief")),
    ):
        refused(rules.REVIEW_OF_SAMPLE, wrong, drawn)
    refused(rules.REVIEW_OF_SAMPLE, defect, history(review, given=drawn))
