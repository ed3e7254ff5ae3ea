"""What a printed figure stands for."""

from __future__ import annotations

from decimal import Decimal

import pytest

from projections.figures import comparison
from projections.figures.published import PublishedFigure, Quality


def figure(value: int, quality: Quality, as_printed: str) -> PublishedFigure:
    return PublishedFigure(
        "key", "figure", "1.1", "标签", "label", value, "yuan", quality, as_printed, "2019", ""
    )


@pytest.mark.parametrize(
    ("value", "quality", "as_printed", "holds", "fails"),
    [
        (4319, Quality.EXACT, "4319", ["4319"], ["4318", "4320"]),
        (1854700, Quality.EXACT, "185.47万元", ["1854700.00"], ["1854700.01", "1854699.99"]),
        (2, Quality.ORDINAL, "2", ["2"], ["1", "3"]),
        (
            7684000,
            Quality.ROUNDED,
            "768.4万元",
            ["7683500", "7684499.99"],
            ["7683499.99", "7684500"],
        ),
        (3900000, Quality.ROUNDED, "390万元", ["3895000", "3904999.99"], ["3894999.99", "3905000"]),
        (460000, Quality.ROUNDED, "46万分", ["455000", "464999"], ["454999", "465000"]),
        (460000, Quality.ROUNDED, "", ["455000", "464999"], ["454999", "465000"]),
        (70000, Quality.OVER, "70000多人次", ["70001", "79999"], ["70000", "80000"]),
        (300000, Quality.OVER, "30万余次", ["300001", "309999"], ["300000", "310000"]),
        (1200000, Quality.OVER, "120余万元", ["1200000.01", "1299999"], ["1200000", "1300000"]),
        (5000000, Quality.OVER, "500余万元", ["5000001", "5999999"], ["5000000", "6000000"]),
        (226, Quality.OVER, "226余人次", ["227", "235"], ["226", "236"]),
        (2400, Quality.OVER, "2400余场", ["2401", "2499"], ["2400", "2500"]),
        (2400, Quality.OVER, "printed otherwise", ["2401", "2499"], ["2400", "2500"]),
        (90, Quality.AT_LEAST, "90%以上", ["90", "97.5"], ["89.99"]),
        (0, Quality.EXACT, "0", ["0"], ["1"]),
    ],
)
def test_printed_figures(
    value: int, quality: Quality, as_printed: str, holds: list[str], fails: list[str]
) -> None:
    published = figure(value, quality, as_printed)
    assert [v for v in holds if not comparison.holds(published, Decimal(v))] == []
    assert [v for v in fails if comparison.holds(published, Decimal(v))] == []
