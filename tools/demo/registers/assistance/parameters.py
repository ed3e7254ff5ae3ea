"""Standards as the figures give them.

A published standard says in its period from which day it holds; that day is moved into the year of
the demo, and without one it is the first of October. What held before is not published.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from domain.assistance.decisions import AdoptStandard, RecalculateEntitlements
from domain.assistance.decisions.reviews import CASES_MOST
from domain.assistance.schemes import Scheme
from domain.common.decisions import Decision
from tools.demo.plan import Figures, FiguresNotPossibleError
from tools.demo.registers.assistance.desk import Desk, Spell
from tools.demo.world import BUREAU

MONTH_FROM = 10
"""The month from which a published standard holds if the figures do not say."""
SHARE_BEFORE = (23, 25)
"""What held before October, as a share of what holds since, where nothing else fixes it."""
FEN = 100


@dataclass(frozen=True)
class Step:
    """A standard of two amounts in a year: before a month, and from it on."""

    before_fen: int
    after_fen: int
    month_from: int

    def on(self, month: int) -> int:
        """The amount in a month."""
        return self.after_fen if month >= self.month_from else self.before_fen


def published_step(figures: Figures, key: str, default_yuan: int) -> Step:
    """A published standard, with a plausible amount, in whole yuan, for the months before it.

    Raises:
        FiguresNotPossibleError: the standard is zero.
    """
    figure = figures.published(key)
    value = default_yuan if figure is None else figure.value
    if value == 0:
        raise FiguresNotPossibleError(f"{key} is 0; a standard is above zero.")
    said = re.search(r"from \d{4}-(\d{2})", figure.period) if figure else None
    before = max(1, value * SHARE_BEFORE[0] // SHARE_BEFORE[1])
    return Step(before * FEN, value * FEN, int(said[1]) if said else MONTH_FROM)


def adoptions(desk: Desk, code: str, step: Step) -> Iterator[Decision]:
    """A standard is adopted in the month before it takes effect."""
    if step.month_from > 1:
        yield adopt(desk, code, step.before_fen, 1)
    yield adopt(desk, code, step.after_fen, step.month_from)


class Recalculation:
    """The live cases that a new standard changes, to be recalculated before it takes effect."""

    def __init__(self) -> None:
        self._cases: dict[tuple[Scheme, int], list[str]] = defaultdict(list)

    def add(self, scheme: Scheme, case: str, spell: Spell, step: Step) -> None:
        """A case that is paid by a step, if the step changes what it gets."""
        if spell.first < step.month_from <= spell.last and step.before_fen != step.after_fen:
            self._cases[scheme, step.month_from].append(case)

    def decisions(self, desk: Desk) -> Iterator[Decision]:
        """The district recalculates them all, when those confirmed meanwhile are known."""
        for (scheme, month), cases in self._cases.items():
            for start in range(0, len(cases), CASES_MOST):
                act = desk.act(BUREAU, "standards", desk.day(month - 1, 26))
                some = tuple(cases[start : start + CASES_MOST])
                yield RecalculateEntitlements(act, scheme, desk.month(month), some)


def adopt(desk: Desk, code: str, amount_fen: int, month: int) -> Decision:
    """A standard that holds from a month of the year on."""
    act = desk.act(BUREAU, "standards", desk.day(month - 1, 1, 3))
    effective = date(desk.world.year, month, 1)
    return AdoptStandard(act, code, amount_fen, effective, desk.paper("威环民标"))
