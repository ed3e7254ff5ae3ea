"""Decisions about members: admit a log, trust and distrust its keys."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb
from eventsourcing.domain import event

from domain.common.decisions import All, Decision
from domain.common.refusals import Citation
from domain.federation import rules, tags
from domain.federation.records import KeyDistrusted, KeyTrusted, MemberAdmitted

_CODE = re.compile(r"\d{2}|\d{4}|\d{6}|\d{9}|\d{12}")
_NUMBER_OF_A_PERSON = re.compile(r"\d{11}")
NAME_CHARACTERS_MAX = 60
REASON_CHARACTERS_MAX = 200


@dataclass
class AdmitMember(Decision):
    """Admit a district's log 入册, in the place of another if it succeeds one."""

    is_staffed = False

    origin: str
    name: str
    jurisdictions: tuple[str, ...]
    vkeys: tuple[str, ...]
    succeeds: str = ""

    admitted: dict[str, Citation | None] = field(default_factory=dict, init=False)
    """Where each log was admitted."""
    standing: dict[str, str] = field(default_factory=dict, init=False)
    """The standing log of each jurisdiction."""
    succeeded: dict[str, Citation | None] = field(default_factory=dict, init=False)
    """Where each log that stands no more was succeeded."""

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [All([MemberAdmitted], [])]

    @event(MemberAdmitted)
    def _(self, origin: str, jurisdictions: list[str], succeeds: str) -> None:
        self.admitted[origin] = self.citing
        if succeeds:
            self.succeeded[succeeds] = self.citing
        self.standing = {
            code: keeper for code, keeper in self.standing.items() if keeper != succeeds
        } | dict.fromkeys(jurisdictions, origin)

    def execute(self) -> None:
        self._check_told()
        self._check_succeeds()
        for code in self.jurisdictions:
            keeper = self.standing.get(code)
            if keeper and keeper != self.succeeds:
                self.refuse(
                    rules.JURISDICTION_ONCE,
                    f"{code} is kept by {keeper}.",
                    [self.admitted[keeper]],
                )
        admitted = MemberAdmitted(
            origin=self.origin,
            name=self.name,
            jurisdictions=list(self.jurisdictions),
            vkeys=list(self.vkeys),
            succeeds=self.succeeds,
        )
        about = [tags.log(self.origin), *map(tags.jurisdiction, self.jurisdictions)]
        if self.succeeds:
            about.append(tags.log(self.succeeds))
        self.record(admitted, about)

    def _check_told(self) -> None:
        if self.origin in self.admitted:
            self.refuse(
                rules.ADMITTED_ONCE, f"{self.origin} is a member.", [self.admitted[self.origin]]
            )
        named = 1 <= len(self.name.strip()) <= NAME_CHARACTERS_MAX
        if not (named and self.vkeys and self.jurisdictions):
            self.refuse(rules.ADMITTED_ONCE, f"{self.origin} is not told completely.")
        for code in self.jurisdictions:
            if not (code.isascii() and _CODE.fullmatch(code)):
                self.refuse(rules.JURISDICTION_CODE, f"{code!r} is no division code.")

    def _check_succeeds(self) -> None:
        if not self.succeeds:
            return
        if self.succeeds not in self.admitted or self.succeeds in self.succeeded:
            self.refuse(
                rules.SUCCEEDS,
                f"{self.succeeds} "
                f"{'was succeeded' if self.succeeds in self.succeeded else 'is no member'}.",
                [self.succeeded.get(self.succeeds)],
            )


@dataclass
class _KeyDecision(Decision):
    """What is known of a member's keys."""

    is_staffed = False

    origin: str
    vkey: str

    trusted: dict[str, Citation | None] = field(default_factory=dict, init=False)
    distrusted: dict[str, Citation | None] = field(default_factory=dict, init=False)
    is_member: bool = field(default=False, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [All([MemberAdmitted, KeyTrusted, KeyDistrusted], [tags.log(self.origin)])]

    def show(self, tagged: dcb.Tagged, citation: Citation) -> None:  # type: ignore[type-arg]
        # Not by `@event`: the library binds it to the very class, and two share this.
        match tagged.decision:
            case MemberAdmitted() as admitted if admitted.origin == self.origin:
                self.is_member = True
                self.trusted.update(dict.fromkeys(admitted.vkeys, citation))
            case KeyTrusted() as trusted:
                self.trusted[trusted.vkey] = citation
            case KeyDistrusted() as distrusted:
                self.distrusted[distrusted.vkey] = citation

    def require_member(self) -> None:
        if not self.is_member:
            self.refuse(rules.MEMBER, f"{self.origin} is no member.")


@dataclass
class TrustKey(_KeyDecision):
    """Trust a further key of a member 增列签名公钥."""

    def execute(self) -> None:
        self.require_member()
        if self.vkey in self.trusted:
            self.refuse(
                rules.KEY_ONCE,
                f"The key was trusted before: {self.vkey}.",
                [self.trusted[self.vkey], self.distrusted.get(self.vkey)],
            )
        self.record(KeyTrusted(origin=self.origin, vkey=self.vkey), [tags.log(self.origin)])


@dataclass
class DistrustKey(_KeyDecision):
    """Trust a member's key no more from a size of its log on 停认签名公钥."""

    size_first: int
    reason: str

    def execute(self) -> None:
        self.require_member()
        if self.vkey not in self.trusted or self.vkey in self.distrusted:
            self.refuse(
                rules.KEY_ONCE,
                f"The key is not trusted: {self.vkey}.",
                [self.distrusted.get(self.vkey)],
            )
        told = self.reason.strip()
        if not 1 <= len(told) <= REASON_CHARACTERS_MAX or _NUMBER_OF_A_PERSON.search(told):
            self.refuse(rules.REASON, "The reason is missing, too long, or holds a number.")
        distrusted = KeyDistrusted(
            origin=self.origin, vkey=self.vkey, size_first=self.size_first, reason=told
        )
        self.record(distrusted, [tags.log(self.origin)])
