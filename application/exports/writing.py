"""An export written as CSV, XLSX or Parquet, row by row; nothing in it runs in a spreadsheet.

A file is written beside its place and moved there when it is whole. XLSX and Parquet hold their
origin themselves; a CSV has a file beside it, `FILE.origin.json`. Amounts are yuan with two
decimals where people read (CSV, XLSX) and whole fen in Parquet.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from application.exports.tables import Export, ExportColumn, Kind, Row
from application.spreadsheets import ROWS_MAX, defused, put, workbook
from domain.common.money import yuan
from ledger.errors import LedgerError

ROWS_TOGETHER = 10_000
EXACT_YUAN_FEN = 10**15
"""A spreadsheet's number is exact below it; larger amounts are written as texts."""

Progress = Callable[[int], None]


class ExportError(LedgerError):
    """The export cannot be written."""

    code = "export"


def write(export: Export, path: Path, progress: Progress = lambda _: None) -> int:
    """Write an export; the ending of the name says how.

    Returns:
        The number of rows.

    Raises:
        ExportError: the ending is not known, or there are too many rows for it.
        OSError: the file cannot be written.
    """
    writers: Mapping[str, Callable[[Export, Path, Progress], int]] = {
        ".csv": _csv,
        ".xlsx": _xlsx,
        ".parquet": _parquet,
    }
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise ExportError(
            f"{path.name} ends in none of {', '.join(writers)}.", "Nothing was written."
        )
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        rows = writer(export, unfinished, progress)
        if writer is _csv:
            _tell_origin(export, unfinished, path, rows)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return rows


def _counted(export: Export, progress: Progress) -> Iterator[tuple[int, Row]]:
    for number, row in enumerate(export.rows, start=1):
        if number % 1_000 == 0:
            progress(1_000)
        yield number, row


def _csv(export: Export, path: Path, progress: Progress) -> int:
    number = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([heading(column) for column in export.columns])
        kinds = [column.kind for column in export.columns]
        for count, row in _counted(export, progress):
            number = count
            writer.writerow([_text(kind, value) for kind, value in zip(kinds, row, strict=True)])
    return number


def heading(column: ExportColumn) -> str:
    """A column's title: Chinese, with the name programs know it by."""
    unit = "(元)" if column.kind == "fen" else ""
    if column.title_zh == column.name:
        return f"{column.name}{unit}"
    return f"{column.title_zh}{unit} {column.name}"


def _text(kind: Kind, value: Any) -> str:
    if value is None:
        return ""
    if kind == "fen":
        return yuan(value).replace(",", "")
    if kind == "flag":
        return "是" if value else "否"
    if kind == "several":
        return defused(json.dumps(value, ensure_ascii=False, default=str))
    if kind == "text":
        return defused(str(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def _tell_origin(export: Export, written: Path, path: Path, rows: int) -> None:
    with written.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    told = {"name": export.name, "rows": rows, "sha256": digest, **asdict(export.origin)}
    beside = path.with_name(f"{path.name}.origin.json")
    beside.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _xlsx(export: Export, path: Path, progress: Progress) -> int:
    number = 0
    with workbook(path) as book:
        styles = {
            "fen": book.add_format({"num_format": "#,##0.00"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        source = book.add_worksheet("来源 origin")
        for place, (name, value) in enumerate([("name", export.name), *_origin(export)]):
            put(source, place, 0, name)
            put(source, place, 1, value)
        sheet = book.add_worksheet("数据 data")
        sheet.activate()
        for place, column in enumerate(export.columns):
            put(sheet, 0, place, heading(column), book.add_format({"bold": True}))
        for number, row in _counted(export, progress):
            if number >= ROWS_MAX:
                raise ExportError(
                    f"{export.name} has more rows than a spreadsheet holds ({ROWS_MAX:,}).",
                    "Nothing was written. Export it as CSV or Parquet.",
                )
            for place, (column, value) in enumerate(zip(export.columns, row, strict=True)):
                _put(sheet, number, place, column.kind, value, styles.get(column.kind))
    return number


def _put(sheet: Any, row: int, place: int, kind: Kind, value: Any, style: Any) -> None:
    if value is None:
        return
    if kind == "fen" and abs(value) < EXACT_YUAN_FEN:
        sheet.write_number(row, place, value / 100, style)
    elif kind == "moment":
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        sheet.write_datetime(row, place, moment.replace(tzinfo=None), style)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, style)
    elif kind == "several":
        put(sheet, row, place, _text(kind, value).removeprefix("'"))
    else:
        put(sheet, row, place, value)


def _parquet(export: Export, path: Path, progress: Progress) -> int:
    import pyarrow as pa
    from pyarrow import parquet

    types = {"whole": pa.int64(), "fen": pa.int64(), "flag": pa.bool_(), "day": pa.date32()}
    schema = pa.schema(
        [pa.field(column.name, types.get(column.kind, pa.string())) for column in export.columns],
        metadata={f"qingce.{name}": str(value) for name, value in _origin(export)},
    )
    number = 0
    rows = _counted(export, progress)
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        while piece := list(islice(rows, ROWS_TOGETHER)):
            number = piece[-1][0]
            arrays = [
                pa.array(_arrow(column.kind, place, piece), type=field.type)
                for place, (column, field) in enumerate(zip(export.columns, schema, strict=True))
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
    return number


def _arrow(kind: Kind, place: int, piece: Sequence[tuple[int, Row]]) -> list[Any]:
    values = [row[place] for _, row in piece]
    if kind == "several":
        return [
            None if value is None else json.dumps(value, ensure_ascii=False, default=str)
            for value in values
        ]
    if kind in ("text", "moment"):
        return [None if value is None else str(value) for value in values]
    return values


def _origin(export: Export) -> list[tuple[str, Any]]:
    return list(asdict(export.origin).items())
