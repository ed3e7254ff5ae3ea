"""What stands on a day: an office, a term, a grant, an exemption. Values, never changed."""

from __future__ import annotations

from dataclasses import dataclass

from domain.common.refusals import Citation


def covers(day_first: str, day_last: str, day: str) -> bool:
    """Whether a day lies between two days, both included; an empty last day is no end."""
    return day_first <= day and (not day_last or day <= day_last)


@dataclass(frozen=True)
class OfficeStanding:
    """An office, with the days on which it exists."""

    code: str
    kind: str
    names: tuple[tuple[str, str], ...]
    """First day and Chinese name, as recorded."""
    parent: str
    from_day: str
    last_day: str
    successor: str
    citation: Citation
    """Its registration, or what abolished it."""

    def exists_on(self, day: str) -> bool:
        """Whether it exists on a day."""
        return covers(self.from_day, self.last_day, day)

    def name_on(self, day: str) -> str:
        """Its name on a day; before the first, the first."""
        held = [name for from_day, name in sorted(self.names) if from_day <= day]
        return held[-1] if held else sorted(self.names)[0][1]


@dataclass(frozen=True)
class Term:
    """An official's time in a post."""

    official: str
    office: str
    post: str
    from_day: str
    last_day: str
    citation: Citation
    """The appointment, or what ended it."""

    def runs_on(self, day: str) -> bool:
        """Whether the official holds the post on a day."""
        return covers(self.from_day, self.last_day, day)


@dataclass(frozen=True)
class Change:
    """What holds of a grant from a day on."""

    from_day: str
    to_day: str
    cap_fen: int
    is_live: bool
    citation: Citation


@dataclass(frozen=True)
class Grant:
    """A grant of power and its changes, in the order of the log."""

    id: str
    matter: str
    office: str
    changes: tuple[Change, ...]
    is_revoked: bool = False

    def on(self, day: str) -> Change | None:
        """What holds on a day; `None` before the first day."""
        begun = [change for change in self.changes if change.from_day <= day]
        return begun[-1] if begun else None

    def is_live_on(self, day: str) -> bool:
        """Whether it may be used on a day."""
        now = self.on(day)
        return now is not None and now.is_live and covers(now.from_day, now.to_day, day)

    @property
    def last(self) -> Change:
        """The newest change, which may lie ahead."""
        return self.changes[-1]


@dataclass(frozen=True)
class Exemption:
    """Two duties that one person may combine in an office."""

    id: str
    office: str
    register: str
    duties: frozenset[str]
    from_day: str
    last_day: str
    citation: Citation

    def holds_on(self, day: str) -> bool:
        """Whether it stands on a day."""
        return covers(self.from_day, self.last_day, day)


@dataclass(frozen=True)
class Freeze:
    """A period in which nothing more is recorded, or is marked."""

    id: str
    registers: frozenset[str]
    day_first: str
    day_last: str
    refuses: bool
    citation: Citation

    def holds_for(self, register: str, day: str) -> bool:
        """Whether an act of a day in a register falls under it."""
        return register in self.registers and covers(self.day_first, self.day_last, day)


@dataclass(frozen=True)
class Kin:
    """A declared relative of an official."""

    declaration: str
    official: str
    person: str
    relation: str
    citation: Citation
