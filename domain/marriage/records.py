"""Records of marriage registration 婚姻登记. The unit is the pair 对.

Every record that uses up a certificate number is a `Numbered`: it belongs to one serial book and
carries the day printed on the certificate. Days are ISO dates; husband, wife and holders are person
ids. `foreign` marks registrations with a party from abroad, Hong Kong, Macao or Taiwan 涉外.
"""

from __future__ import annotations

from typing import Literal

from domain.common import duties
from domain.common.duties import Duty, DutyStep
from domain.common.records import Record

# One registrar receives, examines and registers 受理、审查、登记: no step has a file of others.
MARRIAGES = duties.Matter("marriage", "Marriage", "结婚登记", by_law=("registry", "district"))
DIVORCES = duties.Matter("divorce", "Divorce", "离婚登记", by_law=("registry", "district"))

QueryBasis = Literal["party", "agent", "court", "procuratorate", "police", "notary", "lawyer"]
"""On whose right the archive is queried 查档依据."""
RevocationGround = Literal["coercion", "concealed_illness", "void"]
"""胁迫, 隐瞒重大疾病, 婚姻无效."""
Matter = Literal["marriage", "divorce"]


class Numbered(Record):
    """What uses up the next number of a serial book."""

    certificate: str
    registered_on: str


class MarriageRegistered(Numbered):
    """A marriage was registered 结婚登记."""

    type = "marriage.registered.v1"
    duty = DutyStep(Duty.APPROVE, (MARRIAGES,), file=None)
    husband: str
    wife: str
    foreign: bool
    legalised_documents: list[str]
    """Legalised or apostilled papers of the party from abroad 认证文书."""


class DivorceRegistered(Numbered):
    """A divorce was registered 离婚登记."""

    type = "marriage.divorce-registered.v1"
    duty = DutyStep(Duty.APPROVE, (DIVORCES,), file=None)
    husband: str
    wife: str
    foreign: bool
    marriage_certificate: str
    """The certificate of the marriage that ended; free text if it is older than this register."""
    application: str
    """The application since 2021; empty before."""


class CertificateReissued(Numbered):
    """A lost or damaged certificate was issued anew 补领婚姻登记证."""

    type = "marriage.certificate-reissued.v1"
    duty = DutyStep(Duty.APPROVE, (MARRIAGES,), file=None)
    matter: Matter
    original: str
    """The certificate it replaces; free text if it is older than this register."""
    holders: list[str]
    """One or both of the pair."""
    foreign: bool
    reason: str


class CertificateVoided(Numbered):
    """A blank was spoilt; its number counts as used 证件作废."""

    type = "marriage.certificate-voided.v1"
    reason: str


class DivorceApplied(Record):
    """A couple applied for divorce 离婚登记申请 (since 2021)."""

    type = "marriage.divorce-applied.v1"
    application: str
    husband: str
    wife: str
    cooling_off_first: str
    cooling_off_last: str
    register_last: str
    """The last day on which both may come for the registration."""
    rest_days: list[str]
    """Public holidays and rest days that moved a last day on."""


class DivorceApplicationWithdrawn(Record):
    """Either party withdrew the application within the cooling-off period 撤回离婚登记申请."""

    type = "marriage.divorce-application-withdrawn.v1"
    application: str
    by_party: str


class MarriageRevoked(Record):
    """A marriage was revoked or declared void 撤销婚姻, 宣告无效."""

    type = "marriage.revoked.v1"
    duty = DutyStep(Duty.APPROVE, (MARRIAGES,), file=None)
    certificate: str
    husband: str
    wife: str
    ground: RevocationGround
    document: str
    """The judgement or decision."""


class ArchiveQueryAnswered(Record):
    """A query of the archive was answered 查询婚姻登记档案; the unit is the case 件."""

    type = "marriage.archive-query-answered.v1"
    query: str
    basis: QueryBasis
    basis_document: str
    identity_document: str
    subject: str
    """Whose registration was asked about."""
    found: list[str]
    """Certificates the answer shows; empty: a record of no registration 无登记记录证明."""


class ArchiveQueryRefused(Record):
    """A query of the archive was refused 不予查询."""

    type = "marriage.archive-query-refused.v1"
    query: str
    basis: QueryBasis
    subject: str
    reason: str


class FilesReviewed(Record):
    """The files of consecutive certificates of one book were reviewed 档案质量检查."""

    type = "marriage.files-reviewed.v1"
    book: str
    serial_first: int
    serial_last: int
    files: int
    """Files in the range: its numbers less the voided ones."""
    defective: list[int]
    """Serials of the files not in order 不合格."""
    in_order: int


NUMBERED: tuple[type[Numbered], ...] = (
    MarriageRegistered,
    DivorceRegistered,
    CertificateReissued,
    CertificateVoided,
)
MARITAL: tuple[type[Record], ...] = (MarriageRegistered, DivorceRegistered, MarriageRevoked)
"""What changes whether two people are married to each other."""
