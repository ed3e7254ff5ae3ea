"""Sending a command: read, decided and recorded, or only checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from application.commands.catalogue import CommandType, named
from application.commands.people import People
from application.commands.reading import fields_of, read
from application.desk import Answer, Desk, Permit, anybody
from domain.common.decisions import Act, Decision
from domain.common.records import Tagged
from ledger.sealing import PersonKnownError

ATTEMPTS_MAX = 3
"""A person who is met for the first time in two commands at once is known at the next attempt."""


@dataclass(frozen=True)
class Sent:
    """A command and what it was answered."""

    command: CommandType
    answer: Answer


@dataclass(frozen=True)
class Checked:
    """What a command would record now, in order; personal data stays out."""

    command: CommandType
    records: tuple[Tagged, ...]


class Sender:
    """Sends commands given by name and JSON. May be shared between threads."""

    def __init__(self, desk: Desk, people: People) -> None:
        """Take the desk and who finds persons."""
        self._desk = desk
        self._people = people

    def send(
        self, name: str, content: bytes | Mapping[str, Any], act: Act, permit: Permit = anybody
    ) -> Sent:
        """Decide a command and record what follows.

        Args:
            name: the command's.
            content: its fields.
            act: who acts.
            permit: raises if who sends it may not have its records recorded.

        Raises:
            UnknownCommandError: there is none of that name.
            CommandFieldsError: its fields are wrong.
            Refusal, LedgerError: as `Desk.execute`.
        """
        command, given = self._read(name, content)
        act = replace(act, command=act.command or str(uuid4()))
        for attempt in range(ATTEMPTS_MAX):
            decision = read(command, given, act, self._identifying(act))
            try:
                return Sent(command, self._desk.execute(decision, permit))
            except PersonKnownError:
                if attempt == ATTEMPTS_MAX - 1:
                    raise
        raise AssertionError("unreachable")

    def check(
        self, name: str, content: bytes | Mapping[str, Any], act: Act, permit: Permit = anybody
    ) -> Checked:
        """Decide a command and record nothing.

        Args:
            name: the command's.
            content: its fields.
            act: who acts.
            permit: as for `send`.

        Raises:
            UnknownCommandError, CommandFieldsError, Refusal, LedgerError: as `send`.
        """
        command, given = self._read(name, content)
        decision: Decision = read(command, given, act, self._identifying(act))
        return Checked(command, tuple(self._desk.check(decision, permit)))

    def _read(self, name: str, content: bytes | Mapping[str, Any]) -> tuple[CommandType, Any]:
        command = named(name)
        return command, fields_of(command, content)

    def _identifying(self, act: Act) -> Any:
        return lambda form, path: self._people.identify(form, act.command, path)
