"""What a demo aims at: totals that answer to the figures as they were printed."""

from __future__ import annotations

from random import Random

from projections.figures.comparison import step
from projections.figures.published import Quality
from tools.demo.plan import Figures, FiguresNotPossibleError, parts

_UNITS_FEN = (100_00, 10_00, 100, 1)


def money_aim(figures: Figures, key: str, random: Random) -> int:
    """A sum in fen that answers to a figure of money; zero if the report does not give it.

    Rounded figures are met from above by less than half a step, so that it holds whether the
    report rounded or cut off.
    """
    figure = figures.published(key)
    if figure is None:
        return 0
    fen, step_fen = figure.value * 100, int(step(figure) * 100)
    if figure.quality is Quality.ROUNDED and fen:
        return fen + random.randrange(max(step_fen // 2, 1))
    if figure.quality is Quality.OVER:
        return fen + random.randrange(1, step_fen)
    return fen


def count_aim(figures: Figures, key: str) -> int:
    """A count that answers to a figure; zero if the report does not give it."""
    return figures.count(key) + (figures.quality(key) is Quality.OVER)


def people_and_money(
    figures: Figures, people_key: str, money_key: str, *, typical_fen: int, random: Random
) -> tuple[int, int]:
    """How many are paid and how much, where each is paid at least one fen.

    A figure the report does not give is filled in from the other at `typical_fen` each.

    Raises:
        FiguresNotPossibleError: people without money, or money without people.
    """
    people, fen = count_aim(figures, people_key), money_aim(figures, money_key, random)
    if figures.get(people_key) is None:
        people = min(max(fen // typical_fen, 1), 1_000) if fen else 0
    if figures.get(money_key) is None:
        fen = people * typical_fen
    if (people == 0) != (fen == 0) or fen < people:
        raise FiguresNotPossibleError(
            f"{people_key} is {people} and {money_key} is {fen / 100:,.2f} yuan: each is paid at "
            "least one fen, and nothing is paid to nobody."
        )
    return people, fen


def round_parts(total_fen: int, count: int, random: Random) -> list[int]:
    """Split a sum of one fen each or more into amounts as round as it allows (100 yuan to 1 fen).

    What does not fit the round unit goes to one of them.
    """
    if not count:
        return []
    unit = next((unit for unit in _UNITS_FEN if total_fen // unit >= 2 * count), 1)
    units, rest = divmod(total_fen, unit)
    most = 2 * -(-units // count)
    split = [unit * part for part in parts(units, count, least=1, most=most, random=random)]
    split[0] += rest
    return split
