"""The demo's marriage registration: pairs, reissues, queries, and the year-end review of files.

Certificates are left to take the next number of their book, so the decisions must be executed in
their order.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from domain.common.decisions import Act, Decision
from domain.common.people import Person
from domain.marriage.certificates import book_code
from domain.marriage.decisions.applications import ApplyForMarriage
from domain.marriage.decisions.archive import (
    AnswerArchiveQuery,
    IssueRecordCertificate,
    ReviewFiles,
)
from domain.marriage.decisions.divorce import ApplyForDivorce, RegisterDivorce, last_day
from domain.marriage.decisions.paper import ReissueCertificate, VoidCertificate
from domain.marriage.decisions.registration import RegisterMarriage
from domain.marriage.decisions.views import NumberedDecision
from domain.marriage.records import MarriagePaper, Matter, QueryBasis
from domain.marriage.rules import CIVIL_CODE_FROM, COOLING_OFF_DAYS, papers_asked
from projections.figures.comparison import holds
from projections.figures.published import PublishedFigure
from tools.demo.aims import count_aim
from tools.demo.plan import Figures, FiguresNotPossibleError
from tools.demo.registers.acts import act, days_later
from tools.demo.world import REGISTRY, World

_MARRIAGES_A_SPOILT_BLANK = 1_000
_ROUNDING_FILES = 2
"""More files in order than the rate, cut off, asks for, to come above it."""
_CENT = Decimal("0.01")
_LEGALISED = ("护照", "经认证的婚姻状况证明")
_BASES: dict[QueryBasis, str] = {
    "party": "",
    "agent": "授权委托书",
    "lawyer": "律师执业证、立案通知书",
    "court": "调查令",
    "notary": "公证受理单",
}
_BASIS_WEIGHTS = (80, 8, 7, 3, 2)
_CERTIFIED = ("agent", "notary")
"""Who asks for a certificate of what was found; parties mostly take a copy."""
_PAPERS_ABROAD: tuple[MarriagePaper, ...] = (
    "passport",
    "legalised-status-certificate",
    "translation",
    "declaration",
)
_ON_THE_SPOT = timedelta(minutes=20)
_FILED = ("J", "L", "BJ", "BL")
"""Books whose files are reviewed."""


def decisions(world: World, figures: Figures) -> Iterator[Decision]:
    """A year of marriage registration in the order in which it happened.

    Raises:
        FiguresNotPossibleError: the pass rate cannot be had with the registrations given.
    """
    queries = count_aim(figures, "marriage.archive_queries")
    made: list[Decision] = [
        *_year(world, figures, foreign=False),
        *_year(world, figures, foreign=True),
        *(step for number in range(queries) for step in _query(world, number)),
    ]
    made.sort(key=lambda decision: decision.act.occurred)
    yield from made
    yield from _reviews(world, figures, made)


def _year(world: World, figures: Figures, foreign: bool) -> Iterator[Decision]:
    prefix = "marriage.foreign_" if foreign else "marriage."
    married = count_aim(figures, f"{prefix}registered")
    for number in range(married):
        yield from _marriage(world, foreign, number)
    for number in range(0 if foreign else married // _MARRIAGES_A_SPOILT_BLANK):
        yield VoidCertificate(
            _act(world, "registrar"),
            of_prefix="J",
            reason="打印错误",
            printed=_blank(world, "S", number),
        )
    for number in range(count_aim(figures, f"{prefix}divorced")):
        yield from _divorce(world, foreign, number)
    for _ in range(count_aim(figures, f"{prefix}reissued")):
        yield _reissue(world, foreign)


def _act_day(world: World) -> date:
    return world.working_day(world.random.randint(1, 12), day_first=3, day_last=28)


def _act(world: World, duty: str) -> Act:
    return act(world, REGISTRY, duty, _act_day(world))


def _couple(world: World, age: tuple[int, int]) -> tuple[Person, Person]:
    return world.person(age=age, male=True), world.person(age=age, male=False)


def _marriage(world: World, foreign: bool, number: int) -> Iterator[Decision]:
    """Applied for and, on the spot, registered."""
    husband, wife = _couple(world, (22, 60))
    application = f"JS{world.year}-{'F' if foreign else ''}{number + 1:06d}"
    applied = act(world, REGISTRY, "registrar", _act_day(world))
    papers = sorted(papers_asked(applied.day, foreign=False))
    yield ApplyForMarriage(
        applied,
        husband,
        wife,
        application,
        husband_papers=_PAPERS_ABROAD if foreign else papers,
        wife_papers=papers,
        wife_domicile=f"{REGISTRY.code[:6]}001",
    )
    yield RegisterMarriage(
        act(world, REGISTRY, "registrar", applied.occurred + _ON_THE_SPOT),
        husband,
        wife,
        foreign=foreign,
        legalised_documents=_LEGALISED if foreign else (),
        application=application,
        printed=_blank(world, "F" if foreign else "J", number),
    )


def _blank(world: World, kind: str, number: int) -> str:
    """The serial printed on a blank, which says nothing about the certificate's number."""
    return f"{kind}{world.year}{number + 1:07d}"


def _divorce(world: World, foreign: bool, number: int) -> Iterator[Decision]:
    husband, wife = _couple(world, (24, 65))
    day, application = _act_day(world), ""
    paper = _paper(world)
    if day >= CIVIL_CODE_FROM:
        application = f"LS{world.year}-{'F' if foreign else ''}{number + 1:06d}"
        applied = _application_day(world)
        yield ApplyForDivorce(act(world, REGISTRY, "window", applied), husband, wife, application)
        cooled, _ = last_day(applied, COOLING_OFF_DAYS)
        day = days_later(cooled, world.random.randint(1, 20))
    yield RegisterDivorce(
        act(world, REGISTRY, "registrar", day),
        husband,
        wife,
        marriage_certificate=paper,
        application=application,
        foreign=foreign,
        agreement=f"离婚协议书({paper})",
        printed=_blank(world, "LF" if foreign else "L", number),
    )


def _application_day(world: World) -> date:
    """A day early enough for the registration to fall into the year."""
    return world.working_day(world.random.randint(1, 10), day_first=3)


def _reissue(world: World, foreign: bool) -> ReissueCertificate:
    matter: Matter = "marriage" if world.random.random() < 0.85 else "divorce"
    husband, wife = _couple(world, (24, 80))
    return ReissueCertificate(
        _act(world, "registrar"),
        matter,
        original=_paper(world),
        holders=[husband, wife] if matter == "marriage" else [world.random.choice([husband, wife])],
        reason=world.random.choice(("遗失", "损毁")),
        foreign=foreign,
    )


def _paper(world: World) -> str:
    """The number of a certificate older than the register."""
    return f"威环字第{world.random.randrange(10**7):07d}号"


def _query(world: World, number: int) -> Iterator[Decision]:
    (basis,) = world.random.choices(list(_BASES), weights=_BASIS_WEIGHTS)
    answer = AnswerArchiveQuery(
        _act(world, "archivist"),
        query=f"CD{world.year}-{number + 1:05d}",
        basis=basis,
        subject=world.person(age=(20, 85)),
        identity_document="居民身份证" if basis in ("party", "agent") else "工作证件",
        basis_document=_BASES[basis],
        found=[_paper(world)] if world.random.random() < 0.9 else [],
    )
    yield answer
    if basis in _CERTIFIED and answer.found:
        yield IssueRecordCertificate(
            act(world, REGISTRY, "archivist", answer.act.occurred + _ON_THE_SPOT),
            query=answer.query,
            subject=Person(answer.subject.id),
        )


def _reviews(world: World, figures: Figures, made: list[Decision]) -> Iterator[Decision]:
    """Review the year's files at its end, so many that the pass rate comes out."""
    books = _books(made)
    files = sum(book.count(True) for book in books.values())
    rate = figures.published("marriage.pass_rate")
    if rate is None or not (rate.value or files):
        return
    reviewed, defects = review_size(files, rate)
    faulty = set(world.random.sample(range(reviewed), defects))
    moment = world.moment(date(world.year, 12, 31))
    seen = 0
    for prefix, book in books.items():
        serials = [serial for serial, is_file in enumerate(book, 1) if is_file]
        serials = serials[: reviewed - seen]
        if serials:
            yield ReviewFiles(
                act(world, REGISTRY, "reviewer", moment),
                book=book_code(prefix, REGISTRY.code[:6], world.year),
                serial_first=1,
                serial_last=serials[-1],
                defective=[s for place, s in enumerate(serials, seen) if place in faulty],
            )
            seen += len(serials)
            moment += timedelta(minutes=1)


def _books(made: list[Decision]) -> dict[str, list[bool]]:
    """By prefix, for each number of the year in turn: whether it has a file."""
    books: dict[str, list[bool]] = {}
    for decision in made:
        if isinstance(decision, NumberedDecision) and decision.prefix in _FILED:
            is_file = not isinstance(decision, VoidCertificate)
            books.setdefault(decision.prefix, []).append(is_file)
    return books


def review_size(files: int, rate: PublishedFigure) -> tuple[int, int]:
    """How many files to review, and how many of them are defective, for a pass rate.

    As many are reviewed as give a rate that the report could have printed so.

    Raises:
        FiguresNotPossibleError: no number of these files gives the rate.
    """
    for reviewed in range(files, max(files - 100, 0), -1):
        least = rate.value * reviewed // 100
        for in_order in range(least, min(least + _ROUNDING_FILES, reviewed) + 1):
            exact = Decimal(100 * in_order) / reviewed
            if all(holds(rate, percent) for percent in (exact, exact.quantize(_CENT, ROUND_DOWN))):
                return reviewed, reviewed - in_order
    raise FiguresNotPossibleError(
        f"{rate.key} is {rate.value} percent, which no review of {files} registrations and "
        "reissues gives; check marriage.registered, .divorced, .reissued and their foreign_ "
        "counterparts."
    )
