"""A proposal: what one caller wants appended, and the outcome it waits for.

Most are of one command. A file's commands may come as one proposal: they stand or fall together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from threading import Lock

from ledger.log.query import Query, keys_of
from ledger.log.values import Command, Taken
from ledger.record import Draft


class Proposal:
    """Records to append together, under a condition, for a command.

    The caller's thread waits until another has settled it or handed it the lead.
    """

    __slots__ = ("_gate", "after", "commands", "drafts", "leads", "outcome", "query")

    def __init__(
        self,
        drafts: Sequence[Draft],
        query: Query | None = None,
        after: int = 0,
        commands: Sequence[tuple[Command, int]] = (),
    ) -> None:
        self.drafts = drafts
        self.query = query
        """No record after `after` may match it; None if there is no condition."""
        self.after = after
        self.commands = commands
        """Whose records these are, in their order: each command with how many are its own."""
        self.outcome: Taken | BaseException | None = None
        self.leads = False
        """Whether the lead was handed to the thread that waits."""
        self._gate = Lock()
        self._gate.acquire()

    def wait(self) -> None:
        """Wait until the proposal is settled, or its thread is to lead."""
        self._gate.acquire()

    def wake(self) -> None:
        """Let the waiting thread go on."""
        self._gate.release()

    def settle(self, outcome: Taken | BaseException) -> None:
        """Give the caller its outcome."""
        self.outcome = outcome
        self.wake()

    def answer(self) -> Taken:
        """The outcome.

        Raises:
            BaseException: the one it was settled with.
        """
        if isinstance(self.outcome, Taken):
            return self.outcome
        if self.outcome is None:
            raise RuntimeError("The proposal was left unsettled; this is a defect of the log.")
        raise self.outcome


class Group:
    """Proposals that can be committed together because none bears on another's outcome."""

    def __init__(self) -> None:
        self.proposals: list[Proposal] = []
        self.records = 0
        self._commands: set[object] = set()
        self._posted: dict[str, list[Draft]] = {}
        self._posted_count = 0

    def admits(self, proposal: Proposal) -> bool:
        """Whether a proposal repeats no command of the group and no record here meets its query."""
        if any(command.id in self._commands for command, _ in proposal.commands):
            return False
        if proposal.query is None or not self.proposals:
            return True
        if proposal.query.items is None:
            return False
        self._post()
        return not any(
            item.holds_for(draft)
            for item in proposal.query.items
            for draft in self._posted.get(item.keys[0], ())
        )

    def add(self, proposal: Proposal) -> None:
        """Take a proposal into the group."""
        self.proposals.append(proposal)
        self.records += len(proposal.drafts)
        self._commands.update(command.id for command, _ in proposal.commands)

    def _post(self) -> None:
        """Post by key what was added since; most groups never need it."""
        for proposal in self.proposals[self._posted_count :]:
            for draft in proposal.drafts:
                for key in keys_of(draft):
                    self._posted.setdefault(key, []).append(draft)
        self._posted_count = len(self.proposals)


def choose(waiting: Iterable[Proposal], records_max: int) -> tuple[Group, list[Proposal]]:
    """Cut the next group from those who wait.

    Args:
        waiting: proposals in the order they came; at least one.
        records_max: the group is closed before it would have more; one alone may have.

    Returns:
        The group, and who has to wait on: because there is no room, or because a proposal in the
        group bears on theirs.
    """
    group, rest = Group(), list[Proposal]()
    for proposal in waiting:
        fits = not group.proposals or group.records + len(proposal.drafts) <= records_max
        if fits and group.admits(proposal):
            group.add(proposal)
        else:
            rest.append(proposal)
    return group, rest
