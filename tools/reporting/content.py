"""What a report says, ready to be laid out: sections of rows, in the order of the figures file.

All numbers are those of the reconciliation; nothing is computed here. A section is the first two
parts of a figure's section number (`1.1.2` stands in `1.1`); plans, of part 2, stand together.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from application.closing.closings import Closing
from projections.figures.reconciliation import Line, Reconciliation
from tools.reporting.wording import WORDINGS, Language, Wording, unit


@dataclass(frozen=True)
class Row:
    """One figure; numbers are in its unit, money in yuan."""

    key: str
    label: str
    unit: str
    as_printed: str
    published: int
    computed: Decimal | None
    """`None`, as are difference and records, if no register that is kept gives the figure."""
    difference: Decimal | None
    records: int | None
    ok: bool | None
    result: str


@dataclass(frozen=True)
class Section:
    """Figures that stand together."""

    number: str
    title: str
    rows: tuple[Row, ...]

    @property
    def covered(self) -> tuple[Row, ...]:
        """Those that can be compared."""
        return tuple(row for row in self.rows if row.computed is not None)


@dataclass(frozen=True)
class Report:
    """A year's report in one language."""

    wording: Wording
    title: str
    standing: tuple[str, ...]
    """Sentences: where the log stood, its root, the closing, how many figures hold."""
    how: str
    incomplete: tuple[str, ...]
    sections: tuple[Section, ...]


def report(found: Reconciliation, root: str, closing: Closing | None, language: Language) -> Report:
    """Lay out a reconciliation.

    Args:
        found: the figures, published and computed.
        root: root of the log's tree at the reconciliation's position, in hex.
        closing: the year's newest closing, if there is one.
        language: of the words and labels.
    """
    words = WORDINGS[language]
    return Report(
        wording=words,
        title=words.title.format(year=found.year),
        standing=_standing(found, root, closing, words),
        how=words.how.format(year=found.year),
        incomplete=found.incomplete,
        sections=tuple(
            Section(
                number,
                _title(number, words),
                tuple(_row(line, words, language) for line in lines),
            )
            for number, lines in groupby(found.lines, _section)
        ),
    )


def _standing(
    found: Reconciliation, root: str, closing: Closing | None, words: Wording
) -> tuple[str, ...]:
    covered = [line for line in found.lines if line.covered]
    return (
        words.computed_at.format(position=found.position),
        words.root.format(root=root),
        *_closing(closing, words),
        words.summary.format(
            covered=len(covered),
            right=sum(1 for line in covered if line.ok),
            open=len(found.lines) - len(covered),
        ),
    )


def _closing(closing: Closing | None, words: Wording) -> tuple[str, ...]:
    if closing is None:
        return (words.not_closed,)
    record = closing.record
    said = words.closed.format(
        closing=record.closing,
        position=closing.position,
        size=record.size,
        snapshots=f"{record.snapshots[0]}–{record.snapshots[-1]}",
        root=record.root,
    )
    if closing.reopened is None:
        return (said,)
    return said, words.reopened.format(position=closing.reopened.position)


def _section(line: Line) -> str:
    parts = line.figure.section.split(".")
    return parts[0] if parts[0] == "2" else ".".join(parts[:2])


def _title(number: str, words: Wording) -> str:
    return dict(words.sections).get(number) or words.section.format(number=number)


def _row(line: Line, words: Wording, language: Language) -> Row:
    figure = line.figure
    return Row(
        key=figure.key,
        label=figure.label_zh if language is Language.ZH else figure.label_en,
        unit=unit(figure.unit, language),
        as_printed=figure.as_printed,
        published=figure.value,
        computed=line.computed.value if line.computed else None,
        difference=line.difference,
        records=line.computed.records if line.computed else None,
        ok=line.ok,
        result=words.not_kept if line.ok is None else words.right if line.ok else words.wrong,
    )
