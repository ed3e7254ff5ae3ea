"""Decide without a database: show a decision the given records, as the application would."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eventsourcing.dcb import domain as dcb

from domain.common.decisions import At, Decision, Latest
from domain.common.records import Tagged
from domain.common.refusals import Citation


def decide(decision: Decision, given: Sequence[Tagged] = ()) -> list[Tagged]:
    """The records a decision leads to, given the records before it (positions 1, 2, 3 …).

    A decision is good for one use, so a fresh copy decides: tests may share their commands.

    Raises:
        Refusal: as the decision does.
    """
    decision = replace(decision)
    boundary = decision.consistency_boundary()
    shown = sorted({place for selector in boundary for place in _inside(selector, given)})
    for place in shown:
        tagged = given[place]
        decision.show(tagged, Citation(place + 1, tagged.record.type, "2019-01-01"))
    decision.execute()
    return [tagged for tagged in decision.collect_events() if isinstance(tagged, Tagged)]


def history(*decisions: Decision, given: Sequence[Tagged] = ()) -> list[Tagged]:
    """The records of several decisions made one after another."""
    records = list(given)
    for decision in decisions:
        records += decide(decision, records)
    return records


def _inside(selector: dcb.Selector, given: Sequence[Tagged]) -> list[int]:
    if isinstance(selector, At):
        return [selector.position - 1] if 1 <= selector.position <= len(given) else []
    places = [
        place
        for place, tagged in enumerate(given)
        if set(tagged.tags) >= set(selector.tags)
        and (not selector.types or type(tagged.record) in selector.types)
    ]
    return places[-1:] if isinstance(selector, Latest) else places
