"""Spreadsheets written row by row, with nothing in them that a reader's machine would run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter import Workbook

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""A text that begins so is run as a formula by one spreadsheet or another."""
CELL_CHARACTERS_MAX = 32_767
ROWS_MAX = 1_048_576


def defused(text: str) -> str:
    """A text for a CSV file that no spreadsheet runs: an apostrophe before what might be run."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


@contextmanager
def workbook(path: Path) -> Iterator[Workbook]:
    """A new XLSX file: rows are written as they come, texts as texts, never as formulas."""
    from xlsxwriter import Workbook

    made = Workbook(
        str(path),
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    with made:
        yield made


def put(sheet: Any, row: int, column: int, value: object, style: Any = None) -> None:
    """Write one cell: whole numbers as numbers while they are exact, all else as text."""
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, int) and abs(value) < 10**15:
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, str(value)[:CELL_CHARACTERS_MAX], style)
