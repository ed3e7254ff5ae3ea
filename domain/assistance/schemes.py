"""The schemes of social assistance 社会救助, their standards, and which exclude each other."""

from __future__ import annotations

from enum import StrEnum


class Scheme(StrEnum):
    """What a case is about."""

    DIBAO = "dibao"
    """Minimum living allowance 最低生活保障, by household."""
    TEKUN = "tekun"
    """Support of persons in extreme difficulty 特困人员救助供养, by person."""
    DISABILITY_LIVING = "disability-living"
    """Living subsidy for disabled persons in difficulty 困难残疾人生活补贴."""
    DISABILITY_CARE = "disability-care"
    """Care subsidy for severely disabled persons 重度残疾人护理补贴."""
    ORPHAN = "orphan"
    """Orphan 孤儿基本生活保障."""
    UNSUPPORTED_CHILD = "unsupported-child"
    """Child nobody in fact supports 事实无人抚养儿童."""
    CHILD_IN_DIFFICULTY = "child-in-difficulty"
    """Child in difficulty 困境儿童."""
    TEMP_RELIEF = "temp-relief"
    """Temporary relief 临时救助: one payment for one cause, by household."""


CHILD_SCHEMES = (Scheme.ORPHAN, Scheme.UNSUPPORTED_CHILD, Scheme.CHILD_IN_DIFFICULTY)
"""End with the month in which the child turns 18."""
SUBSIDIES = (Scheme.DISABILITY_LIVING, Scheme.DISABILITY_CARE, *CHILD_SCHEMES)
ADULT_AGE_YEARS = 18
DISABILITY_GRADES = (1, 2, 3, 4)
DISABILITY_GRADES_SEVERE = (1, 2)


class ReviewClass(StrEnum):
    """How steady a household's means are; sets how often it is reviewed 动态管理."""

    STABLE = "stable"
    """Nobody can work, or income does not change: reviewed once a year."""
    UNSTABLE = "unstable"
    """Somebody can work, or income changes: reviewed every half year."""


REVIEW_MONTHS = {ReviewClass.STABLE: 12, ReviewClass.UNSTABLE: 6}


class ReliefPath(StrEnum):
    """How temporary relief is decided."""

    GENERAL = "general"
    """Checked, noticed and decided before it is paid 一般程序."""
    EMERGENCY = "emergency"
    """Paid within 48 hours; papers and decision follow 紧急程序."""


class Area(StrEnum):
    """Which of the two standards of dibao and tekun holds."""

    URBAN = "urban"
    RURAL = "rural"


class SupportMode(StrEnum):
    """How a tekun person is supported."""

    CENTRALISED = "centralised"
    """In a home 集中供养: basic living and care are paid."""
    DISPERSED = "dispersed"
    """At home 分散供养: basic living is paid."""


class SelfCareLevel(StrEnum):
    """Self-care ability 生活自理能力; always derived from the six activities."""

    FULL = "full"
    """All six can be done 具备."""
    PARTIAL = "partial"
    """One to three cannot be done 部分丧失."""
    NONE = "none"
    """Four or more cannot be done 完全丧失."""


RELIEF_CAP = "relief-cap"
"""The most that a street or town gives in temporary relief by itself 小额救助限额, per household
and 30 days. Set by the district; four months of dibao is what others set."""
DIBAO_ADDON = "dibao-addon"
"""Standard of the category add-on 分类施保, per covered elder, minor or disabled member."""


def living_standard(scheme: Scheme, area: Area) -> str:
    """The code of the standard of dibao or tekun in an area, e.g. `dibao-urban`."""
    return f"{scheme}-{area}"


def care_standard(level: SelfCareLevel) -> str:
    """The code of the care standard 照料护理标准 of a self-care level, e.g. `care-none`."""
    return f"care-{level}"


_LIVING_STANDARDS = {
    scheme: tuple(living_standard(scheme, area) for area in Area)
    for scheme in (Scheme.DIBAO, Scheme.TEKUN)
}
_CARE_STANDARDS = tuple(care_standard(level) for level in SelfCareLevel)


def standards_of(scheme: Scheme) -> tuple[str, ...]:
    """The codes of all standards that amounts of a scheme depend on."""
    if scheme is Scheme.DIBAO:
        return (*_LIVING_STANDARDS[scheme], DIBAO_ADDON)
    if scheme is Scheme.TEKUN:
        return (*_LIVING_STANDARDS[scheme], *_CARE_STANDARDS)
    if scheme is Scheme.TEMP_RELIEF:
        return (RELIEF_CAP,)
    return (str(scheme),)


STANDARDS = tuple(code for scheme in Scheme for code in standards_of(scheme))
YEARLY_STANDARDS = _CARE_STANDARDS
"""Given per year; all others per month."""

_EXCLUSIVE = (
    (Scheme.DIBAO, Scheme.TEKUN),
    (Scheme.TEKUN, Scheme.DISABILITY_LIVING),
    (Scheme.TEKUN, Scheme.DISABILITY_CARE),
    (Scheme.TEKUN, Scheme.ORPHAN),
    (Scheme.TEKUN, Scheme.UNSUPPORTED_CHILD),
    (Scheme.ORPHAN, Scheme.DISABILITY_LIVING),
    (Scheme.ORPHAN, Scheme.UNSUPPORTED_CHILD),
    (Scheme.ORPHAN, Scheme.CHILD_IN_DIFFICULTY),
    (Scheme.UNSUPPORTED_CHILD, Scheme.CHILD_IN_DIFFICULTY),
)


def exclude_each_other(one: Scheme, other: Scheme) -> bool:
    """Whether one person may not draw both; no scheme may be drawn twice."""
    return one == other or (one, other) in _EXCLUSIVE or (other, one) in _EXCLUSIVE
