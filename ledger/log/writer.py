"""The writer: commits groups of proposals, one at a time, and knows the outcome of each.

Most commits are one call of `ledger.append`, made on what this process knows of the log: if that
has grown stale, nothing is appended and the commit is made under the lock of the head, where it
cannot grow stale again. Batches too large to travel as parameters are copied under the same lock.

If the server is lost before it answers, the writer comes back, takes the lock, and looks whether
the batch stands: only then is a commit acknowledged, or made again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg

from ledger.log import statements
from ledger.log.batch import Batch, Known
from ledger.log.errors import (
    CommandConflictError,
    ConditionFailedError,
    LogBusyError,
    LogError,
    LogFrozenError,
    LogUnavailableError,
    PositionAheadError,
    UnknownOutcomeError,
)
from ledger.log.proposal import Group, Proposal
from ledger.log.session import WriterSession
from ledger.log.values import Command, Taken

CALL_RECORDS_MAX = 128
"""Larger batches are copied: above this, COPY is cheaper than parameters."""
TIMEOUTS = (psycopg.errors.LockNotAvailable, psycopg.errors.QueryCanceled)
"""The server gave up before the commit: nobody tries at once again what takes so long."""
SERVER_SECONDS_MAX = timedelta(seconds=30)
"""How long a lost server is waited for."""


class Writer:
    """Commits one group at a time; not thread-safe."""

    def __init__(self, session: WriterSession) -> None:
        self._session = session
        self._known = Known()
        self._is_stale = True
        """Whether another process may have appended."""
        self._in_doubt: Batch | None = None
        """The batch that was sent and not answered."""

    def commit(self, group: Group) -> None:
        """Append what can be appended of a group and settle every proposal of it."""
        if self._in_doubt is not None:
            # The thread that sent it was interrupted; its callers know that they do not know.
            self._in_doubt, self._is_stale = None, True
        pending = group.proposals
        while pending:
            try:
                pending = self._attempt(pending)
            except psycopg.Error as error:
                left = [proposal for proposal in pending if proposal.outcome is None]
                pending = self._after_error(left, error)

    def _attempt(self, pending: list[Proposal]) -> list[Proposal]:
        count = sum(len(proposal.drafts) for proposal in pending)
        ahead = any(proposal.after > self._known.frontier.size for proposal in pending)
        if self._is_stale or ahead or count > CALL_RECORDS_MAX:
            return self._append_locked(pending, count)
        return self._append_at_once(pending)

    def _append_at_once(self, pending: list[Proposal]) -> list[Proposal]:
        batch = Batch(pending, self._known)
        call = self._session.append
        self._in_doubt = batch
        answer = statements.append(call, batch)
        self._in_doubt = None
        self._known.see_clock(answer.clock)
        match answer.outcome:
            case "appended":
                self._accept(batch, pending)
                return []
            case "checked":
                return self._settle_checked(pending, answer.findings)
            case "numbered":
                self._known.remember(answer.findings.items())
            case "stale" | "clock":
                self._is_stale = True
        return pending

    def _append_locked(self, pending: list[Proposal], count: int) -> list[Proposal]:
        connection = self._session.connection
        with connection.transaction():
            head = statements.lock_head(connection)
            if self._in_doubt is not None and statements.stands(connection, self._in_doubt):
                return self._accept_found(self._in_doubt, pending)
            self._in_doubt = None
            self._known.see(head.size, head.frontier, head.recorded)
            self._known.see_clock(head.clock)
            found = statements.check(connection, head.size, pending)
            if found:
                return self._settle_checked(pending, found)
            if any(proposal.after > head.size for proposal in pending):
                return _settle_ahead(pending, head.size)
            self._learn_ordinals(pending)
            batch = Batch(pending, self._known)
            if count > CALL_RECORDS_MAX:
                statements.copy(connection, self._session.append, batch)
            else:
                statements.append_locked(self._session.append, batch)
            self._in_doubt = batch
        self._accept(batch, pending)
        return []

    def _learn_ordinals(self, pending: Sequence[Proposal]) -> None:
        tags = {
            tag
            for proposal in pending
            for draft in proposal.drafts
            for tag in draft.numbered
            if tag not in self._known.ordinals
        }
        if tags:
            found = statements.ordinals(self._session.connection, sorted(tags))
            self._known.remember(found)

    def _accept(self, batch: Batch, pending: Sequence[Proposal]) -> None:
        self._in_doubt = None
        self._is_stale = False
        self._known.take_over(batch)
        for proposal, taken in zip(pending, batch.taken(), strict=True):
            proposal.settle(taken)

    def _accept_found(self, batch: Batch, pending: Sequence[Proposal]) -> list[Proposal]:
        """The batch in doubt stands, and others may have been appended after it."""
        self._accept(batch, pending)
        self._is_stale = True
        return []

    def _settle_checked(
        self, pending: Sequence[Proposal], found: Mapping[str, Any]
    ) -> list[Proposal]:
        """Settle what is known or refused.

        Returns:
            The proposals that are left, to be tried again without these.
        """
        refused = {int(number): position for number, position in (found["refused"] or {}).items()}
        known = [UUID(one) for one in found["known"] or ()]
        earlier = statements.answers(self._session.connection, known)
        rest: list[Proposal] = []
        for number, proposal in enumerate(pending):
            repeated = [command for command, _ in proposal.commands if command.id in earlier]
            if repeated and len(proposal.commands) > 1:
                proposal.settle(ConditionFailedError(earlier[repeated[0].id][1].position_first))
            elif repeated:
                proposal.settle(_replay(repeated[0], *earlier[repeated[0].id]))
            elif number in refused:
                proposal.settle(ConditionFailedError(refused[number]))
            else:
                rest.append(proposal)
        return rest

    def _after_error(self, pending: list[Proposal], error: psycopg.Error) -> list[Proposal]:
        if self._session.is_lost(error):
            return self._come_back(pending, error)
        self._session.prepare_again()
        self._in_doubt = None
        self._is_stale = True
        if isinstance(error, TIMEOUTS):
            for proposal in pending:
                proposal.settle(_timed_out(error))
            return []
        if len(pending) > 1:
            for proposal in pending:
                single = Group()
                single.add(proposal)
                self.commit(single)
            return []
        for proposal in pending:
            proposal.settle(_refused(error))
        return []

    def _come_back(self, pending: list[Proposal], error: psycopg.Error) -> list[Proposal]:
        self._is_stale = True
        if self._session.reconnect(SERVER_SECONDS_MAX):
            return pending
        in_doubt, self._in_doubt = self._in_doubt, None
        for proposal in pending:
            proposal.settle(_lost(proposal, error, in_doubt is not None))
        return []


def _settle_ahead(pending: Sequence[Proposal], size: int) -> list[Proposal]:
    """Settle what was decided on records beyond the end; returns the rest."""
    for proposal in pending:
        if proposal.after > size:
            proposal.settle(PositionAheadError(proposal.after, size))
    return [proposal for proposal in pending if proposal.outcome is None]


def _replay(command: Command, fingerprint: bytes, taken: Taken) -> Taken | LogError:
    if command.fingerprint != fingerprint:
        return CommandConflictError(command.id, taken.position_first)
    return taken


def _timed_out(error: psycopg.Error) -> LogBusyError:
    said = error.diag.message_primary or str(error)
    return LogBusyError(
        f"The server did not come to it in time: {said}.",
        "Nothing was appended. Send it again, under the same id. If it stays so, a session keeps "
        "the head of the log locked: `qingce doctor` names it.",
    )


def _refused(error: psycopg.Error) -> LogError:
    if isinstance(error, psycopg.errors.ObjectNotInPrerequisiteState):
        said = error.diag.message_primary or str(error)
        return LogFrozenError(f"{said}.", "Nothing was appended. `qingce restore --help`.")
    return LogError(f"PostgreSQL refused the commit: {error}".strip(), "Nothing was appended.")


def _lost(proposal: Proposal, error: psycopg.Error, in_doubt: bool) -> LogError:
    if not in_doubt:
        return LogUnavailableError(
            f"The server was lost: {error}".strip(), "Nothing was appended. Send it again."
        )
    known_by = proposal.commands[0][0].id if proposal.commands else "its records"
    return UnknownOutcomeError(
        f"The server was lost before it answered: {error}".strip(),
        f"The command may stand or not: look for {known_by} once the server is back.",
    )
