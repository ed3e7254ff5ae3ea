"""The register of evidence: statements of snapshots, and what was handed out."""

from __future__ import annotations

import pytest

from domain.common.refusals import Refusal
from domain.evidence.decisions import TakeBundle, TakeSnapshot
from domain.evidence.records import BundleTaken, SnapshotTaken
from tests.domain.acting import act
from tests.domain.deciding import decide, history

HASH = "ab" * 32


def snapshot(
    period: str = "", *, projection: str = "payments", size: int = 10, definition: str = HASH
) -> TakeSnapshot:
    return TakeSnapshot(act(), projection, definition, size, HASH, 3, HASH, {"records": 9}, period)


def bundle(recipient: str = "纪检监察组 2026-17", reason: str = "核查") -> TakeBundle:
    return TakeBundle(act(), "fund:F", 10, 3, 11, (12,), recipient, reason, {"codes.json": HASH})


def test_a_snapshot_names_the_one_of_its_projection_before_it() -> None:
    records = history(snapshot(), snapshot(projection="funds"), snapshot("2019-12"))
    taken = [tagged.record for tagged in records if isinstance(tagged.record, SnapshotTaken)]
    assert [one.previous for one in taken] == [0, 0, 1]


def test_the_end_of_a_month_is_stated_once_for_each_definition() -> None:
    before = history(snapshot("2019-12"))
    with pytest.raises(Refusal, match="period-once") as refused:
        decide(snapshot("2019-12"), before)
    assert refused.value.against[0].position == 1
    decide(snapshot("2019-12", definition="cd" * 32), before)
    decide(snapshot("2019-11"), before)
    decide(snapshot("2019-12", projection="funds"), before)


@pytest.mark.parametrize("wrong", [{"size": 0}, {"definition": "none"}])
def test_a_snapshot_states_hashes_of_a_log_with_records(wrong: dict[str, object]) -> None:
    with pytest.raises(Refusal, match="statement-of-known-log"):
        decide(snapshot(**wrong))  # type: ignore[arg-type]


def test_what_is_handed_out_stands_in_the_history_of_what_it_is_about() -> None:
    (tagged,) = decide(bundle())
    assert isinstance(tagged.record, BundleTaken)
    assert "fund:F" in tagged.tags


@pytest.mark.parametrize("text", ["", "   ", "x" * 201])
def test_recipient_and_reason_are_named(text: str) -> None:
    for wrong in (bundle(recipient=text), bundle(reason=text)):
        with pytest.raises(Refusal, match="recipient-and-reason"):
            decide(wrong)


@pytest.mark.parametrize("text", ["张三 371002198505011234", "13800138000", "6222021612001234567"])
def test_recipient_and_reason_hold_no_number_of_a_person(text: str) -> None:
    for wrong in (bundle(recipient=text), bundle(reason=text)):
        with pytest.raises(Refusal, match="no-personal-data") as refused:
            decide(wrong)
        assert text not in str(refused.value)
