"""The desk: where every command arrives, and the only way into the log.

A command is shown the records inside its boundary, decides, and its records are appended if no
record has entered the boundary since; otherwise it looks and decides again. Sent twice under one
command id, it is recorded once and answered the same. What holds for every register (a known
office, an official in post, duties apart, a live power) is judged by the gate.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import orjson
from eventsourcing.dcb.api import DCBAppendCondition, DCBQuery
from eventsourcing.dcb.domain import Selector

from application import records
from application.deciding import decide, selectors_of
from application.establishment import EstablishmentHeld
from application.showing import Showing, Shown
from domain.common.decisions import Decision
from domain.common.records import Record, Tagged
from domain.common.refusals import Refusal
from ledger.errors import LedgerError
from ledger.log import Command, ConditionFailedError, Log, Taken
from ledger.sealing import Keyring, OfficeSecrets

if TYPE_CHECKING:
    from application.sittings import Sitting

Permit = Callable[[Sequence[Tagged]], None]
"""Raises if somebody may not have these records recorded."""

CLOCKS_DIFFER_MOST = timedelta(minutes=5)
"""How far a sender's clock may be ahead before what it sends counts as in the future."""
ATTEMPTS_MAX = 50
"""A boundary that moves this often while a command decides is in dispute, not merely busy."""


def anybody(_: Sequence[Tagged]) -> None:
    """The permit of who has the installation itself: the command line."""


class BoundaryBusyError(LedgerError):
    """Others kept recording inside the command's boundary; nothing was recorded."""

    code = "boundary-busy"


class InvalidCommandError(LedgerError):
    """A command without what every command needs; nothing was recorded."""

    code = "invalid-command"


@dataclass(frozen=True)
class Answer:
    """What a command was answered. No records (positions 0) if nothing needed recording."""

    command: UUID
    position_first: int
    position_last: int
    replayed: bool
    """Whether the command had been recorded before."""


class Desk:
    """Takes commands. May be shared between threads."""

    def __init__(self, log: Log, keyring: Keyring, office: OfficeSecrets) -> None:
        """Open the desk on a log.

        Args:
            log: where the records go.
            keyring: the persons' keys, for sealing.
            office: for fingerprints of commands.
        """
        self._log = log
        self._keyring = keyring
        self._office = office
        self._showing = Showing(log)

    @property
    def establishment(self) -> EstablishmentHeld:
        """Offices, officials, powers and kin, as the gate judges by them."""
        return self._showing.establishment

    def execute(self, decision: Decision, permit: Permit = anybody) -> Answer:
        """Decide a command and record what follows.

        Args:
            decision: the command.
            permit: raises if who sends it may not have these records recorded.

        Raises:
            Refusal: the command breaks a rule.
            CommandConflictError: another command was sent under the same id.
            BoundaryBusyError: see there.
            InvalidCommandError: the time has no offset or is in the future, or the id is no UUID.
            LedgerError: the log did not take the records.
        """
        decision = identified(decision)
        command = Command(UUID(decision.act.command), self.fingerprint(decision))
        for _ in range(ATTEMPTS_MAX):
            try:
                return self._attempt(replace(decision), command, permit)
            except ConditionFailedError:
                continue
            except Refusal:
                earlier = self._log.replay(command)
                if earlier is None:
                    raise
                return _answer(command, earlier)
        raise BoundaryBusyError(
            f"Others recorded inside the boundary of {type(decision).__name__} {ATTEMPTS_MAX} "
            "times in a row.",
            "Nothing was recorded; send it again.",
        )

    def sitting(self) -> Sitting:
        """Decide many commands, and record them in one commit."""
        from application.sittings import Sitting

        return Sitting(self._log, self._keyring, self.fingerprint, self._showing)

    def check(self, decision: Decision, permit: Permit = anybody) -> list[Tagged]:
        """Decide a command and record nothing: what it would record now.

        Args:
            decision: the command.
            permit: as for `execute`.

        Raises:
            Refusal: the command breaks a rule.
            InvalidCommandError: as `execute`.
        """
        made, _ = self._decide(identified(decision))
        permit(made)
        return made

    def _attempt(self, decision: Decision, command: Command, permit: Permit) -> Answer:
        made, condition = self._decide(decision)
        permit(made)
        if not made:
            return Answer(command.id, 0, 0, replayed=False)
        drafts = records.drafts(decision, made, self._keyring)
        return _answer(command, self._log.take(drafts, condition, command))

    def _decide(self, decision: Decision) -> tuple[list[Tagged], DCBAppendCondition]:
        looked = self._showing.look(selectors_of(decision))
        items = list(looked.items)

        def look(more: Sequence[Selector]) -> list[Shown]:
            beside = self._showing.look(more)
            items.extend(beside.items)
            return beside.shown

        made = decide(decision, looked.establishment, looked.shown, look)
        return made, DCBAppendCondition(DCBQuery(items), after=looked.head)

    def fingerprint(self, decision: Decision) -> bytes:
        """What tells a command from another sent under the same id."""
        content = orjson.dumps(
            [type(decision).__qualname__, decision],
            default=_plain,
            option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS,
        )
        return hmac.digest(self._office.fingerprints, content, "sha256")


def identified(decision: Decision) -> Decision:
    """The command with an id of its own, if it had none.

    Raises:
        InvalidCommandError: the time has no offset or is in the future, or the id is no UUID.
    """
    act = decision.act
    if not isinstance(act.occurred, datetime) or act.occurred.utcoffset() is None:
        raise InvalidCommandError(
            f"The command {type(decision).__name__} does not say when it happened with an offset "
            "from UTC.",
            "Nothing was recorded.",
        )
    if act.occurred > datetime.now(UTC) + CLOCKS_DIFFER_MOST:
        raise InvalidCommandError(
            f"The command {type(decision).__name__} says that it happened at {act.occurred}, which "
            "is in the future.",
            "Nothing was recorded. Give the day on which it happened.",
        )
    try:
        command_id = UUID(act.command) if act.command else uuid4()
    except ValueError:
        raise InvalidCommandError(
            f"The command id {act.command!r} is not a UUID.", "Nothing was recorded."
        ) from None
    return replace(decision, act=replace(act, command=str(command_id)))


def _answer(command: Command, taken: Taken) -> Answer:
    return Answer(command.id, taken.position_first, taken.position_last, taken.replayed)


def _plain(value: object) -> Any:
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, Record):
        return value.model_dump(mode="json")
    if is_dataclass(value) and not isinstance(value, type):
        return {name: getattr(value, name) for name in value.__dataclass_fields__}
    raise TypeError(f"{type(value).__name__} cannot stand in a command")
