"""The checker: what must hold between the histories of all workers and the log in the database.

| kind | what it means |
| --- | --- |
| lost | acknowledged, or seen by a reader, and not in the log as it was |
| doubled | a command is recorded more than once |
| gap | a position is missing or used twice, or the head is not the last one |
| ghost | recorded, though the log said that nothing was appended |
| torn | a command is recorded in part, or in pieces |
| stranger | a record that no worker sent |
| condition | a decision made again on the records before it comes out otherwise |
| refusal | a command was refused or declined on what the log does not hold |
| clock | the time of recording goes back |
| ordinal | a case, fund or office does not number its records 1, 2, 3 … |
| fork | a head that was seen is not the head of a beginning of this log |
| missed | a reader that follows was given something else than the log |
| unexpected | an error that is not one of the log's |
| verify | `verify` finds the log not as it was recorded |

Histories must be read before the log is, with their workers stopped: what was answered by then
must stand, and what was refused by then must not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

import orjson

from tests.fire.history import Event, Intent
from tests.fire.model import Model
from tests.fire.stored import StoredLog
from tests.fire.tree import roots

EXAMPLES_MAX = 20


@dataclass
class Report:
    """Counts, and what was found wrong by kind."""

    records: int = 0
    acknowledged: int = 0
    refused: int = 0
    declined: int = 0
    failed: int = 0
    unknown: int = 0
    """Commands that at some time nobody knew the outcome of."""
    found: int = 0
    """Of these, how many stood: by the log, or by its answer when they were sent again."""
    replayed: int = 0
    """Acknowledgements of commands that had been recorded before."""
    heads: int = 0
    problems: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def add(self, kind: str, words: str) -> None:
        """Note a problem."""
        self.problems[kind] += 1
        if len(self.examples) < EXAMPLES_MAX:
            self.examples.append(f"{kind}: {words}")

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


@dataclass
class Told:
    """All that the workers were told about one command."""

    intent: Intent | None = None
    started: int = 0
    answered: int = 0
    unknown: int = 0
    acknowledged: list[Event] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether nobody knows if it stands."""
        return not self.acknowledged and (self.unknown > 0 or self.started > self.answered)


def check(stored: StoredLog, events: Iterable[Event]) -> Report:
    """Compare histories and log."""
    return _Check(stored, list(events)).run()


class _Check:
    def __init__(self, stored: StoredLog, events: list[Event]) -> None:
        self._stored = stored
        self._events = events
        self._report = Report(records=len(stored.records))
        self._fields: dict[int, dict[str, Any]] = {
            position: orjson.loads(data) for position, data in stored.records
        }
        self._told = _told(events)

    def run(self) -> Report:
        self._check_positions()
        self._check_commands()
        self._check_decisions()
        self._check_refusals()
        self._check_heads()
        self._check_readers()
        self._count()
        return self._report

    def _check_positions(self) -> None:
        for expected, record in enumerate(self._stored.records, 1):
            if record.position != expected:
                self._report.add("gap", f"position {expected} is followed by {record.position}")
                break
        last = self._stored.records[-1].position if self._stored.records else 0
        if last != self._stored.size:
            self._report.add("gap", f"the head says {self._stored.size}, the last is {last}")

    def _check_commands(self) -> None:
        places: dict[str, list[int]] = defaultdict(list)
        for position, fields in self._fields.items():
            places[fields["data"]["mark"]].append(position)
        for command in places.keys() - self._told.keys():
            self._report.add("stranger", f"{command} at {places[command][:3]}")
        for command, told in self._told.items():
            self._check_command(command, told, sorted(places.get(command, ())))

    def _check_command(self, command: str, told: Told, places: list[int]) -> None:
        count = told.intent.count if told.intent else 0
        words = f"{told.intent} is at {places[:5]}"
        if len(places) > count:
            self._report.add("doubled", words)
        elif places and places != list(range(places[0], places[0] + count)):
            self._report.add("torn", words)
        elif [self._fields[place]["data"]["index"] for place in places] != list(range(len(places))):
            self._report.add("torn", f"{words}, in another order")
        for answer in told.acknowledged:
            self._check_acknowledged(command, answer, places)
        if places and not told.acknowledged and not told.is_open:
            self._report.add("ghost", words)
        if told.unknown or told.is_open:
            stood = told.is_open or any(answer.replayed for answer in told.acknowledged)
            self._report.unknown += 1
            self._report.found += bool(places) and stood

    def _check_acknowledged(self, command: str, answer: Event, places: list[int]) -> None:
        said = list(range(answer.first, answer.last + 1))
        missing = sorted(set(said) - set(places))
        if missing:
            self._report.add("lost", f"{command} was acknowledged at {missing[:5]}, is not there")
            return
        recorded = datetime.fromisoformat(self._fields[answer.last]["recorded"])
        if recorded != datetime.fromisoformat(answer.recorded):
            self._report.add("lost", f"{command} was acknowledged as recorded {answer.recorded}")

    def _check_decisions(self) -> None:
        """Make every decision again in the order of the log, the declined ones too."""
        model = Model()
        declined: dict[int, list[Event]] = defaultdict(list)
        for event in self._events:
            if event.kind == "declined":
                declined[event.after].append(event)
        self._check_declined(model, declined.pop(0, []))
        for position in sorted(self._fields):
            for kind, words in model.take(self._fields[position]):
                self._report.add(kind, f"record {position} {words}")
            self._check_declined(model, declined.pop(position, []))
        for after in declined:
            self._report.add("lost", f"a decision was made at {after}; the log ends before")

    def _check_declined(self, model: Model, events: list[Event]) -> None:
        for event in events:
            intent = event.intent
            if intent is None or model.balances_fen[intent.subject] >= intent.amount_fen:
                self._report.add("refusal", f"{intent} was declined after {event.after}")

    def _check_refusals(self) -> None:
        for event in self._events:
            if event.kind != "refused":
                continue
            intent = self._told[event.command].intent
            met = self._fields.get(event.by)
            if not met or not intent or event.by <= event.after:
                self._report.add("refusal", f"{intent} after {event.after} met {event.by}")
            elif intent.subject not in met["tags"]:
                self._report.add("refusal", f"{intent} met {event.by}, outside its boundary")

    def _check_heads(self) -> None:
        seen = {(event.size, event.root) for event in self._events if event.kind == "head"}
        seen.add((self._stored.size, self._stored.root.hex()))
        leaves = (data for _, data in self._stored.records)
        expected = roots(leaves, {size for size, _ in seen})
        for size, root in seen:
            if size not in expected:
                self._report.add("lost", f"a head of {size} records was seen")
            elif expected[size].hex() != root:
                self._report.add("fork", f"the head of {size} records was {root}")
        self._report.heads = len(seen)

    def _check_readers(self) -> None:
        data = dict(self._stored.records)
        for event in self._events:
            if event.kind == "followed":
                positions = range(event.first, event.last + 1)
                joined = b"".join(b"%d %b" % (one, data.get(one, b"")) for one in positions)
                if sha256(joined).hexdigest() != event.digest:
                    self._report.add("missed", f"a reader of {event.first} to {event.last}")
            elif event.kind == "unexpected":
                self._report.add("unexpected", event.reason)

    def _count(self) -> None:
        kinds = Counter(event.kind for event in self._events)
        self._report.refused, self._report.declined = kinds["refused"], kinds["declined"]
        self._report.failed = kinds["failed"]
        self._report.acknowledged = sum(bool(told.acknowledged) for told in self._told.values())
        self._report.replayed = sum(event.replayed for event in self._events)


def _told(events: Iterable[Event]) -> dict[str, Told]:
    told: dict[str, Told] = defaultdict(Told)
    for event in events:
        if not event.command:
            continue
        about = told[event.command]
        about.intent = event.intent or about.intent
        match event.kind:
            case "started":
                about.started += 1
            case "acknowledged":
                about.acknowledged.append(event)
                about.answered += 1
            case "unknown":
                about.unknown += 1
                about.answered += 1
            case "refused" | "failed" | "unexpected":
                about.answered += 1
    return told
