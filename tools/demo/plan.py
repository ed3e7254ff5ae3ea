"""What the year must add up to: the published figures, and exact ways to split a total."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from projections.figures.published import PublishedFigure, Quality


class FiguresNotPossibleError(ValueError):
    """No set of records can have these totals; the message names the figures and says why."""


class Figures:
    """The figures of one report by key. A key the file does not have reads as `None` or zero."""

    def __init__(self, published: Iterable[PublishedFigure]) -> None:
        self._figures = {figure.key: figure for figure in published}

    def get(self, key: str) -> int | None:
        """The value in its unit (money in yuan); `None` if the report does not give it."""
        figure = self._figures.get(key)
        return None if figure is None else figure.value

    def count(self, key: str) -> int:
        """The value, zero if the report does not give it."""
        return self.get(key) or 0

    def fen(self, key: str) -> int:
        """A sum of money in fen, zero if the report does not give it."""
        return self.count(key) * 100

    def quality(self, key: str) -> Quality:
        """How the figure was printed; exact if the report does not give it."""
        figure = self._figures.get(key)
        return Quality.EXACT if figure is None else figure.quality

    def published(self, key: str) -> PublishedFigure | None:
        """The figure as the report gives it."""
        return self._figures.get(key)


def parts(total: int, count: int, *, least: int, most: int, random: Random) -> list[int]:
    """Split `total` exactly into `count` whole parts, each from `least` to `most`.

    Raises:
        FiguresNotPossibleError: no such split exists.
    """
    if not count * least <= total <= count * most:
        raise FiguresNotPossibleError(
            f"{total} cannot be split into {count} parts of {least} to {most} each."
        )
    split = []
    for left in range(count, 0, -1):
        low = max(least, total - (left - 1) * most)
        high = min(most, total - (left - 1) * least)
        mean = total // left
        reach = min(mean - low, high - mean)
        part = random.randint(mean - reach, mean + reach) if left > 1 else total
        split.append(part)
        total -= part
    random.shuffle(split)
    return split
