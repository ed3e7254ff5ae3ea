"""Decide without a database: show a decision the given records, as the application would."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eventsourcing.dcb import domain as dcb

from application import deciding
from domain.authority.establishment import Establishment
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
    boundary = deciding.selectors_of(decision)
    places = sorted({place for selector in boundary for place in _inside(selector, given)})
    shown = [(given[place], _citation(given, place)) for place in places]

    def look(selectors: Sequence[dcb.Selector]) -> list[tuple[Tagged, Citation]]:
        found = sorted({place for selector in selectors for place in _inside(selector, given)})
        return [(given[place], _citation(given, place)) for place in found]

    made = deciding.decide(decision, establishment(given), shown, look)
    for tagged in made:
        _OCCURRED[id(tagged)] = (tagged, decision.act.occurred.isoformat())
    return made


def establishment(given: Sequence[Tagged]) -> Establishment:
    """The establishment that records make."""
    now = Establishment()
    for place, tagged in enumerate(given):
        now.add(tagged.record, _citation(given, place))
    return now


_OCCURRED: dict[int, tuple[Tagged, str]] = {}
"""When records were decided, by object: only the log keeps it, beside them."""


def _citation(given: Sequence[Tagged], place: int) -> Citation:
    tagged = given[place]
    occurred = _OCCURRED.get(id(tagged), (tagged, "2019-01-01"))[1]
    return Citation(place + 1, tagged.record.type, occurred)


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
