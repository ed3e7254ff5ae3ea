"""The log against a model: a list of records, and what conditions and commands mean for it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import orjson
import psycopg
import pytest
from eventsourcing.dcb.api import DCBAppendCondition, DCBQuery, DCBQueryItem
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from ledger.log import BoundaryRead, Command, ConditionFailedError, Log, Taken, writer
from ledger.verification import verify
from tests.ledger.recording import command, draft

TAGS = ["case:1", "case:2", "fund:x", "person:a"]
TYPES = ["opened.v1", "paid.v1"]

tags = st.lists(st.sampled_from(TAGS), unique=True, max_size=3)
types = st.lists(st.sampled_from(TYPES), unique=True, max_size=2)
queries = st.lists(st.builds(DCBQueryItem, types=types, tags=tags), max_size=3).map(DCBQuery)


@dataclass(frozen=True)
class Fact:
    """A record of the model."""

    type: str
    tags: tuple[str, ...]


@dataclass(frozen=True)
class Request:
    """What one caller asks for."""

    facts: Sequence[Fact]
    query: DCBQuery | None
    behind: int
    """How many records before the end the condition looks back; beyond the beginning means all."""
    has_command: bool
    log: int


facts = st.builds(Fact, st.sampled_from(TYPES), tags.map(tuple))
requests = st.builds(
    Request,
    st.lists(facts, min_size=1, max_size=4),
    st.none() | queries,
    st.integers(0, 6),
    st.booleans(),
    st.integers(0, 1),
)


def matches(query: DCBQuery, fact: Fact) -> bool:
    return not query.items or any(
        set(item.tags) <= set(fact.tags) and (not item.types or fact.type in item.types)
        for item in query.items
    )


class LogMachine(RuleBasedStateMachine):
    """Two processes with a log each, and callers in threads."""

    dsn = ""

    def __init__(self) -> None:
        super().__init__()
        empty(self.dsn)
        self.logs = [Log.open(self.dsn), Log.open(self.dsn)]
        self.model: list[Fact] = []
        self.taken: list[tuple[Command, Taken]] = []

    def teardown(self) -> None:
        found = verify(self.dsn)
        assert found.ok, found.problems
        assert found.records == len(self.model)
        for log in self.logs:
            log.close()

    @rule(asked=st.lists(requests, min_size=1, max_size=5))
    def append_at_once(self, asked: list[Request]) -> None:
        """Several callers at once: there is an order of those accepted in which each might."""
        size = len(self.model)
        commands = [command() if one.has_command else None for one in asked]
        with ThreadPoolExecutor(len(asked)) as pool:
            outcomes = list(pool.map(self._send, asked, commands, [size] * len(asked)))
        accepted = sorted(
            (outcome.position_first, number)
            for number, outcome in enumerate(outcomes)
            if isinstance(outcome, Taken)
        )
        for first, number in accepted:
            assert first == len(self.model) + 1
            assert not self._meets(asked[number], size)
            self.model += asked[number].facts
        for number, outcome in enumerate(outcomes):
            sent = commands[number]
            if isinstance(outcome, ConditionFailedError):
                query = asked[number].query
                assert query is not None
                assert outcome.position > max(0, size - asked[number].behind)
                assert matches(query, self.model[outcome.position - 1])
            elif sent is not None:
                self.taken.append((sent, outcome))

    def _send(
        self, asked: Request, sent: Command | None, size: int
    ) -> Taken | ConditionFailedError:
        drafts = [draft(*one.tags, command=sent, of_type=one.type) for one in asked.facts]
        after = size - asked.behind
        condition = (
            None
            if asked.query is None
            else DCBAppendCondition(asked.query, after if after > 0 else None)
        )
        try:
            return self.logs[asked.log].take(drafts, condition, sent)
        except ConditionFailedError as error:
            return error

    def _meets(self, asked: Request, size: int) -> bool:
        query = asked.query
        looked_at = self.model[max(0, size - asked.behind) :]
        return query is not None and any(matches(query, fact) for fact in looked_at)

    @rule(number=st.integers(0, 50), log=st.integers(0, 1))
    def send_again(self, number: int, log: int) -> None:
        """A command sent again gets its answer and records nothing."""
        if self.taken:
            sent, taken = self.taken[number % len(self.taken)]
            again = self.logs[log].take([draft("case:1", command=sent)], None, sent)
            assert again == Taken(taken.position_first, taken.position_last, taken.recorded, True)

    @rule(query=queries, after=st.integers(0, 9), limit=st.integers(0, 5), log=st.integers(0, 1))
    def read(self, query: DCBQuery, after: int, limit: int, log: int) -> None:
        """All three ways to read find what the model has."""
        found = [place for place, fact in enumerate(self.model, 1) if matches(query, fact)]
        later = [place for place in found if place > after]
        read = self.logs[log].read
        assert [one.position for one in read(query, after=after)] == later
        assert [one.position for one in read(query, after=after, limit=limit)] == later[:limit]
        newest = self.logs[log].newest(query, before=after + 1, limit=limit)
        earlier = [place for place in found if place <= after]
        assert [one.position for one in newest] == earlier[::-1][:limit]
        state = self.logs[log].boundary([BoundaryRead(item, latest=True) for item in query.items])
        assert state.head == len(self.model)
        assert {one.position for one in state.events} == {
            max(places)
            for item in query.items
            if (places := [p for p in found if matches(DCBQuery([item]), self.model[p - 1])])
        }

    @invariant()
    def records_are_the_model(self) -> None:
        """Every record is there, as it was, with its ordinals."""
        ordinals: dict[str, int] = {}
        for fact, found in zip(self.model, self.logs[0].read(), strict=True):
            assert (found.event.type, tuple(found.event.tags)) == (fact.type, fact.tags)
            numbered = [tag for tag in fact.tags if tag.startswith(("case:", "fund:"))]
            for tag in numbered:
                ordinals[tag] = ordinals.get(tag, 0) + 1
            stamped = orjson.loads(found.event.data)["ordinals"]
            assert stamped == {tag: ordinals[tag] for tag in numbered}


def empty(dsn: str) -> None:
    """Take everything out of the log, which only a superuser without triggers can."""
    with psycopg.connect(dsn) as connection:
        connection.execute(
            "SET session_replication_role = replica;"
            "TRUNCATE ledger.records, ledger.postings, ledger.subtrees, ledger.commands;"
            "UPDATE ledger.head SET size = 0, frontier = '', root = sha256(''), "
            "recorded = '1970-01-01Z'"
        )


@pytest.mark.parametrize("by_copy", [False, True])
def test_the_log_does_as_the_model(
    database: str, monkeypatch: pytest.MonkeyPatch, by_copy: bool
) -> None:
    if by_copy:
        monkeypatch.setattr(writer, "CALL_RECORDS_MAX", 0)
    machine = type("Machine", (LogMachine,), {"dsn": database})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=20,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
