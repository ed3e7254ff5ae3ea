"""A decision: the rule that turns a command into records, or refuses it with a reason.

One class is both the command (its fields) and the rule (its methods). It names its consistency
boundary in tags, is shown just the records inside it, and its records are appended only if no
record has entered the boundary since. Where a boundary can hold a million records (a fund, a
serial book), the records number themselves and carry their running total, so the decision asks
for the `Latest` only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, NoReturn

from eventsourcing.dcb import domain as dcb

from domain.common.people import IDENTITY_VALID, personal_problem
from domain.common.records import PersonalData, Record, Tagged
from domain.common.refusals import Citation, Refusal, Rule


class EntryMode(StrEnum):
    """How a record came in."""

    WINDOW = "window"
    """At the counter 窗口."""
    ONLINE = "online"
    IMPORT = "import"
    """From a file 导入."""
    BACKFILL = "backfill"
    """Written after the event, from paper 补录."""


@dataclass(frozen=True)
class Act:
    """Who acts, for which office, and when it happened: shared by all records of one command."""

    by: str
    """The official's id (tag `official:…`)."""
    office: str
    """The office's code, e.g. a town or street code or `"371002"` (tag `office:…`)."""
    occurred: datetime
    """When it happened in the world; must carry a UTC offset."""
    entry_mode: EntryMode = EntryMode.WINDOW
    command: str = ""
    """The command's id, a UUID chosen by the sender: sent twice, it is recorded once."""
    causation: str = ""
    """The id of the record that led to this command, if one did."""
    backfill: str = ""
    """The approved batch of old papers, if `entry_mode` is backfill (tag `backfill:…`)."""

    @property
    def day(self) -> date:
        """The calendar day, where it happened, on which it happened."""
        return self.occurred.date()


@dataclass
class All(dcb.Selector):
    """Every record of the given types that carries all the given tags."""


@dataclass
class Latest(dcb.Selector):
    """Only the newest such record is shown; the boundary still covers them all."""


@dataclass
class At(dcb.Selector):
    """The record at one position: it never changes, so looking at it binds nothing."""

    position: int = 0


@dataclass
class Decision(dcb.Slice[Record]):
    """Base of all decisions. A subclass is a dataclass whose fields are the command.

    A subclass implements `consistency_boundary`, one `@event(RecordType)` method for each kind of
    record it looks at (its parameters are the record's fields by name), and `execute`, which
    either calls `record` or `refuse`. State is kept in fields with `init=False`.
    """

    act: Act

    is_staffed: ClassVar[bool] = True
    """Whether an official in post acts; the log's own housekeeping has none."""

    citing: Citation | None = field(default=None, init=False, repr=False, compare=False)
    """The record now being shown; an `@event` method keeps it if it may be cited later."""

    @property
    def rule_version(self) -> str:
        """Which edition of the rules decided, by the day of the act; stands in every record."""
        return "1"

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        """What must not change between looking and recording; empty if nothing matters."""
        return []

    def record(
        self,
        record: Record,
        tags: Sequence[str],
        personal: Mapping[str, PersonalData] | None = None,
    ) -> None:
        """Record a fact. The tags of the act (`office:…`, `official:…`) are added for it.

        Args:
            record: the fact.
            tags: what it is about.
            personal: personal data by person id, sealed before it is stored.
        """
        for data in (personal or {}).values():
            problem = personal_problem(data)
            if problem:
                self.refuse(IDENTITY_VALID, f"{problem[0].upper()}{problem[1:]}.")
        own = [f"office:{self.act.office}", f"official:{self.act.by}"]
        if self.act.backfill:
            own.append(f"backfill:{self.act.backfill}")
        tagged = Tagged(list(dict.fromkeys([*tags, *own])), record, personal)
        self.citing = Citation(0, record.type, self.act.occurred.isoformat())
        record.mutate(self)
        self.new_decisions.append(tagged)

    def refuse(
        self,
        rule: Rule,
        detail: str,
        against: Sequence[Citation | None] = (),
        advice: str = "",
    ) -> NoReturn:
        """Refuse the command.

        Raises:
            Refusal: always.
        """
        raise Refusal(rule, detail, [c for c in against if c is not None], advice)

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Show the decision one record inside its boundary, in the order of the log."""
        self.citing = citation
        tagged.decision.mutate(self)
