"""Totals to meet: how many person-times, and how much money."""

from __future__ import annotations

from random import Random

from tools.demo.aims import people_and_money
from tools.demo.plan import Figures


def person_times_and_money(
    figures: Figures, times_key: str, money_key: str, *, typical_fen: int, random: Random
) -> tuple[int, int]:
    """Person-times and fen to meet; what the report does not give follows from a usual amount.

    Raises:
        FiguresNotPossibleError: people without money, or money without people.
    """
    person_times, paid_fen = people_and_money(
        figures, times_key, money_key, typical_fen=typical_fen, random=random
    )
    if figures.get(times_key) is None and paid_fen:
        person_times = max(1, paid_fen // typical_fen)
    return person_times, paid_fen
