"""Rights: given and taken back by the security administrator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from eventsourcing.dcb import domain as dcb

from domain.access import rules, tags
from domain.access.holding import CLAIMED, Holding
from domain.access.policy import Grant
from domain.access.records import RIGHT_RECORDS, RightGranted, RightRevoked, RightsClaimed
from domain.access.roles import ADMINISTRATORS, Role
from domain.common import tags as common_tags
from domain.common.decisions import All, Decision
from domain.common.records import Record
from domain.common.refusals import Citation

FIRST = "first"
"""Number of the right with which all begin."""
INSPECTION_DAYS_MAX = 366


@dataclass
class RightsDecision(Decision):
    """Sees the rights of who gets and of who gives them."""

    holdings: dict[str, Holding] = field(default_factory=dict, init=False, repr=False)
    """By official."""
    cited: dict[str, Citation] = field(default_factory=dict, init=False, repr=False)
    """By number of the right: its newest record."""

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Take a right given or taken back into account."""
        record = tagged.decision
        if isinstance(record, RIGHT_RECORDS):
            self.holding(record.holder).take(record, citation.position)
        if isinstance(record, (RightGranted, RightRevoked)):
            self.cited[record.grant] = citation

    def holding(self, official: str) -> Holding:
        """What an official holds."""
        return self.holdings.setdefault(official, Holding())

    def must_be_given_by_security(self, holder: str) -> None:
        """Who acts is a security administrator in office, and not the holder."""
        ground = self.holding(self.act.by).holds(Role.SECURITY_ADMINISTRATOR, self.act.day)
        if ground is None or holder == self.act.by:
            detail = "is the holder" if ground else "is no security administrator in office"
            self.refuse(
                rules.GIVEN_BY_SECURITY,
                f"Official {self.act.by} {detail} on {self.act.day}.",
                [],
                "Let another security administrator do it.",
            )


@dataclass
class BeginRights(RightsDecision):
    """Name the first security administrator 指定首任安全管理员; once in the life of a log."""

    holder: str
    document: str

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [All([RightGranted], [tags.right(FIRST)])]

    def execute(self) -> None:
        if FIRST in self.cited:
            self.refuse(
                rules.RIGHTS_BEGIN_ONCE,
                "The first security administrator was named.",
                [self.cited[FIRST]],
            )
        _must_be_told(self, bool(self.holder.strip()), "it names nobody")
        granted = RightGranted(
            grant=FIRST,
            holder=self.holder,
            role=Role.SECURITY_ADMINISTRATOR.value,
            office=self.act.office,
            registers=["*"],
            from_day=self.act.day.isoformat(),
            to_day="",
            case_file="",
            document=self.document,
        )
        self.record(granted, right_tags(granted))


@dataclass
class GrantRight(RightsDecision):
    """Let an official act in a role 授予权限."""

    grant: str
    holder: str
    role: Role
    reaches: str
    """The office whose matters it reaches."""
    registers: tuple[str, ...]
    from_day: date
    document: str
    to_day: date | None = None
    case_file: str = ""

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        holders = {self.holder, self.act.by}
        return [
            All([RightGranted], [tags.right(self.grant)]),
            *(All(RIGHT_RECORDS, [tags.holder(one)]) for one in sorted(holders)),
        ]

    def execute(self) -> None:
        self._must_be_well_formed()
        self._must_be_bound()
        self.must_be_given_by_security(self.holder)
        self._must_be_apart()
        granted = RightGranted(
            grant=self.grant,
            holder=self.holder,
            role=self.role.value,
            office=self.reaches,
            registers=sorted(set(self.registers)),
            from_day=self.from_day.isoformat(),
            to_day=self.to_day.isoformat() if self.to_day else "",
            case_file=self.case_file,
            document=self.document,
        )
        self.record(granted, right_tags(granted))

    def _must_be_well_formed(self) -> None:
        if self.grant in self.cited:
            self.refuse(
                rules.RIGHT_WELL_FORMED,
                f"The right number {self.grant} is used.",
                [self.cited[self.grant]],
            )
        _must_be_told(self, bool(self.holder.strip() and self.grant.strip()), "it names nobody")
        _must_be_told(self, self.role is not Role.PUBLIC, "what is public needs no right")
        _must_be_told(self, bool(self.reaches and self.registers), "it reaches nothing")
        _must_be_told(
            self, self.to_day is None or self.from_day <= self.to_day, "it ends before it begins"
        )

    def _must_be_bound(self) -> None:
        if self.role is not Role.INSPECTOR:
            bound = not self.case_file
        else:
            last = self.from_day + timedelta(days=INSPECTION_DAYS_MAX)
            bound = bool(self.case_file) and self.to_day is not None and self.to_day <= last
        if not bound:
            self.refuse(
                rules.INSPECTION_BOUND,
                f"The right {self.grant} is for {self.role}, case file {self.case_file!r}, "
                f"until {self.to_day}.",
            )

    def _must_be_apart(self) -> None:
        """None of the holder's other rights that may be in force together clashes with this."""
        for number, other in self._granted(self.holder):
            administers = self.role in ADMINISTRATORS or other.role in ADMINISTRATORS
            together = not (
                (other.to_day and other.to_day < self.from_day)
                or (self.to_day and self.to_day < other.from_day)
            )
            if administers and together and other.role is not self.role:
                self.refuse(
                    rules.ADMINISTRATORS_APART,
                    f"Official {self.holder} is {other.role} and would be {self.role} too.",
                    [self.cited[number]],
                    f"Take back right {number} first, or name another official.",
                )

    def _granted(self, official: str) -> list[tuple[str, Grant]]:
        rights = self.holding(official).rights.items()
        return [(number, grant) for number, grant in rights if not number.startswith(CLAIMED)]


@dataclass
class RevokeRight(RightsDecision):
    """Take a right back 收回权限."""

    grant: str
    holder: str
    reason: str

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        holders = {self.holder, self.act.by}
        return [All(RIGHT_RECORDS, [tags.holder(one)]) for one in sorted(holders)]

    def execute(self) -> None:
        self.must_be_given_by_security(self.holder)
        if self.grant not in self.holding(self.holder).rights or not self.reason.strip():
            detail = "is not in force" if self.reason.strip() else "would be taken back unexplained"
            self.refuse(
                rules.RIGHT_IN_FORCE,
                f"Right {self.grant} of official {self.holder} {detail}.",
                [self.cited.get(self.grant)],
            )
        revoked = RightRevoked(grant=self.grant, holder=self.holder, reason=self.reason)
        self.record(revoked, [tags.right(self.grant), tags.holder(self.holder)])


@dataclass
class ClaimRights(RightsDecision):
    """Take in what a provider said at a login 接收身份提供方声明; by the program itself."""

    holder: str
    provider: str
    roles: tuple[Role, ...]
    reaches: str
    registers: tuple[str, ...]

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [All(RIGHT_RECORDS, [tags.holder(self.holder)])]

    def execute(self) -> None:
        roles = set(self.roles)
        administers = roles & ADMINISTRATORS
        if roles & {Role.INSPECTOR, Role.PUBLIC} or (
            roles and not (self.reaches and self.registers)
        ):
            self.refuse(
                rules.RIGHTS_CLAIMED,
                f"{self.provider} says that {self.holder} is {', '.join(sorted(roles))} for "
                f"office {self.reaches or 'none'}.",
            )
        others = {
            number: grant
            for number, grant in self.holding(self.holder).rights.items()
            if not number.startswith(CLAIMED) and grant.holds_on(self.act.day)
        }
        held = {grant.role for grant in others.values()}
        if (administers and len(roles | held) > 1) or (held & ADMINISTRATORS and roles - held):
            self.refuse(
                rules.ADMINISTRATORS_APART,
                f"{self.provider} says that {self.holder} is {', '.join(sorted(roles))}; "
                f"held already: {', '.join(sorted(held)) or 'nothing'}.",
                [self.cited[number] for number in others],
            )
        claimed = RightsClaimed(
            holder=self.holder,
            provider=self.provider,
            roles=sorted(role.value for role in roles),
            office=self.reaches,
            registers=sorted(set(self.registers)),
            from_day=self.act.day.isoformat(),
            to_day=(self.act.day + timedelta(days=1)).isoformat(),
        )
        self.record(claimed, [tags.holder(self.holder)])


def right_tags(granted: RightGranted) -> list[str]:
    """What a right is about."""
    about = [tags.right(granted.grant), tags.holder(granted.holder)]
    if granted.case_file:
        about.append(tags.case_file(granted.case_file))
    if granted.document:
        about.append(common_tags.document(granted.document))
    return about


def _must_be_told(decision: RightsDecision, holds: bool, problem: str) -> None:
    if not holds:
        decision.refuse(rules.RIGHT_WELL_FORMED, f"The right cannot be given: {problem}.")
