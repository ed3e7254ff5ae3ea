"""A report as Markdown: one table a section."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.reporting.content import Report, Row, Section
from tools.reporting.numbers import number

_MEANT = re.compile(r"([\\`*_{}\[\]<>#|~&])")
"""Characters that Markdown or HTML in it would take as markup."""


def markdown(report: Report) -> str:
    """The report's text."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"# {report.title}"
    yield ""
    yield from (f"- {_text(sentence)}" for sentence in report.standing)
    yield ""
    yield report.how
    if report.incomplete:
        yield from ("", f"## {report.wording.incomplete}", "")
        yield from (f"- {_text(sentence)}" for sentence in report.incomplete)
    for section in report.sections:
        yield from _section(report, section)


def _section(report: Report, section: Section) -> Iterator[str]:
    yield from ("", f"## {_text(section.number)} {_text(section.title)}", "")
    yield _line(report.wording.columns)
    yield "| --- | --- | ---: | ---: | ---: | ---: | --- |"
    yield from (_line(_cells(row)) for row in section.rows)


def _cells(row: Row) -> tuple[str, ...]:
    return (
        f"{_text(row.label)}<br>`{row.key.replace('`', '').replace('|', '')}`",
        _text(row.unit),
        number(row.published),
        number(row.computed),
        number(row.difference),
        number(row.records),
        row.result,
    )


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _text(text: str) -> str:
    return _MEANT.sub(r"\\\1", " ".join(text.split()))
