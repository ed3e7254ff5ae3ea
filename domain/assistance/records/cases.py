"""Steps of a case, from application to termination.

Every record is tagged with its case and with the persons it is about (the whole household for
dibao). Months are `YYYY-MM`, days ISO 8601. `account` is a random token of the bank account; the
account itself is personal data and sealed.
"""

from __future__ import annotations

from pydantic import Field

from domain.assistance.matters import MATTERS
from domain.assistance.schemes import SelfCareLevel
from domain.common.duties import Duty, DutyStep
from domain.common.records import Record


class DibaoApplied(Record):
    """A household applied for dibao 申请."""

    type = "assistance.dibao-applied.v1"

    case: str
    area: str
    members: list[str]
    """Person ids; the first is the applicant."""
    account: str
    authorisation: str
    """Number of the letter by which all members authorise the means check 核对授权书."""
    relations: list[str] = Field(default_factory=list)
    """What each member is to the head of the household: one `head`, others of `RELATIONS`."""
    papers: list[str] = Field(default_factory=list)
    """Codes of the papers handed in."""


class TekunApplied(Record):
    """A person applied for tekun support 申请."""

    type = "assistance.tekun-applied.v1"

    case: str
    area: str
    person: str
    account: str
    authorisation: str
    without_labour_capacity: bool
    """无劳动能力."""
    without_income_source: bool
    """无生活来源."""
    without_supporter: bool
    """无法定赡养抚养扶养义务人, or the obliged cannot."""
    papers: list[str] = Field(default_factory=list)


class SubsidyApplied(Record):
    """A person applied for a disability or child subsidy 申请."""

    type = "assistance.subsidy-applied.v1"

    case: str
    scheme: str
    person: str
    account: str
    disability_grade: int
    """1 (most severe) to 4; 0 if the scheme does not ask for it."""
    until_month: str
    """The month the child turns 18, the last to be paid; empty for disability subsidies."""
    papers: list[str] = Field(default_factory=list)


class ApplicationAccepted(Record):
    """The papers are complete and were accepted 受理."""

    type = "assistance.application-accepted.v1"
    duty = DutyStep(Duty.REGISTER)

    case: str
    scheme: str
    decide_by: str = ""
    """The last day to decide, by the edition of the rules of this day."""


class MeansChecked(Record):
    """Means were checked and the home visited 家庭经济状况核对, 入户调查."""

    type = "assistance.means-checked.v1"
    duty = DutyStep(Duty.CHECK)

    case: str
    report: str
    """Number of the check report."""
    sources: list[str]
    """Registers that answered: bank, business, property, social-insurance, vehicle."""
    income_fen: int
    """Counted income of the household per month."""
    assets_within_limits: bool
    visitors: list[str]
    """Who visited the home 入户人员 (official ids)."""


class SelfCareAssessed(Record):
    """Self-care ability was assessed 生活自理能力评估: what the person can do alone."""

    type = "assistance.self-care-assessed.v1"
    duty = DutyStep(Duty.CHECK)

    case: str
    person: str
    can_eat: bool
    can_dress: bool
    can_bed: bool
    """Get in and out of bed 上下床."""
    can_toilet: bool
    can_walk: bool
    """Walk indoors 室内行走."""
    can_bathe: bool
    report: str
    """Number of the assessment report."""
    from_month: str
    """The month from which care is paid by it."""

    @property
    def level(self) -> SelfCareLevel:
        """The level the six answers make (民发〔2016〕178号)."""
        can = (
            self.can_eat,
            self.can_dress,
            self.can_bed,
            self.can_toilet,
            self.can_walk,
            self.can_bathe,
        )
        lost = can.count(False)
        if lost == 0:
            return SelfCareLevel.FULL
        return SelfCareLevel.PARTIAL if lost <= 3 else SelfCareLevel.NONE


class AppraisalHeld(Record):
    """Democratic appraisal was held 民主评议."""

    type = "assistance.appraisal-held.v1"

    case: str
    minutes: str
    """Number of the minutes."""
    votes_for: int
    votes_against: int


class NoticePosted(Record):
    """Public notice was posted in the village or community 公示."""

    type = "assistance.notice-posted.v1"

    case: str
    place: str
    """Code or name of the village or community; no street address."""
    day_first: str
    day_last: str
    persons: int
    amount_fen: int
    """Per month, as the notice says it."""
    photo_sha256: str
    """Digest of the photo of the notice."""
    confirm_by: str = ""
    """The last day to confirm if nobody objects."""


class ObjectionRaised(Record):
    """Somebody objected to the notice 异议; checks, appraisal and notice begin anew."""

    type = "assistance.objection-raised.v1"

    case: str
    letter: str
    """Number of the letter or note."""


class ApplicationRejected(Record):
    """The application was rejected 不予确认, with the rule that stands against it."""

    type = "assistance.application-rejected.v1"
    duty = DutyStep(Duty.APPROVE, MATTERS, matter_field="scheme")

    case: str
    scheme: str
    rule: str
    """Id of the rule."""
    letter: str
    """Number of the letter to the applicant 不予确认通知书."""
    working_days_late: int = 0
    """After the last day to decide."""


class AccountChanged(Record):
    """Money of a case goes to another bank account from now on 变更账户."""

    type = "assistance.account-changed.v1"

    case: str
    account: str
    letter: str


class CaseSuspended(Record):
    """Payment stops for the time being 停发."""

    type = "assistance.case-suspended.v1"

    case: str
    from_month: str
    reason: str


class CaseResumed(Record):
    """Payment goes on 恢复."""

    type = "assistance.case-resumed.v1"

    case: str
    from_month: str
    reason: str


class CaseTerminated(Record):
    """The case has ended 终止."""

    type = "assistance.case-terminated.v1"

    case: str
    from_month: str
    """The first month that is not paid."""
    reason: str
    """One of `TERMINATION_REASONS`."""
    letter: str = ""
    """Number of the letter to the household 终止告知书."""


HEAD = "head"
RELATIONS = (HEAD, "spouse", "child", "parent", "grandchild", "sibling", "other")
TERMINATION_REASONS = (
    "death",
    "income",
    "moved",
    "withdrew",
    "fraud",
    "became-tekun",
    "adopted",
    "guardian-regained",
    "certificate-lapsed",
)
