"""The report as a chart (SVG): a bar for each contestant, its spread as a line."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from xml.sax.saxutils import escape

from tools.bench.measure import Report
from tools.bench.results import Kind, Outcome, Work

ROW = 22
LABEL = 250
BAR = 430
WIDTH = LABEL + BAR + 110
COLOURS = {Kind.OURS: "#b3261e", Kind.LIMIT: "#5f6368", Kind.PEER: "#9aa7b8"}


def svg(report: Report) -> str:
    """All works, one below the other, each on its own scale from zero."""
    parts: list[str] = []
    top = 10
    for work in report.works:
        parts += _work(work, top)
        top += ROW * (len(work.outcomes) + 2)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{top}" '
        'font-family="sans-serif" font-size="13"><rect width="100%" height="100%" fill="white"/>'
        f"{''.join(parts)}</svg>\n"
    )


def _work(work: Work, top: int) -> Iterator[str]:
    yield _text(8, top + 15, f"{work.title} ({work.unit})", weight="bold")
    most = max(work.figure(each) for outcome in work.outcomes for each in outcome.rounds)
    for number, outcome in enumerate(work.outcomes, 1):
        yield from _bar(work, outcome, top + number * ROW, BAR / most)


def _bar(work: Work, outcome: Outcome, top: int, scale: float) -> Iterator[str]:
    figures = [work.figure(each) for each in outcome.rounds]
    middle = median(figures)
    yield _text(LABEL - 8, top + 15, outcome.entrant.name, anchor="end")
    yield (
        f'<rect x="{LABEL}" y="{top + 3}" width="{middle * scale:.1f}" height="{ROW - 6}" '
        f'fill="{COLOURS[outcome.entrant.kind]}"/>'
        f'<line x1="{LABEL + min(figures) * scale:.1f}" x2="{LABEL + max(figures) * scale:.1f}" '
        f'y1="{top + ROW / 2}" y2="{top + ROW / 2}" stroke="black"/>'
    )
    end = LABEL + max(figures) * scale + 6
    yield _text(end, top + 15, f"{middle:,.0f}" if middle >= 100 else f"{middle:.2f}")


def _text(x: float, y: float, text: str, anchor: str = "start", weight: str = "normal") -> str:
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" font-weight="{weight}">'
        f"{escape(text)}</text>"
    )
