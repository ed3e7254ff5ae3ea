"""A sitting: many commands decided one after another, then recorded in one commit.

Each command is shown what the log holds and what the earlier ones of the sitting would record, so
the outcome is the same as if they had come one by one. Nothing is recorded until `record`; then
all of them are, or none: the condition is that nothing has entered any of their boundaries since
the first was looked at.

Lines of a file come this way: a round trip and a commit for many commands instead of for each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from eventsourcing.dcb.api import DCBAppendCondition, DCBQuery, DCBQueryItem
from eventsourcing.dcb.domain import Selector

from application import records
from application.deciding import decide, selectors_of
from application.desk import Answer, identified
from application.showing import Showing, Shown, type_names
from domain.authority.establishment import Establishment
from domain.common.decisions import At, Decision, Latest
from domain.common.records import Tagged
from domain.common.refusals import Citation, Refusal
from ledger.log import Command, CommandConflictError, Log, Taken
from ledger.record import Draft
from ledger.sealing import Keyring

Wanted = tuple[tuple[str, ...], tuple[str, ...], bool, int]
"""Types, tags, whether only the newest is wanted, and at which position (0 if anywhere): a part of
a boundary, comparable."""


@dataclass
class Decided:
    """A command of the sitting and what became of it: one of the three, or nothing to record."""

    command: Command
    made: Sequence[Tagged] = ()
    refusal: Refusal | CommandConflictError | None = None
    earlier: Taken | None = None
    """Where it was recorded before."""
    decision: Decision | None = None


class Sitting:
    """Decides commands and keeps what they would record. Not shared between threads."""

    def __init__(
        self,
        log: Log,
        keyring: Keyring,
        fingerprint: Callable[[Decision], bytes],
        showing: Showing,
    ) -> None:
        """Begin with the log as it is when the first commands are decided.

        Args:
            log: where the records go.
            keyring: the persons' keys, for sealing.
            fingerprint: of a command, as the desk takes it.
            showing: looks into boundaries.
        """
        self._log = log
        self._keyring = keyring
        self._showing = showing
        self._fingerprint = fingerprint
        self._establishment = Establishment()
        self._after: int | None = None
        self._items: dict[object, DCBQueryItem] = {}
        self._pending = _Index()
        self._decided: list[Decided] = []

    @property
    def records(self) -> int:
        """How many records would be recorded."""
        return sum(len(one.made) for one in self._decided)

    def decide(self, decisions: Iterable[Decision]) -> list[Decided]:
        """Decide commands, in their order, after those decided before.

        Raises:
            InvalidCommandError: a command does not say when it happened, or its id is no UUID.
            LedgerError: the log cannot be read.
        """
        asked = [identified(decision) for decision in decisions]
        commands = [Command(UUID(one.act.command), self._fingerprint(one)) for one in asked]
        earlier = self._log.answers([command.id for command in commands])
        pairs = list(zip(asked, commands, strict=True))
        parts = [
            {} if command.id in earlier else {_wanted(one): one for one in selectors_of(decision)}
            for decision, command in pairs
        ]
        stored = self._read({key: one for part in parts for key, one in part.items()})
        found = []
        for (decision, command), part in zip(pairs, parts, strict=True):
            if command.id in earlier:
                found.append(_replayed(command, *earlier[command.id]))
            else:
                found.append(
                    self._decide(decision, command, _inside([*part], stored, self._pending))
                )
        self._decided += found
        return found

    def record(self) -> list[Answer]:
        """Record what was decided, in one commit; refused commands are passed over.

        Returns:
            The answer of every command that was not refused, in order.

        Raises:
            ConditionFailedError: others have recorded inside a boundary; nothing was recorded.
            LedgerError: as `Log.take`; nothing was recorded, or it is not known.
        """
        fresh = [one for one in self._decided if one.made]
        taken = dict[UUID, Taken]()
        if fresh:
            parts = list(self._drafts(fresh))
            query = DCBQuery(list(self._items.values()))
            condition = DCBAppendCondition(query, after=self._after)
            answers = self._log.take_together(parts, condition)
            taken = {command.id: one for (command, _), one in zip(parts, answers, strict=True)}
        return [_answer(one, taken) for one in self._decided if one.refusal is None]

    def _drafts(self, fresh: Sequence[Decided]) -> Iterator[tuple[Command, list[Draft]]]:
        made = [tagged for one in fresh for tagged in one.made]
        self._keyring.keys(
            {
                person: personal.get("id_number")
                for tagged in made
                for person, personal in tagged.personal.items()
            }
        )
        for one in fresh:
            assert one.decision is not None  # noqa: S101 - a command with records was decided
            yield one.command, records.drafts(one.decision, list(one.made), self._keyring)

    def _read(self, selectors: Mapping[Wanted, Selector]) -> _Index:
        stored = _Index()
        if not selectors and self._after is not None:
            return stored
        looked = self._showing.look(list(selectors.values()))
        self._items.update({(tuple(one.types), tuple(one.tags)): one for one in looked.items})
        if self._after is None:
            self._after = looked.head
            self._establishment = looked.establishment.copy()
        for shown in looked.shown:
            stored.add(shown)
        return stored

    def _look(self, parts: Sequence[Selector]) -> list[Shown]:
        wanted = {_wanted(part): part for part in parts}
        return _inside([*wanted], self._read(wanted), self._pending)

    def _decide(self, decision: Decision, command: Command, inside: Sequence[Shown]) -> Decided:
        try:
            made = decide(decision, self._establishment, inside, self._look)
        except Refusal as refusal:
            return Decided(command, refusal=refusal)
        for tagged in made:
            citation = Citation(0, tagged.record.type, decision.act.occurred.isoformat())
            self._establishment.add(tagged.record, citation)
            self._pending.add(Shown(tagged, citation))
        return Decided(command, made, decision=decision)


class _Index:
    """Records in the order of the log, found by tag."""

    def __init__(self) -> None:
        self._shown: list[Shown] = []
        self._places: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, shown: Shown) -> None:
        place = len(self._shown)
        self._shown.append(shown)
        for tag in shown.tagged.tags:
            self._places[tag].append(place)

    def at(self, place: int) -> Shown:
        return self._shown[place]

    def matching(self, wanted: Wanted) -> Iterator[int]:
        """The places of matching records, newest first."""
        types, tags, _, position = wanted
        if position:
            yield from (p for p, one in enumerate(self._shown) if one.citation.position == position)
            return
        lists = [self._places.get(tag, ()) for tag in tags]
        places: Sequence[int] = min(lists, key=len) if lists else range(len(self._shown))
        for place in reversed(places):
            tagged = self._shown[place].tagged
            if (not types or tagged.record.type in types) and set(tags) <= set(tagged.tags):
                yield place


def _inside(wanted: Sequence[Wanted], stored: _Index, pending: _Index) -> list[Shown]:
    """What a boundary holds, in order: what is stored, then what the sitting would record."""
    old, new = set[int](), set[int]()
    for one in wanted:
        if not one[2]:
            old.update(stored.matching(one))
            new.update(pending.matching(one))
            continue
        newest = next(pending.matching(one), None)
        if newest is not None:
            new.add(newest)
        else:
            old.update(place for place in [next(stored.matching(one), None)] if place is not None)
    return [*map(stored.at, sorted(old)), *map(pending.at, sorted(new))]


def _wanted(selector: Selector) -> Wanted:
    types = type_names(tuple(selector.types))
    position = selector.position if isinstance(selector, At) else 0
    return types, tuple(selector.tags), isinstance(selector, Latest), position


def _replayed(command: Command, fingerprint: bytes, taken: Taken) -> Decided:
    if fingerprint != command.fingerprint:
        return Decided(command, refusal=CommandConflictError(command.id, taken.position_first))
    return Decided(command, earlier=taken)


def _answer(one: Decided, taken: Mapping[UUID, Taken]) -> Answer:
    found = one.earlier or taken.get(one.command.id)
    if found is None:
        return Answer(one.command.id, 0, 0, replayed=False)
    return Answer(one.command.id, found.position_first, found.position_last, found.replayed)
