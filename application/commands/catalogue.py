"""Every command there is, by the name people and programs call it by.

A name is `REGISTER.COMMAND`, the command being the decision's class name in lower case with
hyphens: `charity.receive-donation`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from domain.common.decisions import Decision
from domain.common.registers import Register
from domain.registry import REGISTERS
from ledger.errors import LedgerError

_WORD_START = re.compile(r"(?<!^)(?=[A-Z])")
_CHINESE = re.compile(r"[\u3400-\u9fff][\u3400-\u9fff、/]*")


class UnknownCommandError(LedgerError):
    """No register has a command of that name."""

    code = "unknown-command"


@dataclass(frozen=True, eq=False)
class CommandType:
    """One command of one register."""

    register: Register
    decision: type[Decision]

    @property
    def name(self) -> str:
        """Such as `charity.receive-donation`."""
        return f"{self.register.name}.{command_word(self.decision)}"

    @property
    def summary(self) -> str:
        """The first line of the decision's docstring."""
        return (self.decision.__doc__ or "").strip().partition("\n")[0]

    @property
    def title_zh(self) -> str:
        """What the register calls it in Chinese, or the term in the docstring's first line."""
        word = command_word(self.decision)
        found = _CHINESE.findall(self.summary)
        own = self.register.words.get(word)
        return own or (found[-1] if found else word)


def command_word(decision: type[Decision]) -> str:
    """A decision's name in commands: `ReceiveDonation` is `receive-donation`."""
    return _WORD_START.sub("-", decision.__name__).lower()


def commands_of(registers: Iterable[Register]) -> dict[str, CommandType]:
    """The commands that people may send, by name; those the program sends itself are left out."""
    found = (
        CommandType(register, decision)
        for register in registers
        if not register.is_internal
        for decision in register.decisions
    )
    return {command.name: command for command in found}


COMMANDS = commands_of(REGISTERS)


def named(name: str) -> CommandType:
    """The command of a name.

    Raises:
        UnknownCommandError: names those that look like it.
    """
    if name in COMMANDS:
        return COMMANDS[name]
    close = get_close_matches(name, COMMANDS, n=3, cutoff=0.5)
    advice = f"Did you mean {' or '.join(close)}? " if close else ""
    raise UnknownCommandError(
        f"There is no command {name[:80]!r}.", f"{advice}`qingce command list` shows them all."
    )
