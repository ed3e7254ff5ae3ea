"""A report as one self-contained HTML file."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tools.reporting.content import Report, Row
from tools.reporting.numbers import number

BAR_WIDTH = 100
"""Of the longer of a figure's two bars, in the drawing's own unit."""


@dataclass(frozen=True)
class Bars:
    """Lengths of a figure's two bars, from 0 to `BAR_WIDTH`: they start at zero, to one scale."""

    published: float
    computed: float


def bars_of(row: Row) -> Bars | None:
    """A figure's bars; `None` if there is nothing to compare."""
    if row.computed is None:
        return None
    published = Decimal(row.published)
    longer = max(published, row.computed)
    if longer <= 0:
        return None
    computed = max(row.computed, Decimal(0))
    return Bars(
        round(float(BAR_WIDTH * published / longer), 2),
        round(float(BAR_WIDTH * computed / longer), 2),
    )


def html(report: Report) -> str:
    """The report's page."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    templates = Environment(
        loader=PackageLoader("tools.reporting", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = templates.get_template("report.html")
    return template.render(report=report, number=number, bars_of=bars_of)
