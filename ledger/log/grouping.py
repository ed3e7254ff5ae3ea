"""Grouping: appends that arrive together in a process are committed together.

Whoever finds nobody committing leads: it commits for all who wait, and again until its own
proposal is settled, then hands the lead to the next in line. A lone caller commits by itself, in
its own thread. Callers that were just answered together most often come again together: whoever
leads next lets them run first, for as long as that brings more of them, and never waits.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Lock
from time import sleep

from ledger.log.errors import LogBusyError
from ledger.log.proposal import Group, Proposal, choose

GROUP_RECORDS_MAX = 1_000
"""Longer commits make everybody wait longer and save little more."""
WAITING_MAX = 1_000
"""Who would have to wait behind more is refused at once: a queue that grows answers nobody."""


class Grouping:
    """The queue in front of one writer."""

    def __init__(self, commit: Callable[[Group], None]) -> None:
        """Take the function that commits a group and settles each of its proposals."""
        self._commit = commit
        self._mutex = Lock()
        self._waiting: deque[Proposal] = deque()
        self._led = False
        self._together = 1
        """Proposals of the last group."""

    def submit(self, proposal: Proposal) -> None:
        """Have a proposal committed; returns when it is settled.

        Raises:
            LogBusyError: too many wait already.
        """
        with self._mutex:
            if len(self._waiting) >= WAITING_MAX:
                raise LogBusyError(
                    f"{WAITING_MAX:,} commands wait for the log already.",
                    "Nothing was appended. Send it again in a moment, under the same id.",
                )
            self._waiting.append(proposal)
            follow = self._led
            self._led = True
        if follow:
            try:
                proposal.wait()
            except BaseException:
                self._leave(proposal)
                raise
        if proposal.outcome is None:
            self._lead(proposal)

    def _lead(self, proposal: Proposal) -> None:
        try:
            while proposal.outcome is None:
                self._commit_next()
        finally:
            with self._mutex:
                if proposal in self._waiting:
                    self._waiting.remove(proposal)
                self._hand_on()

    def _commit_next(self) -> None:
        self._let_others_come()
        with self._mutex:
            group, rest = choose(self._waiting, GROUP_RECORDS_MAX)
            self._waiting = deque(rest)
        self._together = len(group.proposals)
        try:
            self._commit(group)
        except BaseException as error:
            for proposal in group.proposals:
                if proposal.outcome is None:
                    proposal.settle(error)
            if not isinstance(error, Exception):
                raise

    def _let_others_come(self) -> None:
        """Let threads run that can, until as many wait as came together last, or none comes."""
        came = 0
        while came < len(self._waiting) < self._together:
            came = len(self._waiting)
            sleep(0)

    def _leave(self, proposal: Proposal) -> None:
        """An interrupted thread goes away; if it was just given the lead, the next one gets it."""
        with self._mutex:
            if proposal in self._waiting:
                self._waiting.remove(proposal)
                if proposal.leads:
                    self._hand_on()

    def _hand_on(self) -> None:
        if self._waiting:
            self._waiting[0].leads = True
            self._waiting[0].wake()
        else:
            self._led = False
