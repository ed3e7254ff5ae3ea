"""The log: the library's recorder on PostgreSQL, and what the library does not ask for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from types import TracebackType
from typing import Self
from uuid import UUID

from eventsourcing.dcb.api import (
    DCBAppendCondition,
    DCBEvent,
    DCBQuery,
    DCBReadResponse,
    DCBRecorder,
    DCBSequencedEvent,
)

from ledger.errors import InvalidRecordError
from ledger.log.errors import (
    CommandConflictError,
    NoRightToAppendError,
    NothingToAppendError,
)
from ledger.log.grouping import Grouping
from ledger.log.listening import Listener, Subscription
from ledger.log.opaque import OpaqueDraft
from ledger.log.proposal import Proposal
from ledger.log.query import Query
from ledger.log.reading import POSITION_MAX, Reader, ReadResponse
from ledger.log.session import WriterSession
from ledger.log.values import BoundaryRead, BoundaryState, Command, Head, Taken
from ledger.log.writer import Writer
from ledger.record import Draft

COMMAND_RECORDS_MAX = 2**17
"""What one commit takes, held in memory: a file of 100,000 lines, with room to spare."""


class Log(DCBRecorder):
    """Records with positions 1, 2, 3 … without a gap, in commit order.

    Thread-safe. Appends of many threads share commits; each has its own condition and outcome.
    """

    def __init__(self, dsn: str) -> None:
        """Use `open`, or take the same care."""
        self._reader = Reader(dsn)
        self._session: WriterSession | None = None
        try:
            self._session = WriterSession(dsn)
        except NoRightToAppendError as error:
            self._reader.check_version()
            self._no_right = error
        except BaseException:
            self._reader.close()
            raise
        else:
            self._writers = Grouping(Writer(self._session).commit)
        self._listener = Listener(dsn, lambda: self.head().size)

    @classmethod
    def open(cls, dsn: str) -> Self:
        """Open the log of a database; to read only, if the user may do no more.

        Raises:
            SchemaVersionError: if the database does not hold this version of the log.
            LogUnavailableError: if the server cannot be reached.
        """
        return cls(dsn)

    def close(self) -> None:
        """Close all connections; subscriptions end."""
        self._listener.close()
        self._reader.close()
        if self._session is not None:
            self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def append(
        self, events: Sequence[DCBEvent], condition: DCBAppendCondition | None = None
    ) -> int:
        """Append records together, unless the condition fails.

        Returns:
            The position of the last one.

        Raises:
            ConditionFailedError: if a record meets the condition (an `IntegrityError`).
            NothingToAppendError: if there is no record (a `ProgrammingError`).
            LogError: as `take` does.
        """
        return self.take(events, condition).position_last

    def take(
        self,
        events: Sequence[DCBEvent],
        condition: DCBAppendCondition | None = None,
        command: Command | None = None,
    ) -> Taken:
        """Append the records of a command together, once, unless the condition fails.

        Args:
            events: drafts; a plain `DCBEvent` is kept as an opaque event.
            condition: no record after `condition.after` may match its query.
            command: a command that was taken before is answered as it was then.

        Raises:
            ConditionFailedError: if a record meets the condition.
            CommandConflictError: if the id was used for something else.
            InvalidRecordError: if a record breaks a limit, or names another command.
            NothingToAppendError: if there is no record.
            LogUnavailableError: if the server is away; nothing was appended.
            NoRightToAppendError: if the user of the database may only read.
            LogBusyError: if too many wait, or the server took too long; nothing was appended.
            UnknownOutcomeError: if the server was lost before it answered and stayed away: the
                only error after which the records may stand. `answer` tells.
        """
        drafts = [_draft(event, command) for event in events]
        commands = [(command, len(drafts))] if command else []
        return self._propose(drafts, condition, commands)

    def take_together(
        self,
        parts: Sequence[tuple[Command, Sequence[DCBEvent]]],
        condition: DCBAppendCondition | None = None,
    ) -> list[Taken]:
        """Append the records of several commands in one commit: all of them, or none.

        Args:
            parts: each command with its records; each has one at least, and no command comes twice.
            condition: as in `take`, for all of them.

        Returns:
            Where the records of each command stand.

        Raises:
            ConditionFailedError: if a record meets the condition, or one of the commands was
                recorded before.
            LogError: as `take` does.
        """
        drafts = [_draft(event, command) for command, events in parts for event in events]
        counts = [(command, len(events)) for command, events in parts]
        taken = self._propose(drafts, condition, counts)
        lasts = accumulate((count for _, count in counts), initial=taken.position_first - 1)
        return [Taken(before + 1, last, taken.recorded) for before, last in pairwise(lasts)]

    def _propose(
        self,
        drafts: Sequence[Draft],
        condition: DCBAppendCondition | None,
        commands: Sequence[tuple[Command, int]],
    ) -> Taken:
        if not drafts:
            raise NothingToAppendError("There is no record to append.")
        if len(drafts) > COMMAND_RECORDS_MAX:
            raise InvalidRecordError(
                f"There are {len(drafts):,} records; at most {COMMAND_RECORDS_MAX:,} are taken "
                "together.",
                "Cut it into several commands.",
            )
        query = None if condition is None else Query.of(condition.fail_if_events_match)
        after = (condition.after or 0) if condition else 0
        proposal = Proposal(drafts, query, after, commands)
        if self._session is None:
            raise self._no_right
        self._writers.submit(proposal)
        return proposal.answer()

    def answer(self, command_id: UUID) -> Taken | None:
        """What a command was answered earlier; None if it was not recorded."""
        found = self._reader.answers([command_id]).get(command_id)
        return found[1] if found else None

    def answers(self, command_ids: Sequence[UUID]) -> dict[UUID, tuple[bytes, Taken]]:
        """Fingerprint and answer of each of these commands that was recorded."""
        return self._reader.answers(command_ids)

    def replay(self, command: Command) -> Taken | None:
        """Like `answer`, for who knows what the command asked for.

        Raises:
            CommandConflictError: if it was something else.
        """
        found = self._reader.answers([command.id]).get(command.id)
        if found is None:
            return None
        fingerprint, taken = found
        if fingerprint != command.fingerprint:
            raise CommandConflictError(command.id, taken.position_first)
        return taken

    def read(
        self,
        query: DCBQuery | None = None,
        *,
        after: int | None = None,
        limit: int | None = None,
    ) -> DCBReadResponse:
        """Read matching records in the order of the log, page by page.

        Args:
            query: which records; all if none is given.
            after: only records after this position.
            limit: how many at most.
        """
        return ReadResponse(self._reader, query, after or 0, limit)

    def newest(
        self, query: DCBQuery | None, *, before: int | None = None, limit: int
    ) -> list[DCBSequencedEvent]:
        """Read the newest matching records, newest first.

        Args:
            query: which records; all if None.
            before: only records before this position: the last one of the page read so far.
            limit: how many at most.
        """
        page = self._reader.page(
            Query.of(query), after=0, before=before or POSITION_MAX, limit=limit, newest=True
        )
        return page[::-1]

    def boundary(self, reads: Sequence[BoundaryRead]) -> BoundaryState:
        """Read a consistency boundary in one round trip, as of one moment.

        `after=state.head` is the condition that nothing has entered it since.
        """
        return self._reader.boundary(reads)

    def at(self, position: int) -> DCBSequencedEvent:
        """The record at a position.

        Raises:
            NoSuchPositionError: names the size of the log.
        """
        return self._reader.at(position)

    def head(self) -> Head:
        """Size, root and last time of recording, as of one commit."""
        return self._reader.head()

    def subscribe(
        self, query: DCBQuery | None = None, *, after: int | None = None
    ) -> Subscription[Self]:
        """Follow matching records; waits at the end for new ones.

        Args:
            query: which records; all if none is given.
            after: only records after this position.
        """
        return Subscription(self, self._listener, query, after)

    def wait_for(self, position: int, timeout_seconds: float) -> bool:
        """Wait until the log has a position.

        Returns:
            Whether it has, within the time.
        """
        return self._listener.wait_for(position, timeout_seconds)


def _draft(event: DCBEvent, command: Command | None) -> Draft:
    command_id = str(command.id) if command else ""
    if not isinstance(event, Draft):
        return OpaqueDraft(event, command_id)
    if event.command != command_id:
        raise InvalidRecordError(
            f"A record names the command {event.command or '(none)'!r} and is sent with "
            f"{command_id or '(none)'!r}.",
            "Nothing was appended. Give its records the id of the command.",
        )
    return event
