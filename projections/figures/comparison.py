"""Comparison: whether a computed figure is what the report printed, by the quality of the print.

A printed figure stands for a range of values. Its step is what one more in its last printed
place is worth: `768.4万元` is printed to 0.1万, so its step is 1,000 yuan. Where 余 or 多 follows
plain digits, the zeros at their end are not meant: `2400余` has the step 100, `120余万` 10万, but
`30万余`, where the remainder follows the 万, 1万.
"""

from __future__ import annotations

import re
from decimal import Decimal

from projections.figures.published import PublishedFigure, Quality

_MULTIPLES = {"": 1, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_PRINTED = re.compile(
    r"(?P<whole>\d+)(?:\.(?P<fraction>\d+))?(?P<more>[余多])?(?P<multiple>[百千万亿])?"
)
OVER_STEP_MIN = 10
"""`226余` can only mean a few more than 226: less than the ten after it."""


def holds(figure: PublishedFigure, computed: Decimal) -> bool:
    """Whether a computed value (in the figure's unit, money in yuan) is what was printed."""
    difference = computed - figure.value
    if figure.quality is Quality.AT_LEAST:
        return difference >= 0
    if figure.quality is Quality.OVER:
        return 0 < difference < step(figure)
    if figure.quality is Quality.ROUNDED:
        return -step(figure) <= 2 * difference < step(figure)
    return difference == 0


def step(figure: PublishedFigure) -> Decimal:
    """What one more in the last printed place is worth, in the figure's unit."""
    printed = _PRINTED.match(figure.as_printed)
    if printed is None or _printed_value(printed) != figure.value:
        return _step_of(figure.value, figure.quality)
    multiple = _MULTIPLES[printed["multiple"] or ""]
    if printed["fraction"]:
        return Decimal(multiple).scaleb(-len(printed["fraction"]))
    remainder_follows = multiple > 1 and not printed["more"]
    if remainder_follows:
        return Decimal(multiple)
    return multiple * _step_of(int(printed["whole"]), figure.quality)


def _printed_value(printed: re.Match[str]) -> Decimal:
    number = Decimal(f"{printed['whole']}.{printed['fraction'] or 0}")
    return number * _MULTIPLES[printed["multiple"] or ""]


def _step_of(digits: int, quality: Quality) -> Decimal:
    """The place of the last digit that is not zero."""
    written = str(digits)
    place = 10 ** (len(written) - len(written.rstrip("0"))) if digits else 1
    return Decimal(max(place, OVER_STEP_MIN) if quality is Quality.OVER else place)
