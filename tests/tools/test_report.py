"""`qingce report`: the numbers, the closing and the markup of the annual report."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from application.closing.closings import Closing
from domain.closing.records import YearClosed
from projections.figures.computed import ComputedFigure
from projections.figures.published import PublishedFigure, Quality
from projections.figures.reconciliation import Line, Reconciliation
from tests.tools.commanding import answered, qingce, refused
from tests.tools.test_projection_commands import HEADER, data, figures
from tools.reporting.content import report
from tools.reporting.markdown import markdown
from tools.reporting.page import bars_of, html
from tools.reporting.wording import Language

__all__ = ["data", "figures"]
HOSTILE = "<script>|x"


def line(section: str, value: int, computed: str | None, label: str = "给付") -> Line:
    figure = PublishedFigure(
        "dibao.paid", "figure", section, label, "paid", value, "yuan", Quality.EXACT, "", "", ""
    )
    return Line(figure, ComputedFigure(Decimal(computed), 7) if computed else None)


def found(*lines: Line) -> Reconciliation:
    return Reconciliation(2019, 12, lines)


def test_what_the_log_holds_is_reported(data: Path, figures: Path, tmp_path: Path) -> None:
    asked = ("report", "--year", "2019", "--figures", figures, "--data", data)
    told = answered(qingce(*asked, "--language", "en", "--json"))
    status = answered(qingce("status", "--data", data, "--json"))
    assert (told["ok"], told["root"], told["closing"]) == (True, status["root"], None)
    assert told["root"] in told["report"]
    assert "| fund used<br>`charity.fund_used` | yuan | 900 | 900 | 0 |" in told["report"]
    assert "| cards | 5 | – | – | – | register not kept |" in told["report"]
    page = tmp_path / "report.html"
    assert qingce(*asked, "--format", "html", "--to", page).returncode == 0
    assert '<html lang="zh-CN">' in page.read_text("utf-8")
    before = page.read_bytes()
    assert qingce(*asked, "--to", page).returncode == 2
    assert page.read_bytes() == before


def test_a_figure_that_differs_exits_1(data: Path, figures: Path) -> None:
    figures.write_text(HEADER.replace("fund used,900", "fund used,901"), "utf-8")
    done = qingce("report", "--year", "2019", "--figures", figures, "--data", data)
    assert done.returncode == 1
    assert "| 901 | 900 | -1 |" in done.stdout
    assert "不一致" in done.stdout


def test_a_year_without_records_is_refused(data: Path, figures: Path) -> None:
    year = ("report", "--year", "2031", "--figures", figures, "--data", data, "--json")
    assert "2031" in refused(qingce(*year))["message"]


def test_a_closing_is_told_with_its_snapshots() -> None:
    record = YearClosed(
        year=2019,
        closing=1,
        size=9,
        root="ab",
        snapshots=[10, 11],
        figures={},
        compared=1,
        differing=[],
        open_items={},
        open_fen={},
        previous=0,
    )
    closing = Closing(12, "2020-01-05", "o1", record, None)
    told = report(found(line("1.1.2", 9, "9")), "cd", closing, Language.EN).standing
    assert any("closing 1, recorded at position 12" in each and "10–11" in each for each in told)


def test_sections_follow_the_figures_file() -> None:
    made = report(
        found(line("1.1.2", 1, "1"), line("1.1.3", 1, "1"), line("2.2", 1, None)),
        "cd",
        None,
        Language.EN,
    )
    assert [(each.number, len(each.rows)) for each in made.sections] == [("1.1", 2), ("2", 1)]


def test_markup_in_a_figures_file_stays_text() -> None:
    made = report(found(line("1.1", 10, "2.50", HOSTILE)), "cd", None, Language.ZH)
    assert HOSTILE not in html(made)
    assert "<script>" not in markdown(made)
    assert r"\<script\>\|x" in markdown(made)


def test_bars_start_at_zero_and_share_a_scale() -> None:
    row = report(found(line("1.1", 10, "2.50")), "cd", None, Language.ZH).sections[0].rows[0]
    bars = bars_of(row)
    assert bars is not None
    assert (bars.published, bars.computed) == (100, 25)
