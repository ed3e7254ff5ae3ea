"""Make commands one after another without a database, with records found by tag."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from eventsourcing.dcb import domain as dcb

from domain.common.decisions import Decision, Latest
from domain.common.records import Tagged
from domain.common.refusals import Citation


class Replay:
    """The records so far. A record's position is its place in `records`, from 1."""

    def __init__(self) -> None:
        self.records: list[Tagged] = []
        self._places: dict[str, list[int]] = defaultdict(list)

    def make(self, decisions: Iterable[Decision]) -> list[Tagged]:
        """Make all commands.

        Raises:
            Refusal: a command was refused.
        """
        for decision in decisions:
            self._make(decision)
        return self.records

    def _make(self, decision: Decision) -> None:
        shown = {
            place
            for selector in decision.consistency_boundary()
            for place in self._inside(selector)
        }
        for place in sorted(shown):
            tagged = self.records[place]
            citation = Citation(place + 1, tagged.record.type, "")
            decision.show(tagged, citation)
        decision.execute()
        for tagged in decision.collect_events():
            assert isinstance(tagged, Tagged)
            for tag in tagged.tags:
                self._places[tag].append(len(self.records))
            self.records.append(tagged)

    def _inside(self, selector: dcb.Selector) -> list[int]:
        fewest = min((self._places[tag] for tag in selector.tags), key=len)
        places = [
            place
            for place in fewest
            if set(self.records[place].tags) >= set(selector.tags)
            and (not selector.types or type(self.records[place].record) in selector.types)
        ]
        return places[-1:] if isinstance(selector, Latest) else places
