"""Stories of cases, as commands. Dibao urban is 600 yuan, from October 2019 650."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from domain.assistance.decisions import (
    AcceptApplication,
    AdoptStandard,
    ApplyForDibao,
    ApplyForSubsidy,
    ApplyForTekun,
    AssessSelfCare,
    ConfirmDibao,
    ConfirmSubsidy,
    ConfirmTekun,
    HoldAppraisal,
    PayBenefits,
    Payment,
    PostNotice,
    ReportMeansCheck,
)
from domain.assistance.decisions.checks import SOURCES_ASKED
from domain.assistance.editions import DIBAO_2012, TEKUN_2016, edition_of
from domain.assistance.records import BenefitPaid
from domain.assistance.schemes import SUBSIDIES, Area, Scheme, SupportMode
from domain.common.decisions import Act, Decision
from domain.common.people import Person
from domain.common.records import Tagged
from domain.common.refusals import Refusal, Rule
from tests.domain.deciding import decide

DISTRICT = "371002"
STREET = "371002001"
CHINA = timezone(timedelta(hours=8))
ANNA = Person("anna", {"name": "王安", "id_number": "999999194002290010"})
BERT = Person("bert", {"name": "王伯", "id_number": "99999919400229007X"})
CHILD = Person("child", {"name": "李小", "id_number": "999999201507030014"})
PHOTO = "ab" * 32


def act(day: str, by: str = "clerk", office: str = DISTRICT) -> Act:
    return Act(by, office, datetime.fromisoformat(f"{day}T10:00:00").replace(tzinfo=CHINA))


def adopt(standard: str, yuan: int, effective_from: str = "2019-01-01") -> AdoptStandard:
    day = date.fromisoformat(effective_from)
    return AdoptStandard(act("2018-12-03"), standard, yuan * 100, day, "威环政发〔2018〕9号")


STANDARDS: list[Decision] = [
    adopt("dibao-urban", 600),
    adopt("dibao-urban", 650, "2019-10-01"),
    adopt("dibao-rural", 430),
    adopt("dibao-addon", 60),
    adopt("tekun-urban", 800),
    adopt("tekun-urban", 900, "2019-10-01"),
    adopt("tekun-rural", 620),
    adopt("care-none", 10990),
    adopt("care-partial", 5495),
    adopt("care-full", 3297),
    adopt("disability-living", 110),
    adopt("disability-care", 100),
    adopt("orphan", 1500),
    adopt("unsupported-child", 1200),
    adopt("child-in-difficulty", 500),
]


def apply_dibao(case: str = "D1", *members: Person) -> ApplyForDibao:
    people = members or (ANNA, BERT)
    return ApplyForDibao(
        act("2019-01-07"),
        case,
        f"acc-{case}",
        Area.URBAN,
        people,
        "授1",
        papers=DIBAO_2012.papers_asked,
    )


def apply_tekun(case: str = "T1", person: Person = ANNA, *, supporter: bool = False) -> Decision:
    tests = (True, True, not supporter)
    papers = TEKUN_2016.papers_asked
    return ApplyForTekun(
        act("2019-01-07"), case, f"acc-{case}", Area.URBAN, person, "授1", *tests, papers
    )


def apply_subsidy(
    scheme: Scheme, case: str = "S1", person: Person = ANNA, grade: int = 0, day: str = "2019-01-07"
) -> ApplyForSubsidy:
    papers = edition_of(scheme, date.fromisoformat(day)).papers_asked if scheme in SUBSIDIES else ()
    return ApplyForSubsidy(act(day), case, f"acc-{case}", scheme, person, grade, papers)


def accept(case: str) -> AcceptApplication:
    return AcceptApplication(act("2019-01-08", "acceptor"), case)


def check_means(case: str, income_fen: int = 400_00, *, within: bool = True) -> ReportMeansCheck:
    visitors = ("v1", "v2")
    return ReportMeansCheck(
        act("2019-01-10"), case, "核1", SOURCES_ASKED, income_fen, within, visitors
    )


def assess(case: str, lost: int = 6, day: str = "2019-01-11") -> AssessSelfCare:
    can = [False] * lost + [True] * (6 - lost)
    return AssessSelfCare(act(day, "assessor"), case, *can, "评1")


def appraise(case: str, votes_for: int = 9, votes_against: int = 1) -> HoldAppraisal:
    return HoldAppraisal(act("2019-01-11"), case, "议1", votes_for, votes_against)


def notice(
    case: str, amount_fen: int = 800_00, first: str = "2019-01-14", last: str = "2019-01-20"
) -> PostNotice:
    days = date.fromisoformat(first), date.fromisoformat(last)
    return PostNotice(act(first), case, "community-1", *days, amount_fen, PHOTO)


def confirm_dibao(
    case: str = "D1", *members: Person, addon: int = 0, by: str = "chief", day: str = "2019-01-21"
) -> ConfirmDibao:
    people = tuple(member.id for member in members or (ANNA, BERT))
    return ConfirmDibao(act(day, by), case, "确1", people, addon)


def confirm_tekun(case: str = "T1", person: Person = ANNA, *, home: str = "home-1") -> ConfirmTekun:
    mode = SupportMode.CENTRALISED if home else SupportMode.DISPERSED
    return ConfirmTekun(act("2019-01-21", "chief"), case, "确1", (person.id,), mode, home)


def confirm_subsidy(
    scheme: Scheme, case: str = "S1", person: Person = ANNA, day: str = "2019-01-21"
) -> ConfirmSubsidy:
    return ConfirmSubsidy(act(day, "chief"), case, "确1", (person.id,), scheme)


def pay(
    scheme: Scheme,
    month: str,
    *lines: tuple[str, int],
    day: str = "",
    by: str = "cashier",
) -> PayBenefits:
    payments = tuple(Payment(case, amount_fen) for case, amount_fen in lines)
    return PayBenefits(act(day or f"{month}-10", by), scheme, month, payments)


DIBAO_NOTICED: list[Decision] = [
    *STANDARDS,
    apply_dibao(),
    accept("D1"),
    check_means("D1"),
    appraise("D1"),
    notice("D1"),
]
"""Two persons, counted income 400 yuan: 800 yuan a month, from October 900."""
DIBAO_LIVE: list[Decision] = [*DIBAO_NOTICED, confirm_dibao()]
TEKUN_NOTICED: list[Decision] = [
    *STANDARDS,
    apply_tekun(),
    accept("T1"),
    check_means("T1", 0),
    assess("T1"),
    notice("T1", 80_000 + 91_583),
]
"""Urban, in a home, self-care lost."""
TEKUN_LIVE: list[Decision] = [*TEKUN_NOTICED, confirm_tekun()]


def paid_lines(made: list[Tagged]) -> list[Tagged]:
    """The lines of a run that was just ordered, without the record of the run itself."""
    return [tagged for tagged in made if isinstance(tagged.record, BenefitPaid)]


def refused(rule: Rule, decision: Decision, given: list[Tagged]) -> Refusal:
    """The refusal of a decision, which must be by this rule."""
    with pytest.raises(Refusal) as caught:
        decide(decision, given)
    assert caught.value.rule is rule, str(caught.value)
    return caught.value


def cited(refusal: Refusal, given: list[Tagged]) -> list[str]:
    """The kinds of record that a refusal cites, after checking that each stands at its place."""
    for citation in refusal.against:
        assert given[citation.position - 1].record.type == citation.type
    return [citation.type.split(".")[1] for citation in refusal.against]


def day_of(text: str) -> date:
    return date.fromisoformat(text)
