"""The returned file: all bad lines in the shape they came in, and what is wrong with each.

Sheet one has the file's own columns, the bad cells marked; it is mended and imported as it is, and
`origin` makes each line the same line again. Sheet two lists every fault: line, column, value,
reason, suggested mend.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from application.imports.cells import Cell
from application.imports.columns import ORIGIN
from application.imports.lines import LineFault
from application.imports.running import NOTE_HEADERS, Imported
from application.spreadsheets import put, workbook

FAULT_COLUMNS = ("行 line", "列 column", "内容 value", "原因 reason", "建议 mend", "kind")


def write(done: Imported, path: Path) -> None:
    """Write the bad lines and their faults."""
    by_line: defaultdict[int, list[LineFault]] = defaultdict(list)
    for fault in done.faults:
        by_line[fault.line].append(fault)
    with workbook(path) as book:
        title = book.add_format({"bold": True, "num_format": "@"})
        bad = book.add_format({"bg_color": "#FFC7CE", "num_format": "@"})
        usual = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet("数据 data")
        header = [name for name in done.table.header if name not in (ORIGIN, "来源行")]
        places = [place for place, name in enumerate(done.table.header) if name in header]
        for place, name in enumerate([*header, ORIGIN, *NOTE_HEADERS]):
            put(sheet, 0, place, name, title)
        row = 0
        for line in done.table.lines:
            faults = by_line.get(line.number)
            if not faults:
                continue
            row += 1
            wrong = {fault.column for fault in faults}
            for place, (name, at) in enumerate(zip(header, places, strict=True)):
                cell = line.cells[at] if at < len(line.cells) else None
                put(sheet, row, place, _written(cell), bad if name in wrong else usual)
            put(sheet, row, len(header), _origin(done, line.cells, line.number))
            put(sheet, row, len(header) + 1, _told(faults), bad)
        _list(book.add_worksheet("错误 faults"), done.faults)


def _list(sheet: object, faults: Sequence[LineFault]) -> None:
    for place, name in enumerate(FAULT_COLUMNS):
        put(sheet, 0, place, name)
    ordered = sorted(faults, key=lambda fault: fault.line)
    for row, fault in enumerate(ordered, start=1):
        values = (fault.line, fault.column, fault.value, fault.reason, fault.mend, fault.kind)
        for place, value in enumerate(values):
            put(sheet, row, place, value)


def _told(faults: Sequence[LineFault]) -> str:
    return "\n".join(f"{fault.column}: {fault.reason} {fault.mend}".strip(": ") for fault in faults)


def _origin(done: Imported, cells: Sequence[Cell], number: int) -> str:
    for place, name in enumerate(done.table.header):
        if name in (ORIGIN, "来源行") and place < len(cells) and cells[place]:
            return str(cells[place])
    return f"{done.table.digest}:{number}"


def _written(cell: Cell) -> object:
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date().isoformat()
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else repr(cell)
    return cell
