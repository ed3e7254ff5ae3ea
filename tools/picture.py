"""Draws the README's picture: `qingce reconcile --json` on standard input, SVG out."""

from __future__ import annotations

import json
import sys
from html import escape
from pathlib import Path
from typing import Any

from projections.figures import published

ROW_HEIGHT = 21
TOP = 62
WIDTH = 800
COLUMNS = ((46, "start"), (390, "end"), (540, "end"), (650, "end"), (760, "end"))
"""Place and anchor of figure, published, computed, difference and records."""
HEADINGS = ("figure 指标", "published 公布", "computed 计算", "difference 差额", "records 记录")
PAGE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif"
 font-size="13" fill="#1f2937">
<rect width="{width}" height="{height}" rx="8" fill="#f8fafc" stroke="#cbd5e1"/>
<text x="22" y="28" font-size="15" font-weight="bold">{title}</text>
{rows}
</svg>
"""


def draw(found: dict[str, Any]) -> str:
    """The covered lines of a reconciliation, and how many of them are right."""
    figures = {figure.key: figure for figure in published.load(Path(found["figures"]))}
    lines = [line for line in found["lines"] if line["covered"]]
    rows = [_row(TOP - 8, HEADINGS, "#64748b")]
    for number, line in enumerate(lines):
        top = TOP + ROW_HEIGHT * (number + 1) - 8
        rows.append(_mark(top, line["ok"]) + _row(top, _cells(figures[line["key"]], line)))
    right = sum(bool(line["ok"]) for line in lines)
    title = (
        f"qingce reconcile --year {found['year']} · {right} of {len(lines)} figures as printed · "
        f"{found['position']:,} records"
    )
    height = TOP + ROW_HEIGHT * (len(lines) + 1)
    return PAGE.format(width=WIDTH, height=height, title=escape(title), rows="\n".join(rows))


def _cells(figure: published.PublishedFigure, line: dict[str, Any]) -> tuple[str, ...]:
    difference = f"{line['difference']:,}" if line["difference"] else ""
    computed = f"{line['computed']:,}"
    return (figure.label_zh, figure.as_printed, computed, difference, f"{line['records']:,}")


def _row(top: int, cells: tuple[str, ...], colour: str = "#1f2937") -> str:
    return "".join(
        f'<text x="{left}" y="{top}" text-anchor="{anchor}" fill="{colour}">{escape(cell)}</text>'
        for (left, anchor), cell in zip(COLUMNS, cells, strict=True)
    )


def _mark(top: int, right: bool) -> str:
    colour, sign = ("#15803d", "✓") if right else ("#b91c1c", "✗")
    return f'<text x="22" y="{top}" fill="{colour}">{sign}</text>'


if __name__ == "__main__":
    sys.stdout.write(draw(json.load(sys.stdin)))
