"""A register: one kind of record keeping, as the registry lists it.

Everything around a register follows from this declaration and from the types it names: commands,
API, import templates, exports, its page's generated part, and the checks of its invariants. What
is left out has a default that fits a small register.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from domain.common.deadlines import Deadline
from domain.common.decisions import Decision
from domain.common.invariants import Invariant
from domain.common.records import Record
from domain.common.refusals import Rule
from domain.common.retention import OPEN, RetentionClass


@dataclass(frozen=True)
class Question:
    """A question the register answers, and the command that answers it."""

    text: str
    text_zh: str
    command: str
    """As it is typed, e.g. `qingce trace fund:CODE`."""


@dataclass(frozen=True)
class Paper:
    """A paper 文书 that is made or taken in on the way."""

    name: str
    name_zh: str
    record: type[Record]
    """The record it belongs to."""
    retention: RetentionClass | None = None
    """If it is kept otherwise than the record."""


@dataclass(frozen=True)
class Register:
    """What a register's folder offers to the rest of the program."""

    name: str
    """Its folder, and the first part of its record types."""
    title: str
    title_zh: str
    records: tuple[type[Record], ...]
    decisions: tuple[type[Decision], ...]
    rules: tuple[Rule, ...]
    is_internal: bool = False
    """Whether its commands are sent by the program itself, never by hand, import or API."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Chinese for its fields and their values, beyond `domain.common.words`."""
    not_imported: tuple[type[Decision], ...] = ()
    """Decisions that make no sense as lines of a file; those whose fields do not fit in a line are
    left out by themselves."""
    counted: tuple[str, ...] = ()
    """Fields that figures are computed from: not corrected, but reversed and recorded anew."""
    life_cycle: tuple[tuple[type[Record], type[Record]], ...] = ()
    """Which record may follow which, for the page's diagram."""
    invariants: tuple[Callable[[], Invariant], ...] = ()
    """What must hold over a whole log; `qingce check invariants` judges it again. Each makes a
    fresh reader; `domain.common.promises` has the usual kinds."""
    deadlines: tuple[Deadline, ...] = ()
    """What has to follow its records in time; `qingce work list` shows what is due."""
    papers: tuple[Paper, ...] = ()
    questions: tuple[Question, ...] = ()
    retention: RetentionClass = OPEN
    """How long its records are kept."""
    retention_of: Mapping[type[Record], RetentionClass] = field(default_factory=dict)
    """Where single records are kept otherwise."""

    def retention_class(self, record: type[Record]) -> RetentionClass:
        """How long records of a type are kept."""
        return self.retention_of.get(record, self.retention)
