"""A file as a table: its header, and its lines with the numbers they have in the file."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from application.imports.cells import Cell, is_blank
from ledger.errors import LedgerError

SPREADSHEETS = (".xlsx", ".xls")
FILE_BYTES_MAX = 512 * 1024 * 1024
"""Of the file, and of what a spreadsheet unpacks to."""
LINES_MAX = 1_048_576
"""A spreadsheet's own limit."""
COLUMNS_MAX = 1_000
HEADER_AMONG = 10
"""The header is among so many first lines: some files begin with a title."""
_ENCODINGS = ("utf-8", "gb18030")
"""In this order: a text in GB 18030 is hardly ever UTF-8 as well."""


class UnreadableFileError(LedgerError):
    """The file is not a table that can be read; nothing was recorded."""

    code = "unreadable-file"


@dataclass(frozen=True)
class Line:
    """One line."""

    number: int
    """In the file, from 1."""
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Table:
    """A file's content."""

    header: Sequence[str]
    header_line: int
    lines: Sequence[Line]
    """Those that hold anything."""
    digest: str
    """SHA-256 of header and lines: the same for a file that was only stored anew."""


def read_table(path: Path, is_header: Callable[[Sequence[str]], bool]) -> Table:
    """Read a file.

    Args:
        path: a `.csv`, `.txt`, `.xlsx` or `.xls` file.
        is_header: whether a line's cells look like the header.

    Raises:
        UnreadableFileError: says what the file is not.
        OSError: it cannot be opened.
    """
    if path.stat().st_size > FILE_BYTES_MAX:
        raise UnreadableFileError(f"{path.name} is larger than 512 MiB.", "Cut it into several.")
    rows = _spreadsheet(path) if path.suffix.lower() in SPREADSHEETS else _text_table(path)
    filled = (
        Line(number, row) for number, row in enumerate(rows, start=1) if not all(map(is_blank, row))
    )
    header_line, header = _header(path, filled, is_header)
    lines = list(filled)
    if lines and lines[-1].number > LINES_MAX:
        raise UnreadableFileError(
            f"{path.name} has more than {LINES_MAX:,} lines.", "Cut it into several files."
        )
    return Table(header, header_line, lines, _digest(header, lines))


def _header(
    path: Path, filled: Iterator[Line], is_header: Callable[[Sequence[str]], bool]
) -> tuple[int, list[str]]:
    for line in islice(filled, HEADER_AMONG):
        candidate = [_header_cell(cell) for cell in line.cells]
        if is_header(candidate):
            return line.number, candidate
    raise UnreadableFileError(
        f"None of the first {HEADER_AMONG} lines of {path.name} is a header of this command.",
        "`qingce import REGISTER.COMMAND --template FILE` writes a file with the right one.",
    )


def _header_cell(cell: Cell) -> str:
    return "" if is_blank(cell) else str(cell).strip().lstrip("\ufeff")


def _digest(header: Sequence[str], lines: Sequence[Line]) -> str:
    digest = hashlib.sha256("\x1f".join(header).encode())
    for line in lines:
        written = "\x1f".join("" if is_blank(cell) else _plain(cell) for cell in line.cells)
        digest.update(f"\x1e{line.number}\x1f{written.rstrip()}".encode())
    return digest.hexdigest()


def _plain(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    return str(cell).strip()


def _text_table(path: Path) -> Iterator[list[Cell]]:
    text = decode(path.read_bytes(), path.name)
    head = text[:4096].partition("\n")[0]
    delimiter = max(",;\t，", key=head.count)
    if delimiter == "，":
        text, delimiter = text.replace("，", ","), ","
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            if len(row) > COLUMNS_MAX:
                raise UnreadableFileError(f"{path.name} has more than {COLUMNS_MAX:,} columns.")
            yield list(row)
    except csv.Error as error:
        raise UnreadableFileError(
            f"{path.name} is not a table of comma-separated values: {error}.",
            "Save it anew as CSV or XLSX.",
        ) from None


def decode(data: bytes, name: str) -> str:
    """Read bytes as UTF-8 (with or without a mark), UTF-16 with one, or GB 18030.

    Raises:
        UnreadableFileError: they are none of these.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\x00" in data:
        raise UnreadableFileError(f"{name} is no text file.", "Save it as CSV or XLSX.")
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError(
        f"{name} is neither UTF-8 nor GB 18030.", "Save it as CSV in UTF-8, or as XLSX."
    )


def _spreadsheet(path: Path) -> Iterator[list[Cell]]:
    from python_calamine import CalamineError, CalamineWorkbook

    _refuse_bomb(path)
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        sheet = workbook.get_sheet_by_index(0)
        if sheet.width > COLUMNS_MAX:
            raise UnreadableFileError(f"{path.name} has more than {COLUMNS_MAX:,} columns.")
        for row in sheet.to_python(skip_empty_area=False):
            yield [cell if not isinstance(cell, str) or cell else None for cell in row]  # type: ignore[misc]
    except (CalamineError, IndexError) as error:
        raise UnreadableFileError(
            f"{path.name} is not a spreadsheet that can be read ({type(error).__name__}).",
            "Open it and save it anew as XLSX, without a password.",
        ) from None


def _refuse_bomb(path: Path) -> None:
    if path.suffix.lower() != ".xlsx":
        return
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(one.file_size for one in packed.infolist())
    except zipfile.BadZipFile:
        raise UnreadableFileError(
            f"{path.name} is no XLSX file.", "Open it and save it anew as XLSX, without a password."
        ) from None
    if size > FILE_BYTES_MAX:
        raise UnreadableFileError(f"{path.name} unpacks to more than 512 MiB.", "Cut it.")
