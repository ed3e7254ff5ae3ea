"""The establishment 机构人员台账: offices, posts, powers, exemptions and kin, from records.

What an act is judged by. It is asked about a day, so an act of last year is judged by last year's
offices, posts and powers as far as they are known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from domain.authority import records as kept
from domain.authority.kinds import OfficeKind
from domain.authority.standing import Change, Exemption, Freeze, Grant, Kin, OfficeStanding, Term
from domain.common.records import Record
from domain.common.refusals import Citation


@dataclass
class Establishment:
    """Everything by id. The values are frozen, so a copy shares them."""

    opened: Citation | None = None
    """When offices and posts began to be kept; `None` if they are not yet."""
    offices: dict[str, OfficeStanding] = field(default_factory=dict)
    terms: dict[str, tuple[Term, ...]] = field(default_factory=dict)
    """By official."""
    persons: dict[str, str] = field(default_factory=dict)
    """The person who an official is, where known."""
    grants: dict[str, Grant] = field(default_factory=dict)
    exemptions: dict[str, Exemption] = field(default_factory=dict)
    kin: dict[str, Kin] = field(default_factory=dict)
    """By declaration; those that stand."""
    freezes: dict[str, Freeze] = field(default_factory=dict)
    """Those that stand."""
    position: int = 0
    """The newest record taken in."""

    def copy(self) -> Establishment:
        """One that can be added to without changing this one."""
        return Establishment(
            self.opened,
            dict(self.offices),
            dict(self.terms),
            dict(self.persons),
            dict(self.grants),
            dict(self.exemptions),
            dict(self.kin),
            dict(self.freezes),
            self.position,
        )

    def add(self, record: Record, citation: Citation) -> None:
        """Take in the next record; those of other registers change nothing."""
        take = _TAKES.get(type(record))
        if take is not None:
            take(self, record, citation)
            self.position = max(self.position, citation.position)

    def office_on(self, code: str, day: str) -> OfficeStanding | None:
        """An office that exists on a day."""
        office = self.offices.get(code)
        return office if office and office.exists_on(day) else None

    def is_in_post(self, official: str, office: str, day: str) -> bool:
        """Whether an official holds a post in an office on a day."""
        return any(t.office == office and t.runs_on(day) for t in self.terms.get(official, ()))

    def power_of(self, office: str, matter: str) -> list[Grant]:
        """The grants that gave an office a matter, in the order of the log."""
        return [g for g in self.grants.values() if g.office == office and g.matter == matter]

    def are_one(self, official: str, other: str) -> bool:
        """Whether two official ids are the same person, as far as is known."""
        person = self.persons.get(official)
        return official == other or (bool(person) and person == self.persons.get(other))

    def exemption(
        self, register: str, office: str, duties: frozenset[str], day: str
    ) -> Exemption | None:
        """What lets one person combine two duties."""
        return next(
            (
                one
                for one in self.exemptions.values()
                if (one.register, one.office, one.duties) == (register, office, duties)
                and one.holds_on(day)
            ),
            None,
        )

    def kin_of(self, official: str) -> dict[str, Kin]:
        """The declared kin of an official by person."""
        return {
            one.person: one for one in self.kin.values() if self.are_one(one.official, official)
        }


Take = Callable[[Establishment, Any, Citation], None]


def _opened(now: Establishment, record: kept.EstablishmentOpened, citation: Citation) -> None:
    now.opened = citation
    now.offices[record.office] = OfficeStanding(
        code=record.office,
        kind=OfficeKind.DISTRICT,
        names=((record.from_day, record.name_zh),),
        parent="",
        from_day=record.from_day,
        last_day="",
        successor="",
        citation=citation,
    )
    _add_term(now, Term(record.official, record.office, record.post, record.from_day, "", citation))


def _office_registered(
    now: Establishment, record: kept.OfficeRegistered, citation: Citation
) -> None:
    now.offices[record.office] = OfficeStanding(
        code=record.office,
        kind=record.kind,
        names=((record.from_day, record.name_zh),),
        parent=record.parent,
        from_day=record.from_day,
        last_day="",
        successor="",
        citation=citation,
    )


def _office_renamed(now: Establishment, record: kept.OfficeRenamed, _: Citation) -> None:
    office = now.offices[record.office]
    names = (*office.names, (record.from_day, record.name_zh))
    now.offices[record.office] = replace(office, names=names)


def _office_abolished(now: Establishment, record: kept.OfficeAbolished, citation: Citation) -> None:
    now.offices[record.office] = replace(
        now.offices[record.office],
        last_day=record.last_day,
        successor=record.successor,
        citation=citation,
    )


def _appointed(now: Establishment, record: kept.OfficialAppointed, citation: Citation) -> None:
    term = Term(
        record.official, record.office, record.post, record.from_day, record.to_day, citation
    )
    _add_term(now, term)
    if record.person:
        now.persons[record.official] = record.person


def _add_term(now: Establishment, term: Term) -> None:
    now.terms[term.official] = (*now.terms.get(term.official, ()), term)


def _term_ended(now: Establishment, record: kept.TermEnded, citation: Citation) -> None:
    def ends(term: Term) -> bool:
        """It runs on the last day, or would begin after it."""
        is_same = (term.office, term.post) == (record.office, record.post)
        return is_same and (not term.last_day or record.last_day < term.last_day)

    now.terms[record.official] = tuple(
        replace(term, last_day=record.last_day, citation=citation) if ends(term) else term
        for term in now.terms.get(record.official, ())
    )


def _delegated(now: Establishment, record: kept.PowerDelegated, citation: Citation) -> None:
    change = Change(record.from_day, record.to_day, record.cap_fen, True, citation)
    now.grants[record.grant] = Grant(record.grant, record.matter, record.office, (change,))


def _changed(
    now: Establishment,
    record: kept.PowerAmended | kept.PowerSuspended | kept.PowerResumed | kept.PowerRevoked,
    citation: Citation,
) -> None:
    grant = now.grants[record.grant]
    change = replace(grant.last, from_day=record.from_day, citation=citation)
    if isinstance(record, kept.PowerAmended):
        change = replace(change, cap_fen=record.cap_fen, to_day=record.to_day)
    else:
        change = replace(change, is_live=isinstance(record, kept.PowerResumed))
    now.grants[record.grant] = replace(
        grant,
        changes=(*grant.changes, change),
        is_revoked=isinstance(record, kept.PowerRevoked),
    )


def _exempted(now: Establishment, record: kept.ExemptionGranted, citation: Citation) -> None:
    now.exemptions[record.exemption] = Exemption(
        record.exemption,
        record.office,
        record.register_name,
        frozenset(record.duties),
        record.from_day,
        record.to_day,
        citation,
    )


def _exemption_ended(now: Establishment, record: kept.ExemptionEnded, citation: Citation) -> None:
    exemption = now.exemptions[record.exemption]
    now.exemptions[record.exemption] = replace(
        exemption, last_day=record.last_day, citation=citation
    )


def _kin_declared(now: Establishment, record: kept.KinDeclared, citation: Citation) -> None:
    now.kin[record.declaration] = Kin(
        record.declaration, record.official, record.person, record.relation, citation
    )


def _kin_withdrawn(now: Establishment, record: kept.KinWithdrawn, _: Citation) -> None:
    now.kin.pop(record.declaration, None)


def _frozen(now: Establishment, record: kept.PeriodFrozen, citation: Citation) -> None:
    now.freezes[record.freeze] = Freeze(
        record.freeze,
        frozenset(record.registers),
        record.day_first,
        record.day_last,
        record.effect == "refuse",
        citation,
    )


def _released(now: Establishment, record: kept.PeriodReleased, _: Citation) -> None:
    now.freezes.pop(record.freeze, None)


_TAKES: Mapping[type[Record], Take] = {
    kept.EstablishmentOpened: _opened,
    kept.OfficeRegistered: _office_registered,
    kept.OfficeRenamed: _office_renamed,
    kept.OfficeAbolished: _office_abolished,
    kept.OfficialAppointed: _appointed,
    kept.TermEnded: _term_ended,
    kept.PowerDelegated: _delegated,
    kept.PowerAmended: _changed,
    kept.PowerSuspended: _changed,
    kept.PowerResumed: _changed,
    kept.PowerRevoked: _changed,
    kept.ExemptionGranted: _exempted,
    kept.ExemptionEnded: _exemption_ended,
    kept.KinDeclared: _kin_declared,
    kept.KinWithdrawn: _kin_withdrawn,
    kept.PeriodFrozen: _frozen,
    kept.PeriodReleased: _released,
}
