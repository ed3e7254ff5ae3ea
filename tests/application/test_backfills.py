"""Old papers are written in under an approved batch, by another than who compares them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.common.decisions import Decision, EntryMode
from domain.common.refusals import Refusal, Rule
from domain.upkeep import rules
from domain.upkeep.decisions.backfills import ApproveBackfill
from ledger.record import fields_of
from tests.application.acts import establish, sent
from tests.application.conftest import Counter


def backfilled(command: Decision, batch: str, by: str = "clerk") -> Decision:
    act = replace(command.act, by=by, entry_mode=EntryMode.BACKFILL, backfill=batch)
    return replace(command, act=act)


def approve(second: str = "second", reason: str = "fire of 2003") -> ApproveBackfill:
    return ApproveBackfill(sent(1, by="head"), "BOX-7", reason, "1998-2003", "room 2", second)


def refused(counter: Counter, command: Decision) -> Rule:
    with pytest.raises(Refusal) as caught:
        counter.desk.execute(command)
    assert "Nothing was recorded" in str(caught.value)
    return caught.value.rule


def test_records_of_a_batch_are_found_by_it(counter: Counter) -> None:
    assert refused(counter, backfilled(establish(2), "BOX-7")) is rules.BACKFILL_APPROVED
    assert refused(counter, backfilled(establish(2), "")) is rules.BACKFILL_APPROVED
    counter.desk.execute(approve())
    counter.desk.execute(backfilled(establish(2), "BOX-7"))
    fields = fields_of(counter.log.at(2).event.data)
    assert fields["entry_mode"] == "backfill"
    assert "backfill:BOX-7" in fields["tags"]


def test_who_compares_does_not_write_and_approval_says_why(counter: Counter) -> None:
    assert refused(counter, approve(second="head")) is rules.BACKFILL_APART
    assert refused(counter, approve(reason=" ")) is rules.REASON_TOLD
    counter.desk.execute(approve())
    compared = backfilled(establish(2), "BOX-7", by="second")
    assert refused(counter, compared) is rules.BACKFILL_APPROVED
    (decided,) = counter.desk.sitting().decide([compared])
    assert isinstance(decided.refusal, Refusal)
