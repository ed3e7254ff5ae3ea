"""Records of authority: offices, posts, powers, exemptions, kin; and samples of what was decided.

Days are ISO dates; both ends count. An empty last day means that none is set. Every record but
those of samples carries the tag `book:establishment`, and beside it what it is about.
"""

from __future__ import annotations

from typing import Literal

from domain.common.records import Record


class EstablishmentOpened(Record):
    """The district began to keep offices and posts 机构人员台账建账: its own office, a first post.

    From here on every act needs a known office and an official in post.
    """

    type = "authority.establishment-opened.v1"

    office: str
    name_zh: str
    official: str
    post: str
    from_day: str
    policy: str


class OfficeRegistered(Record):
    """An office exists 机构设立. Tags: the office, the policy."""

    type = "authority.office-registered.v1"

    office: str
    """Its division code (edition of its day), or a code of its own."""
    name_zh: str
    kind: str
    """One of `OFFICE_KINDS`."""
    parent: str
    """The office above it."""
    from_day: str
    policy: str


class OfficeRenamed(Record):
    """An office has another name from a day on 机构更名; its code stays."""

    type = "authority.office-renamed.v1"

    office: str
    name_zh: str
    from_day: str
    policy: str


class OfficeAbolished(Record):
    """An office no longer exists 机构撤销; its records stay where they are."""

    type = "authority.office-abolished.v1"

    office: str
    last_day: str
    successor: str
    """The office that took over; empty if none did."""
    policy: str


class OfficialAppointed(Record):
    """An official holds a post in an office 任职. Tags: the official's posts, the office."""

    type = "authority.official-appointed.v1"

    official: str
    office: str
    post: str
    from_day: str
    to_day: str
    person: str
    """The official's id as a person, if known: two official ids of one person are one person."""
    document: str


class TermEnded(Record):
    """A term ended 免职、离任. Tags: as the appointment."""

    type = "authority.term-ended.v1"

    official: str
    office: str
    post: str
    last_day: str
    reason: str
    document: str


class PowerDelegated(Record):
    """The district gave an office the power to approve 下放审批权限.

    Tags: the power, the office, the policy.
    """

    type = "authority.power-delegated.v1"

    grant: str
    """Id of this grant; every approval made under it carries the tag `power:<grant>`."""
    matter: str
    office: str
    cap_fen: int
    """The most one approval may be worth 限额; 0 if there is no cap."""
    from_day: str
    to_day: str
    policy: str


class PowerChanged(Record):
    """What the changes of a grant have in common."""

    grant: str
    matter: str
    office: str
    from_day: str
    """When the change takes effect."""
    policy: str


class PowerAmended(PowerChanged):
    """Cap or last day of a grant changed 调整. Tags: as when it was given."""

    type = "authority.power-amended.v1"

    cap_fen: int
    to_day: str


class PowerSuspended(PowerChanged):
    """A grant rests from a day on 暂停. Tags: as when it was given."""

    type = "authority.power-suspended.v1"

    reason: str


class PowerResumed(PowerChanged):
    """A suspended grant holds again 恢复. Tags: as when it was given."""

    type = "authority.power-resumed.v1"


class PowerRevoked(PowerChanged):
    """The district took a grant back 收回审批权限. Tags: as when it was given."""

    type = "authority.power-revoked.v1"


class ExemptionGranted(Record):
    """Two duties may lie in one hand 不相容岗位豁免. Tags: the office, the policy."""

    type = "authority.exemption-granted.v1"

    exemption: str
    office: str
    register_name: str
    """The register whose files it is for."""
    duties: list[str]
    """The two duties, sorted."""
    from_day: str
    to_day: str
    reason: str
    policy: str


class ExemptionEnded(Record):
    """An exemption ended before its day. Tags: as when it was granted."""

    type = "authority.exemption-ended.v1"

    exemption: str
    office: str
    last_day: str
    policy: str


class KinDeclared(Record):
    """An official declared a relative 近亲属备案. Tags: the official's posts, the relative."""

    type = "authority.kin-declared.v1"

    declaration: str
    official: str
    person: str
    """The relative."""
    relation: str
    """One of `RELATIONS`."""
    document: str


class KinWithdrawn(Record):
    """A declaration no longer holds, or was wrong 备案撤销. Tags: as when it was declared."""

    type = "authority.kin-withdrawn.v1"

    declaration: str
    official: str
    person: str
    reason: str


class PeriodFrozen(Record):
    """What happened in a period is no longer recorded, or is marked 封账、检查期间冻结.

    Tags: the freeze (`run:`), the policy.
    """

    type = "authority.period-frozen.v1"

    freeze: str
    registers: list[str]
    """Names of the registers it is for."""
    day_first: str
    day_last: str
    """It is for acts that happened on these days, both included."""
    effect: Literal["refuse", "mark"]
    reason: str
    policy: str


class PeriodReleased(Record):
    """A freeze ended 解除冻结. Tags: as the freeze."""

    type = "authority.period-released.v1"

    freeze: str
    reason: str
    policy: str


class SampleDrawn(Record):
    """Delegated decisions were drawn for review 抽查; anybody can draw the same again.

    Tags: the sample, the grant, the office.
    """

    type = "authority.sample-drawn.v1"

    sample: str
    grant: str
    position_first: int
    position_last: int
    """The decisions of the grant between these positions, both included."""
    decisions: int
    """How many there are."""
    seed: str
    method: str
    """`sampling.METHOD`."""
    drawn: list[int]
    """Positions, rising."""


class DecisionReviewed(Record):
    """A drawn decision was reviewed 复核. Tags: the sample, the grant, the case if it has one."""

    type = "authority.decision-reviewed.v1"

    sample: str
    position: int
    in_order: bool
    finding: str
    """What is wrong 问题; empty if nothing is."""
    order: str
    """What has to be mended 整改要求."""


POWER_RECORDS = (PowerDelegated, PowerAmended, PowerSuspended, PowerResumed, PowerRevoked)
ESTABLISHMENT_RECORDS = (
    EstablishmentOpened,
    OfficeRegistered,
    OfficeRenamed,
    OfficeAbolished,
    OfficialAppointed,
    TermEnded,
    *POWER_RECORDS,
    ExemptionGranted,
    ExemptionEnded,
    KinDeclared,
    KinWithdrawn,
    PeriodFrozen,
    PeriodReleased,
)
"""What acts are judged by."""
RECORDS = (*ESTABLISHMENT_RECORDS, SampleDrawn, DecisionReviewed)
