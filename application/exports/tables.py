"""What is exported: columns with their kinds, rows as they come, and the state of the log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from application.commands.shapes import without_none
from domain.common.records import Record
from domain.common.registers import Register
from domain.common.words import word_zh
from domain.registry import REGISTERS
from ledger.log import Log
from ledger.record import fields_of

Kind = Literal["text", "whole", "fen", "flag", "day", "moment", "several"]
"""`several` are lists and objects, written as JSON."""
Row = Sequence[Any]


@dataclass(frozen=True)
class ExportColumn:
    """One column."""

    name: str
    title_zh: str
    kind: Kind


@dataclass(frozen=True)
class Origin:
    """The state of the log an export was taken at."""

    size: int
    root: str
    """Of the Merkle tree over so many records, hexadecimal."""
    checkpoint: str = ""
    """The signed checkpoint (C2SP) of that size, if it was asked for."""


@dataclass(frozen=True)
class Export:
    """What is written."""

    name: str
    title_zh: str
    columns: Sequence[ExportColumn]
    rows: Iterable[Row]
    origin: Origin


ENVELOPE = (
    ExportColumn("position", "记录序号", "whole"),
    ExportColumn("type", "记录类型", "text"),
    ExportColumn("occurred", "发生时间", "moment"),
    ExportColumn("recorded", "入账时间", "moment"),
    ExportColumn("by", "经办人", "text"),
    ExportColumn("office", "经办机构", "text"),
    ExportColumn("entry_mode", "录入方式", "text"),
)
"""The columns of every record; personal data stays sealed and is not among them."""


def of_register(log: Log, register: Register, origin: Origin) -> Export:
    """All records of a register."""
    return _of_types(log, register.name, register.title_zh, register.records, register, origin)


def of_type(log: Log, record: type[Record], register: Register, origin: Origin) -> Export:
    """All records of one type."""
    return _of_types(log, record.type, record.type, [record], register, origin)


def find_records(name: str) -> tuple[Register, type[Record] | None] | None:
    """What a name means: a register, or a record type with or without its version."""
    for register in REGISTERS:
        if register.name == name:
            return register, None
        for record in register.records:
            if name in (record.type, record.type.rpartition(".")[0]):
                return register, record
    return None


def _of_types(
    log: Log,
    name: str,
    title_zh: str,
    types: Sequence[type[Record]],
    register: Register,
    origin: Origin,
) -> Export:
    fields = {
        field: ExportColumn(field, word_zh(field, register.words), kind_of(field, about.annotation))
        for record in types
        for field, about in record.model_fields.items()
    }
    columns = [*ENVELOPE, *fields.values()]
    return Export(name, title_zh, columns, _rows(log, types, list(fields), origin.size), origin)


def _rows(
    log: Log, types: Sequence[type[Record]], fields: Sequence[str], size: int
) -> Iterator[Row]:
    query = DCBQuery([DCBQueryItem(types=[record.type for record in types])])
    envelope = [column.name for column in ENVELOPE[1:]]
    for event in log.read(query):
        if event.position > size:
            return
        record = fields_of(event.event.data)
        data = record["data"]
        yield [
            event.position,
            *(record[name] for name in envelope),
            *(data.get(name) for name in fields),
        ]


def kind_of(name: str, annotation: Any) -> Kind:
    """The kind of a field, by its type and its name."""
    hint = without_none(annotation)
    if hint is bool:
        return "flag"
    if hint is int:
        return "fen" if name.endswith("_fen") else "whole"
    if hint is str or get_origin(hint) is Literal or (get_args(hint) == () and hint is not dict):
        return "text"
    return "several"
