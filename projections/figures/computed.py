"""Computed figures: how each published figure of a year follows from the projections.

A figure is a measure of one or more activities of the year in which they happened, or a standard
in force on the year's last day. Money is yuan with two decimals.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.assistance.schemes import SUBSIDIES, Scheme
from projections.definitions import activities as activity
from projections.figures.asking import Tables


class Measure(StrEnum):
    """What of the activities is the figure."""

    TIMES = "times"
    """How often: person-times, cases, pairs."""
    MONEY = "money"
    """How much, in yuan."""
    SUBJECTS = "subjects"
    """How many distinct persons or vehicles."""
    SUBJECTS_PAID = "subjects_paid"
    """How many distinct persons who in the end received something."""
    PERCENT_IN_ORDER = "percent_in_order"
    """Which part of the files reviewed was in order."""

    @property
    def in_words(self) -> str:
        """What it measures, for people."""
        return _IN_WORDS[self]


_IN_WORDS = {
    Measure.TIMES: "times (person-times, cases, pairs)",
    Measure.MONEY: "yuan, less what was taken back,",
    Measure.SUBJECTS: "distinct persons or vehicles",
    Measure.SUBJECTS_PAID: "distinct persons with something left",
    Measure.PERCENT_IN_ORDER: "the per cent in order",
}


@dataclass(frozen=True)
class ActivityFigure:
    """A figure that measures activities of the year."""

    measure: Measure
    activities: tuple[str, ...]


@dataclass(frozen=True)
class StandardFigure:
    """A figure that is a standard."""

    standard: str


@dataclass(frozen=True)
class ComputedFigure:
    """A computed value in its unit, and how many records are behind it."""

    value: Decimal
    records: int


def _of(measure: Measure, *activities: str) -> ActivityFigure:
    return ActivityFigure(measure, activities)


FIGURES: dict[str, ActivityFigure | StandardFigure] = {
    "standard.dibao.urban": StandardFigure("dibao-urban"),
    "standard.dibao.rural": StandardFigure("dibao-rural"),
    "standard.tekun.urban": StandardFigure("tekun-urban"),
    "standard.tekun.rural": StandardFigure("tekun-rural"),
    "standard.care.none": StandardFigure("care-none"),
    "standard.care.partial": StandardFigure("care-partial"),
    "standard.care.full": StandardFigure("care-full"),
    "dibao.person_times": _of(Measure.TIMES, Scheme.DIBAO),
    "dibao.paid": _of(Measure.MONEY, Scheme.DIBAO),
    "tekun.person_times": _of(Measure.TIMES, Scheme.TEKUN),
    "tekun.paid": _of(Measure.MONEY, Scheme.TEKUN),
    "subsidies.paid": _of(Measure.MONEY, *SUBSIDIES),
    "homes.closed": _of(Measure.TIMES, activity.HOME_CLOSED),
    "charity.donated": _of(Measure.MONEY, activity.DONATION),
    "charity.fund_used": _of(Measure.MONEY, activity.GRANT_GENERAL),
    "charity.fund_people": _of(Measure.SUBJECTS_PAID, activity.GRANT_GENERAL),
    "charity.programmes_people": _of(Measure.SUBJECTS_PAID, activity.GRANT_PROGRAMME),
    "charity.programmes_paid": _of(Measure.MONEY, activity.GRANT_PROGRAMME),
    "charity.dream_photo_couples": _of(Measure.TIMES, activity.DREAM_PHOTO),
    "funeral.waivers": _of(Measure.TIMES, activity.FUNERAL_WAIVER),
    "funeral.waived": _of(Measure.MONEY, activity.FUNERAL_WAIVER),
    "funeral.eco_people": _of(Measure.SUBJECTS_PAID, activity.ECO_BURIAL),
    "funeral.eco_paid": _of(Measure.MONEY, activity.ECO_BURIAL),
    "funeral.hearses": _of(Measure.SUBJECTS, activity.HEARSE),
    "marriage.registered": _of(Measure.TIMES, activity.MARRIAGE),
    "marriage.divorced": _of(Measure.TIMES, activity.DIVORCE),
    "marriage.reissued": _of(Measure.TIMES, activity.REISSUE),
    "marriage.archive_queries": _of(Measure.TIMES, activity.ARCHIVE_QUERY),
    "marriage.foreign_registered": _of(Measure.TIMES, activity.MARRIAGE + activity.FOREIGN),
    "marriage.foreign_divorced": _of(Measure.TIMES, activity.DIVORCE + activity.FOREIGN),
    "marriage.foreign_reissued": _of(Measure.TIMES, activity.REISSUE + activity.FOREIGN),
    "marriage.pass_rate": _of(Measure.PERCENT_IN_ORDER, activity.FILES_REVIEW),
    "adoption.registered": _of(Measure.TIMES, activity.ADOPTION),
}
"""By the key of the figures file. A key that is not here belongs to a register not kept yet."""

_ACTIVITIES = """
    SELECT
        coalesce(sum(times), 0) AS times,
        coalesce(sum(amount_fen), 0) AS amount_fen,
        coalesce(sum(in_order), 0) AS in_order,
        coalesce(sum(records), 0) AS records
    FROM projections.activities
    WHERE year = %(year)s AND activity = ANY(%(activities)s)
"""
_SUBJECTS = """
    SELECT
        count(DISTINCT subject) AS subjects,
        count(DISTINCT subject) FILTER (WHERE amount_fen > 0) AS subjects_paid,
        coalesce(sum(records), 0) AS records
    FROM projections.activity_subjects
    WHERE year = %(year)s AND activity = ANY(%(activities)s)
"""
_STANDARD = """
    SELECT effective_from, amount_fen, records
    FROM projections.standards
    WHERE standard = %(standard)s AND effective_from <= %(day)s
    ORDER BY effective_from DESC
    LIMIT 1
"""


def compute(tables: Tables, key: str, year: int) -> ComputedFigure | None:
    """Compute a published figure from tables of projections.

    Answers `None` if no register that is kept here gives it.
    """
    figure = FIGURES.get(key)
    if figure is None:
        return None
    if isinstance(figure, StandardFigure):
        return _standard(tables, figure, year)
    if figure.measure in (Measure.SUBJECTS, Measure.SUBJECTS_PAID):
        return _subjects(tables, figure, year)
    return _activities(tables, figure, year)


def standard_in_force(tables: Tables, figure: StandardFigure, year: int) -> dict[str, str] | None:
    """The key of the standard in force on the year's last day; `None` if none is."""
    found = _in_force(tables, figure, year)
    return {"standard": figure.standard, "effective_from": found[0]} if found else None


def _standard(tables: Tables, figure: StandardFigure, year: int) -> ComputedFigure:
    _, amount_fen, records = _in_force(tables, figure, year) or ("", 0, 0)
    return ComputedFigure(yuan(amount_fen), records)


def _in_force(tables: Tables, figure: StandardFigure, year: int) -> tuple[str, int, int] | None:
    span = {"standard": figure.standard, "day": f"{year}-12-31"}
    found = tables.ask(_STANDARD, span)
    return (found[0][0], int(found[0][1]), int(found[0][2])) if found else None


def _subjects(tables: Tables, figure: ActivityFigure, year: int) -> ComputedFigure:
    span = {"activities": list(figure.activities), "year": year}
    subjects, paid, records = tables.ask(_SUBJECTS, span)[0]
    value = subjects if figure.measure is Measure.SUBJECTS else paid
    return ComputedFigure(Decimal(value), int(records))


def _activities(tables: Tables, figure: ActivityFigure, year: int) -> ComputedFigure:
    span = {"activities": list(figure.activities), "year": year}
    times, amount_fen, in_order, records = map(int, tables.ask(_ACTIVITIES, span)[0])
    return ComputedFigure(measured(figure.measure, times, amount_fen, in_order), records)


def measured(measure: Measure, times: int, amount_fen: int, in_order: int) -> Decimal:
    """A measure of the sums of some activities."""
    values = {
        Measure.TIMES: Decimal(times),
        Measure.MONEY: yuan(amount_fen),
        Measure.PERCENT_IN_ORDER: _percent(in_order, times),
    }
    return values[measure]


def yuan(amount_fen: int) -> Decimal:
    """An amount in yuan with two decimals."""
    return Decimal(amount_fen).scaleb(-2)


def _percent(part: int, whole: int) -> Decimal:
    """A percentage with two decimals, rounded down, so that 100 means all."""
    return Decimal(part * 10_000 // whole).scaleb(-2) if whole else Decimal(0)
