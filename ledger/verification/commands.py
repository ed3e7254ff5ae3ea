"""Checks that commands and the records that name them agree, in both directions."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.verification.problems import Problems
from ledger.verification.records import Checked
from ledger.verification.stored import StoredCommand


class CommandChecker:
    """Compares records, in the order of the log, with commands in the order of first positions."""

    def __init__(self, commands: Iterator[StoredCommand], problems: Problems) -> None:
        self._commands = commands
        self._problems = problems
        self._current: StoredCommand | None = None
        self._next = next(commands, None)

    def check(self, checked: Checked) -> None:
        """Check that the record names the command that is kept for its position, or none is."""
        command = self._at(checked.position)
        kept = str(command.id) if command else ""
        if checked.command != kept:
            self._problems.add(
                checked.position,
                "command",
                f"record {checked.position:,} names the command {checked.command or '(none)'}, "
                f"kept is {kept or '(none)'}",
            )

    def finish(self, size: int) -> None:
        """Report commands that reach beyond the end of the log."""
        if self._current is not None and self._current.position_last > size:
            self._reaches_beyond(self._current, size)
        while self._next is not None:
            self._reaches_beyond(self._next, size)
            self._next = next(self._commands, None)

    def _at(self, position: int) -> StoredCommand | None:
        while self._next is not None and self._next.position_first <= position:
            if self._next.position_first < position or self._covers(position):
                self._problems.add(
                    self._next.position_first,
                    "command",
                    f"command {self._next.id} is kept for positions that another command has or "
                    "that do not exist",
                )
            else:
                self._current = self._next
            self._next = next(self._commands, None)
        return self._current if self._covers(position) else None

    def _covers(self, position: int) -> bool:
        return self._current is not None and position <= self._current.position_last

    def _reaches_beyond(self, command: StoredCommand, size: int) -> None:
        self._problems.add(
            command.position_first,
            "command",
            f"command {command.id} is kept for positions {command.position_first:,} to "
            f"{command.position_last:,}; the log has {size:,}",
        )
