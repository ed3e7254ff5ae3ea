"""Records of marriage registration 婚姻登记. The unit is the pair 对.

Every record that uses up a certificate number is a `Numbered`: it belongs to one serial book and
carries the day printed on the certificate, and the serial printed on the blank 印制号 if it was
noted. Days are ISO dates; husband, wife and holders are person ids. `foreign` marks registrations
with a party from abroad, Hong Kong, Macao or Taiwan 涉外.
"""

from __future__ import annotations

from typing import Literal

from domain.common import duties
from domain.common.duties import Duty, DutyStep
from domain.common.records import Record

# One registrar receives, examines and registers 受理、审查、登记: no step has a file of others.
MARRIAGES = duties.Matter("marriage", "Marriage", "结婚登记", by_law=("registry", "district"))
DIVORCES = duties.Matter("divorce", "Divorce", "离婚登记", by_law=("registry", "district"))

MarriagePaper = Literal[
    "id-card",
    "household-book",
    "declaration",
    "passport",
    "travel-permit",
    "legalised-status-certificate",
    "translation",
]
"""身份证, 户口簿, 无配偶及无近亲关系声明, 护照, 通行证或居住证, 经认证的婚姻状况证明, 中文译本."""
DeclaredStatus = Literal["single", "divorced", "widowed"]
"""未婚, 离异, 丧偶."""
DeclaredRelation = Literal["none", "lineal", "collateral-within-three"]
"""无近亲关系, 直系血亲, 三代以内旁系血亲."""
QueryBasis = Literal["party", "agent", "court", "procuratorate", "police", "notary", "lawyer"]
"""On whose right the archive is queried 查档依据."""
RevocationGround = Literal["coercion", "concealed_illness", "void"]
"""胁迫, 隐瞒重大疾病, 婚姻无效."""
Matter = Literal["marriage", "divorce"]
CertifiedForm = Literal["registered", "none-found"]
"""婚姻登记记录证明, 无婚姻登记记录证明."""


class Numbered(Record):
    """What uses up the next number of a serial book."""

    certificate: str
    registered_on: str
    printed: str = ""
    """The serial printed on the blank 印制号; empty if it was not noted."""


class MarriageApplied(Record):
    """A couple applied for marriage; their papers were taken in 受理结婚登记申请."""

    type = "marriage.applied.v1"
    application: str
    husband: str
    wife: str
    foreign: bool
    husband_papers: list[str]
    wife_papers: list[str]
    husband_status: DeclaredStatus
    wife_status: DeclaredStatus
    husband_domicile: str
    """Division code of the permanent residence 常住户口所在地; empty if abroad or not asked."""
    wife_domicile: str


class MarriageDeclined(Record):
    """On review an application was declined, with a notice of the reasons 不予登记."""

    type = "marriage.declined.v1"
    application: str
    husband: str
    wife: str
    reason: str
    notice: str
    """The notice given to the couple 不予办理婚姻登记通知单."""


class MarriageRegistered(Numbered):
    """A marriage was registered 结婚登记."""

    type = "marriage.registered.v1"
    duty = DutyStep(Duty.APPROVE, (MARRIAGES,), file=None)
    husband: str
    wife: str
    foreign: bool
    legalised_documents: list[str]
    """Legalised or apostilled papers of the party from abroad 认证文书."""
    application: str = ""
    """Empty for what was registered on paper before applications were kept here."""


class OldRegistrationEntered(Record):
    """A registration older than this register, from its paper file 历史婚姻登记补录.

    Its certificate keeps the number it had, in free text such as 威环结字第12号.
    """

    type = "marriage.old-registration-entered.v1"
    certificate: str
    matter: Matter
    husband: str
    wife: str
    registered_on: str
    registered_by: str
    """The authority as it was then called, e.g. a commune 公社 that is gone."""
    stands: bool
    """Whether the authority says that the marriage stands; false for a divorce."""
    file: str
    """Where the paper file is 档号."""


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
    agreement: str = ""
    """The agreement on children, property and debts 离婚协议书."""


class CertificateReissued(Numbered):
    """A lost or damaged certificate was issued anew 补领婚姻登记证."""

    type = "marriage.certificate-reissued.v1"
    duty = DutyStep(Duty.APPROVE, (MARRIAGES,), file=None)
    matter: Matter
    original: str
    """The copy it replaces; free text if it is older than this register."""
    root: str = ""
    """The certificate of the registration itself: the first of the chain of copies."""
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


class DivorceApplicationLapsed(Record):
    """Nobody came in the window: the application counts as withdrawn 视为撤回."""

    type = "marriage.divorce-application-lapsed.v1"
    application: str
    husband: str
    wife: str
    register_last: str


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
    stale_copies: list[str]
    """Every copy that was in force: to be taken back 收回, and never shown as valid again."""
    may_marry: list[str]
    """Who is unmarried from now on, as far as this register knows."""


class MarriageReinstated(Record):
    """A revocation was set aside: the marriage stands as if it had never been revoked 恢复."""

    type = "marriage.reinstated.v1"
    duty = DutyStep(Duty.APPROVE, (MARRIAGES,), file=None)
    certificate: str
    husband: str
    wife: str
    document: str
    """The judgement that set the revocation aside."""
    valid_copies: list[str]
    """The copies that hold again."""


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


class RecordCertificateIssued(Numbered):
    """A certificate of what the archive holds 婚姻登记记录证明, on an answered query."""

    type = "marriage.record-certificate-issued.v1"
    query: str
    form: CertifiedForm
    subject: str
    certificates: list[str]
    """The registrations it certifies; empty for 无婚姻登记记录证明."""


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
    RecordCertificateIssued,
)
ISSUED: tuple[type[Record], ...] = (
    MarriageRegistered,
    DivorceRegistered,
    OldRegistrationEntered,
    CertificateReissued,
)
"""What a copy of a certificate comes from."""
MARITAL: tuple[type[Record], ...] = (
    MarriageRegistered,
    OldRegistrationEntered,
    DivorceRegistered,
    MarriageRevoked,
    MarriageReinstated,
)
"""What changes whether two people are married to each other."""
