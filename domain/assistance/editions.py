"""Editions of the rules by the day they hold from: what each asks for, and by when.

An act is judged by the edition of its day, and every record of a case says which that was
(`rule_version` in its envelope). Periods are working days unless their names say otherwise.
Those marked *local* are parameters that the district's own rules set; the values are those
seen elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from domain.assistance.schemes import Scheme

NOTICE_DAYS_LEAST = 7
"""Calendar days a public notice stands."""


@dataclass(frozen=True)
class Edition:
    """One edition of a scheme's rules."""

    code: str
    """As records name it, e.g. `dibao-2012`."""
    document: str
    """Number of the document 文号."""
    from_day: date
    appraisal_always: bool = False
    """Whether appraisal 民主评议 comes before every notice, or only after an objection."""
    supplement_days: int = 10
    """To bring the papers that a supplement notice 补正告知书 asks for (local)."""
    decide_days: int = 30
    """From acceptance to decision (local: 25 to 45)."""
    confirm_days: int = 10
    """From the end of an undisputed notice to confirmation."""
    refusal_letter_days: int = 3
    """From the end of the check to the written reasons of a refusal."""
    papers_asked: tuple[str, ...] = field(default=())
    """Codes of the papers an application needs before it is accepted."""


_MEANS_TESTED = ("application", "id-cards", "income-statement", "authorisation")
DIBAO_2012 = Edition(
    "dibao-2012",
    "民发〔2012〕220号",
    date(2012, 12, 12),
    appraisal_always=True,
    papers_asked=(*_MEANS_TESTED, "household-book"),
)
DIBAO_2021 = Edition(
    "dibao-2021",
    "民发〔2021〕57号",
    date(2021, 7, 1),
    papers_asked=(*_MEANS_TESTED, "household-book"),
)
TEKUN_2016 = Edition(
    "tekun-2016", "民发〔2016〕178号", date(2016, 10, 10), papers_asked=_MEANS_TESTED
)
TEKUN_2021 = Edition("tekun-2021", "民发〔2021〕43号", date(2021, 7, 1), papers_asked=_MEANS_TESTED)
DISABILITY_2015 = Edition(
    "disability-2015",
    "国发〔2015〕52号",
    date(2016, 1, 1),
    papers_asked=("application", "id-cards", "disability-certificate"),
)
CHILDREN_2010 = Edition(
    "children-2010",
    "国办发〔2010〕54号",
    date(2010, 11, 16),
    papers_asked=("application", "id-cards", "guardian-statement"),
)
RELIEF_2014 = Edition(
    "relief-2014",
    "国发〔2014〕47号",
    date(2014, 10, 3),
    decide_days=20,
    papers_asked=("application", "id-cards", "cause-proof"),
)

_EDITIONS: dict[Scheme, tuple[Edition, ...]] = {
    Scheme.DIBAO: (DIBAO_2012, DIBAO_2021),
    Scheme.TEKUN: (TEKUN_2016, TEKUN_2021),
    Scheme.DISABILITY_LIVING: (DISABILITY_2015,),
    Scheme.DISABILITY_CARE: (DISABILITY_2015,),
    Scheme.ORPHAN: (CHILDREN_2010,),
    Scheme.UNSUPPORTED_CHILD: (CHILDREN_2010,),
    Scheme.CHILD_IN_DIFFICULTY: (CHILDREN_2010,),
    Scheme.TEMP_RELIEF: (RELIEF_2014,),
}
EDITIONS = tuple(dict.fromkeys(edition for of in _EDITIONS.values() for edition in of))


def edition_of(scheme: Scheme, day: date) -> Edition:
    """The edition of a scheme's rules on a day; before the first that is kept, the first."""
    first, *later = _EDITIONS[scheme]
    return next((edition for edition in reversed(later) if edition.from_day <= day), first)
