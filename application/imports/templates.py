"""Templates: the columns of a command's file, in Chinese or English, and how to fill them in."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Literal

from application.commands import CommandType
from application.imports.columns import Column, columns
from application.spreadsheets import put, workbook

Language = Literal["zh", "en"]

TEXT_ROWS = 10_000
"""Rows of a template whose cells are texts, so that no ID number becomes a number."""


def header(column: Column, language: Language) -> str:
    """A column's title in the template; a star marks what every line needs."""
    title = column.title_zh if language == "zh" else column.title
    return f"*{title}" if column.needed else title


def shown(command: CommandType) -> list[Column]:
    """The columns a template has."""
    return [column for column in columns(command) if column.shown]


def write(command: CommandType, path: Path, language: Language) -> None:
    """Write a template as XLSX, or as CSV (UTF-8 with a mark) if the name ends so."""
    if path.suffix.lower() == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerow([header(one, language) for one in shown(command)])
        return
    with workbook(path) as book:
        title = book.add_format({"bold": True, "bg_color": "#E8EEF7", "num_format": "@"})
        as_text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet("数据" if language == "zh" else "data")
        for place, column in enumerate(shown(command)):
            name = header(column, language)
            sheet.set_column(place, place, max(12, 2 * len(name)), as_text)
            put(sheet, 0, place, name, title)
            if column.words:
                words = column.words
                allowed = [*words.values()] if language == "zh" else [*words]
                sheet.data_validation(
                    1, place, TEXT_ROWS, place, {"validate": "list", "source": allowed}
                )
        sheet.freeze_panes(1, 0)
        _tell(book.add_worksheet("说明 how to"), command)


def _tell(sheet: object, command: CommandType) -> None:
    rows = [
        (command.name, command.title_zh, "", ""),
        ("列", "column", "必填 needed", "写法 how"),
    ]
    rows += [
        (one.title_zh, one.title, "*" if one.needed else "", one.about) for one in columns(command)
    ]
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            put(sheet, number, place, value)
