"""Runs a part of the demo without a database: every decision, in order, against what it made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from eventsourcing.dcb import domain as dcb

from domain.common.decisions import Decision, Latest
from domain.common.records import Record, Tagged
from domain.common.refusals import Citation
from projections.figures.published import PublishedFigure, Quality
from tools.demo.plan import Figures


class Replay:
    """An index over the records made so far, so that a whole year is decided in seconds."""

    def __init__(self) -> None:
        self.records: list[Tagged] = []
        self._places: dict[str, list[int]] = defaultdict(list)

    def run(self, decisions: Iterable[Decision]) -> list[Record]:
        """The records the decisions lead to. They must come in the order they occurred."""
        before = None
        for decision in decisions:
            assert before is None or before <= decision.act.occurred
            before = decision.act.occurred
            self._decide(decision)
        return [tagged.record for tagged in self.records]

    def _decide(self, decision: Decision) -> None:
        boundary = decision.consistency_boundary()
        for place in sorted({place for selector in boundary for place in self._inside(selector)}):
            tagged = self.records[place]
            decision.show(tagged, Citation(place + 1, tagged.record.type, ""))
        decision.execute()
        for made in decision.collect_events():
            assert isinstance(made, Tagged)
            for tag in made.tags:
                self._places[tag].append(len(self.records))
            self.records.append(made)

    def _inside(self, selector: dcb.Selector) -> list[int]:
        newest_only = isinstance(selector, Latest)
        found = []
        for place in reversed(self._places[selector.tags[0]]):
            tagged = self.records[place]
            if set(selector.tags) <= set(tagged.tags) and type(tagged.record) in selector.types:
                found.append(place)
                if newest_only:
                    break
        return found


def figures(
    values: Mapping[str, int | None], quality: Quality = Quality.EXACT, printed: str = ""
) -> Figures:
    """Figures with these values; a key without a value is absent from the report."""
    return Figures(
        PublishedFigure(key, "figure", "", "", "", value, "", quality, printed, "", "")
        for key, value in values.items()
        if value is not None
    )
