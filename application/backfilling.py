"""What is written in later names an approved batch: asked of every command, whatever its register.

The batch is part of the command's boundary; its approval says why, where the papers are, and who
compares what is written with them.
"""

from __future__ import annotations

from collections.abc import Iterable

from eventsourcing.dcb.domain import Selector

from domain.common.decisions import All, Decision, EntryMode
from domain.common.records import Tagged
from domain.common.refusals import Citation, Refusal
from domain.upkeep import rules, tags
from domain.upkeep.records import BackfillApproved


def selectors(decision: Decision) -> list[Selector]:
    """What a backfilled command looks at beyond its own boundary."""
    act = decision.act
    if act.entry_mode is not EntryMode.BACKFILL or not act.backfill:
        return []
    return [All([BackfillApproved], [tags.backfill(act.backfill)])]


def check(decision: Decision, shown: Iterable[tuple[Tagged, Citation]]) -> None:
    """Refuse a backfill without an approved batch, or written by who is to compare it.

    Raises:
        Refusal: see there.
    """
    act = decision.act
    if act.entry_mode is not EntryMode.BACKFILL:
        return
    for tagged, citation in shown:
        approved = tagged.record
        if isinstance(approved, BackfillApproved) and approved.backfill == act.backfill:
            if approved.second_official != act.by:
                return
            detail = f"Official {act.by} is to compare batch {act.backfill} with its papers."
            raise Refusal(rules.BACKFILL_APPROVED, detail, [citation])
    raise Refusal(
        rules.BACKFILL_APPROVED,
        f"No approved batch {act.backfill!r} is known.",
        advice="Approve it first (upkeep.approve-backfill), and name it.",
    )
