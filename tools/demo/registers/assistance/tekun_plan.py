"""Who is supported as tekun, and at what standards, so that the payments make the sum.

Care in homes, and living from the published standard's month on, are fixed. What is left of the
sum is paid at the two standards that held before, urban and rural: with person-months u and r that
have no common divisor, u·x + r·y meets any sum, and the solution nearest to usual amounts is taken.
Where that has no solution above zero, everybody is paid at home in those months alone, at amounts
one fen apart, which meets any sum of a fen a person or more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import gcd

from domain.assistance.schemes import Area, SelfCareLevel
from domain.assistance.standards import share_of_month
from tools.demo.plan import FiguresNotPossibleError
from tools.demo.registers.assistance.desk import MONTHS, Desk, Spell
from tools.demo.registers.assistance.parameters import Step

PERSON_TIMES, PAID = "tekun.person_times", "tekun.paid"
SINGLES_MOST = 10
"""Persons paid for one month, who can be urban or rural as the sum needs."""

Standards = dict[Area, Step]


@dataclass(frozen=True)
class Supported:
    """A person, and how supported in each month of the spell."""

    area: Area
    spell: Spell
    level: SelfCareLevel
    centralised: bool = False


def plan_tekun(
    desk: Desk,
    standards: Standards,
    care_fen: dict[SelfCareLevel, int],
    person_times: int,
    paid_fen: int,
) -> tuple[Standards, list[Supported]]:
    """Standards and persons that make the total.

    Raises:
        FiguresNotPossibleError: there are none.
    """
    if not person_times:
        return standards, []
    people = _people(desk, standards, person_times)
    people = _with_care(desk, people, standards, care_fen, paid_fen)
    people = _coprime(people, standards)
    left_fen = paid_fen - sum(_fixed_fen(one, standards, care_fen) for one in people)
    solved = _solved(standards, _months_before(people, standards), left_fen)
    return (solved, people) if solved else _apart(desk, standards, person_times, paid_fen)


def _people(desk: Desk, standards: Standards, person_times: int) -> list[Supported]:
    """Persons who are paid that many months in all; some for one month only."""
    singles = min(person_times, SINGLES_MOST)
    levels = tuple(SelfCareLevel)
    people = []
    for _ in range(singles):
        month = desk.random.randint(1, max(1, _month_last(standards)))
        people.append(Supported(Area.RURAL, Spell(month, month), desk.random.choice(levels)))
    left = person_times - singles
    while left:
        length = MONTHS if desk.random.random() < 0.85 else desk.random.randint(1, MONTHS - 1)
        spell = desk.spell(min(length, left))
        area = desk.random.choice((Area.URBAN, Area.URBAN, Area.RURAL))
        people.append(Supported(area, spell, desk.random.choice(levels)))
        left -= spell.length
    return people


def _with_care(
    desk: Desk,
    people: list[Supported],
    standards: Standards,
    care_fen: dict[SelfCareLevel, int],
    paid_fen: int,
) -> list[Supported]:
    """Who is paid all year moves into a home, as long as the sum asks for care money."""
    wanted_fen = paid_fen - sum(
        standards[one.area].on(month) for one in people for month in one.spell.months
    )
    cared = []
    for one in people:
        level = one.level
        if care_fen[level] > wanted_fen:
            level = SelfCareLevel.FULL
        if one.spell.length == MONTHS and care_fen[level] <= wanted_fen:
            cared.append(replace(one, level=level, centralised=True))
            wanted_fen -= care_fen[level]
        else:
            cared.append(one)
    desk.random.shuffle(cared)
    return cared


def _coprime(people: list[Supported], standards: Standards) -> list[Supported]:
    """Make single months urban until urban and rural months share no divisor."""
    people = list(people)
    for place, one in enumerate(people):
        before = _months_before(people, standards)
        if gcd(*before.values()) == 1:
            break
        if one.spell.length == 1 and one.area is Area.RURAL:
            people[place] = replace(one, area=Area.URBAN)
    return people


def _months_before(people: list[Supported], standards: Standards) -> dict[Area, int]:
    """Person-months at the standards that held before, by area."""
    return {
        area: sum(
            month < step.month_from
            for one in people
            if one.area is area
            for month in one.spell.months
        )
        for area, step in standards.items()
    }


def _month_last(standards: Standards) -> int:
    """The last month in which neither published standard holds; 0 if there is none."""
    return min(step.month_from for step in standards.values()) - 1


def _fixed_fen(one: Supported, standards: Standards, care_fen: dict[SelfCareLevel, int]) -> int:
    """What a person is paid by the published standards alone."""
    step = standards[one.area]
    living = sum(step.after_fen for month in one.spell.months if month >= step.month_from)
    return living + (care_fen[one.level] if one.centralised else 0)


def _solved(standards: Standards, before: dict[Area, int], left_fen: int) -> Standards | None:
    """Earlier standards, as near to usual ones as the sum allows; `None` if there are none."""
    (urban, rural), (step_urban, step_rural) = before.values(), standards.values()
    if gcd(urban, rural) != 1:
        return None
    usual_fen = urban * step_urban.before_fen + rural * step_rural.before_fen
    wanted_urban = step_urban.before_fen * left_fen // usual_fen
    if not rural:
        amounts = left_fen, step_rural.before_fen
    elif not urban:
        amounts = step_urban.before_fen, left_fen
    else:
        first = left_fen * pow(urban, -1, rural) % rural
        nearest = first + (wanted_urban - first + rural // 2) // rural * rural
        amounts = nearest, (left_fen - nearest * urban) // rural
    if min(amounts) <= 0:
        return None
    return {
        area: replace(step, before_fen=amount)
        for (area, step), amount in zip(standards.items(), amounts, strict=True)
    }


def _apart(
    desk: Desk, standards: Standards, person_times: int, paid_fen: int
) -> tuple[Standards, list[Supported]]:
    """All at home, paid before the published standards hold, at amounts a fen apart."""
    amount_fen, more = divmod(paid_fen, person_times)
    last = _month_last(standards)
    if not last:
        raise FiguresNotPossibleError(
            f"{PAID} of {paid_fen / 100:,.2f} yuan cannot be paid as {PERSON_TIMES} "
            f"{person_times}: the published standards hold all year and leave nothing open."
        )
    amounts = {Area.URBAN: (amount_fen + 1, more), Area.RURAL: (amount_fen, person_times - more)}
    solved = {area: replace(step, before_fen=amounts[area][0]) for area, step in standards.items()}
    people = []
    for area, (_, left) in amounts.items():
        while left:
            spell = desk.spell(min(left, last), last)
            people.append(Supported(area, spell, SelfCareLevel.FULL))
            left -= spell.length
    return solved, people


def month_fen(
    supported: Supported, standards: Standards, care_fen: dict[SelfCareLevel, int], month: int
) -> int:
    """What a person is due for a month."""
    living_fen = standards[supported.area].on(month)
    if not supported.centralised:
        return living_fen
    return living_fen + share_of_month(care_fen[supported.level], f"0000-{month:02d}")
