"""Published figures: what an annual report says, as a file of figures gives it.

The file is CSV (UTF-8) with the columns of `COLUMNS`, one figure a line. Values are whole numbers
in the unit named: money in yuan. The quality says how the report printed the figure.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path

COLUMNS = (
    "key",
    "kind",
    "section",
    "label_zh",
    "label_en",
    "value",
    "unit",
    "quality",
    "as_printed",
    "period",
    "note",
)
KINDS = ("rule", "figure", "plan")
VALUE_MAX = 10**13
"""Yuan: above it fen would leave the whole numbers every JSON reader keeps exact (2^53)."""


class Quality(StrEnum):
    """How a figure was printed, and so what a computed figure must satisfy."""

    EXACT = "exact"
    """Equal."""
    ROUNDED = "rounded"
    """Rounds to what was printed."""
    OVER = "over"
    """余, 多: more than printed, less than the next step at which it would be printed."""
    AT_LEAST = "atleast"
    """以上: at least."""
    ORDINAL = "ordinal"
    """第几届: equal."""


@dataclass(frozen=True)
class PublishedFigure:
    """One figure of a report. `value` is in `unit` (money in yuan)."""

    key: str
    kind: str
    section: str
    label_zh: str
    label_en: str
    value: int
    unit: str
    quality: Quality
    as_printed: str
    period: str
    note: str


class FiguresFileError(ValueError):
    """A figures file cannot be read; the message names the file, the line and the column."""


def load(path: Path) -> list[PublishedFigure]:
    """Read a figures file, in its order.

    Raises:
        FiguresFileError: the file is missing, not CSV in UTF-8, lacks a column, names a key twice,
            or has a value that is not a whole number of zero or more.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return list(_figures(path, csv.DictReader(lines)))
    except FileNotFoundError:
        raise FiguresFileError(f"There is no figures file {path}.") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FiguresFileError(f"{path} cannot be read as CSV in UTF-8: {error}.") from None


def _figures(path: Path, rows: csv.DictReader[str]) -> Iterator[PublishedFigure]:
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise FiguresFileError(
            f"{path}, line 1: no column {', '.join(missing)}; a figures file has the columns "
            f"{', '.join(COLUMNS)}."
        )
    seen: dict[str, int] = {}
    for row in rows:
        figure = _figure(f"{path}, line {rows.line_num}", row)
        if figure.key in seen:
            raise FiguresFileError(
                f"{path}, line {rows.line_num}: the key {figure.key} stands in line "
                f"{seen[figure.key]} already."
            )
        seen[figure.key] = rows.line_num
        yield figure


def _figure(where: str, row: dict[str, str]) -> PublishedFigure:
    if any(row[name] is None for name in COLUMNS) or None in row:
        raise FiguresFileError(f"{where}: not {len(COLUMNS)} columns.")
    if row["kind"] not in KINDS:
        raise FiguresFileError(
            f"{where}, column kind: {row['kind']!r} is none of {', '.join(KINDS)}."
        )
    try:
        quality = Quality(row["quality"])
    except ValueError:
        raise FiguresFileError(
            f"{where}, column quality: {row['quality']!r} is none of "
            f"{', '.join(known.value for known in Quality)}."
        ) from None
    texts = {name: row[name] for name in COLUMNS if name not in ("value", "quality")}
    return PublishedFigure(**texts, value=_value(where, row["value"]), quality=quality)


def _value(where: str, text: str) -> int:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise FiguresFileError(f"{where}, column value: {text!r} is not a number.") from None
    if not value.is_finite() or value < 0 or value != value.to_integral_value():
        raise FiguresFileError(
            f"{where}, column value: {text} is not a whole number of zero or more."
        )
    if value > VALUE_MAX:
        raise FiguresFileError(f"{where}, column value: {text} is beyond {VALUE_MAX}.")
    return int(value)
