"""Figures of a year computed from records, compared with what was printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from projections.errors import NoRecordsError, ProjectionError
from projections.figures.computed import FIGURES
from projections.figures.published import PublishedFigure, Quality, load
from projections.figures.reconciliation import Reconciliation, reconcile, records_behind
from tests.projections.examples import append
from tests.projections.test_live import silent
from tests.projections.year import YEAR, fact, paid

HUANCUI_2019 = Path(__file__).parents[2] / "tools" / "demo" / "huancui-2019.csv"


EXPECTED: dict[str, tuple[float, int]] = {
    "standard.dibao.urban": (650, 1),
    "standard.dibao.rural": (0, 0),
    "dibao.person_times": (2, 3),
    "dibao.paid": (900.01, 3),
    "tekun.paid": (0, 0),
    "subsidies.paid": (1600, 2),
    "homes.closed": (1, 1),
    "charity.donated": (4800, 2),
    "charity.fund_used": (900, 5),
    "charity.fund_people": (2, 5),
    "charity.programmes_people": (1, 1),
    "charity.programmes_paid": (777, 1),
    "charity.dream_photo_couples": (1, 1),
    "funeral.waivers": (1, 3),
    "funeral.waived": (1200, 3),
    "funeral.eco_people": (1, 1),
    "funeral.eco_paid": (1000, 1),
    "marriage.registered": (1, 1),
    "marriage.foreign_registered": (1, 1),
    "marriage.reissued": (1, 1),
    "marriage.foreign_reissued": (0, 0),
    "marriage.pass_rate": (75, 1),
    "adoption.registered": (1, 1),
}
"""Computed value and number of records by figure."""


@pytest.fixture
def year(dsn: str) -> str:
    append(dsn, YEAR)
    return dsn


def compared(dsn: str, figures: list[PublishedFigure]) -> Reconciliation:
    return reconcile(dsn, 2019, figures, say=silent)


def published(key: str, value: int, quality: Quality = Quality.EXACT) -> PublishedFigure:
    return PublishedFigure(
        key, "figure", "1", "标签", "label", value, "yuan", quality, str(value), "2019", ""
    )


def test_figures_are_what_the_records_of_the_year_make(year: str) -> None:
    lines = compared(year, [published(key, 0) for key in EXPECTED]).lines
    found = {line.figure.key: line.as_dict() for line in lines}
    assert {key: (each["computed"], each["records"]) for key, each in found.items()} == EXPECTED


def test_the_records_behind_a_figure_can_be_listed(year: str) -> None:
    def behind(key: str, limit: int = 100, after: int = 0) -> list[int]:
        whole = len(YEAR)
        return records_behind(year, key, 2019, limit=limit, after=after, up_to=whole, say=silent)

    for key, (_, records) in EXPECTED.items():
        assert len(behind(key)) == records, key
    assert behind("dibao.paid") == [5, 6, 7]
    assert behind("dibao.paid", limit=2, after=5) == [6, 7]
    assert behind("standard.dibao.urban") == [2]
    with pytest.raises(ProjectionError, match=r"gives the figure points\.cards"):
        behind("points.cards")


def test_differences_are_to_the_fen_and_decide(year: str) -> None:
    found = compared(year, [published("dibao.paid", 900), published("adoption.registered", 1)])
    off, right = (line.as_dict() for line in found.lines)
    assert (off["difference"], off["ok"]) == (0.01, False)
    assert (right["difference"], right["ok"]) == (0, True)
    assert not found.ok
    assert compared(year, [published("adoption.registered", 1)]).ok


def test_figures_of_registers_that_are_not_kept_are_listed_as_such(year: str) -> None:
    figures = load(HUANCUI_2019)
    found = compared(year, figures)
    assert [line.figure for line in found.lines] == figures
    assert {line.figure.key for line in found.lines if line.covered} == set(FIGURES)
    uncovered = next(line for line in found.lines if line.figure.key == "points.cards")
    assert uncovered.as_dict() == {
        "key": "points.cards",
        "published": 5669,
        "computed": None,
        "difference": None,
        "unit": "cards",
        "quality": "exact",
        "ok": None,
        "covered": False,
        "records": None,
    }


def test_the_position_says_what_was_known(year: str) -> None:
    assert compared(year, []).position == len(YEAR)
    append(year, [fact(paid("dibao", 100))])
    assert compared(year, []).position == len(YEAR) + 1


def test_a_year_without_records_is_said_to_be_one(year: str) -> None:
    with pytest.raises(NoRecordsError, match=r"happened in 2031\. It holds .* 2018, 2019, 2020"):
        reconcile(year, 2031, [], say=silent)


def test_an_empty_log_is_said_to_be_one(dsn: str) -> None:
    with pytest.raises(NoRecordsError, match="no year at all"):
        reconcile(dsn, 2019, [], say=silent)
