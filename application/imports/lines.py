"""A line of a file read as a command, or everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from application.commands import CommandFieldsError, CommandType
from application.commands import fields_of as shape_of
from application.commands.shapes import PersonForm, Shape
from application.desk import CLOCKS_DIFFER_MOST
from application.history import OFFICE_TIME
from application.imports.cells import Cell, CellFault, is_blank
from application.imports.columns import ACT_FIELDS, ORIGIN, Found, columns
from application.imports.tables import Line, Table
from domain.common.decisions import Act, EntryMode

_NAMESPACE = UUID("6b1f7b0e-2f0c-5d5c-9a51-8f5c1f6f2f11")
"""Of command ids that follow from a file."""

_ORIGIN = re.compile(r"[0-9a-f]{64}:[0-9]{1,7}")


@dataclass(frozen=True)
class LineFault:
    """One thing that is wrong with a line."""

    line: int
    column: str
    """The header, as the file has it; empty if it is about the line as a whole."""
    kind: str
    reason: str
    mend: str = ""
    value: str = field(default="", repr=False)
    """What stands in the cell: shown in the returned file alone, since it may be personal."""


@dataclass(frozen=True)
class Common:
    """What all lines have in common, where the line does not say otherwise."""

    by: str = ""
    office: str = ""
    occurred: datetime | None = None


@dataclass
class Read:
    """A line that was read."""

    line: Line
    origin: str
    """`DIGEST:LINE` of the file it first stood in."""
    act: Act | None = None
    fields: Shape | None = None
    faults: list[LineFault] = field(default_factory=list)

    @property
    def persons(self) -> list[PersonForm]:
        """The persons it names."""
        return list(_persons(self.fields))


class LineReader:
    """Reads the lines of one file."""

    def __init__(
        self, command: CommandType, table: Table, found: Sequence[Found | None], common: Common
    ) -> None:
        """Take the command, the file, what its columns mean, and what its lines share."""
        self._command = command
        self._digest = table.digest
        self._found = [(place, one) for place, one in enumerate(found) if one is not None]
        self._common = common
        self._headers = {one.column.key: one.header for _, one in self._found}
        titles = {one.key: one.title_zh for one in columns(command)}
        self._headers = titles | self._headers
        self._seen: dict[bytes, int] = {}
        self._origins: dict[str, int] = {}

    def read(self, line: Line) -> Read:
        """Read a line; what is wrong with it is in its faults."""
        faults: list[LineFault] = []
        values: dict[tuple[str | int, ...], Any] = {}
        for place, one in self._found:
            cell = line.cells[place] if place < len(line.cells) else None
            if is_blank(cell):
                continue
            try:
                values[one.column.path] = one.value(cell)
            except CellFault as error:
                told = LineFault(
                    line.number, one.header, error.kind, error.reason, error.mend, _shown(cell)
                )
                faults.append(told)
        origin = str(values.pop((ORIGIN,), "") or f"{self._digest}:{line.number}")
        self._refuse_repeated(line, values, faults)
        self._refuse_origin(line, origin, faults)
        act = self._act(line, values, origin, faults)
        fields = self._fields(line, values, faults)
        if faults:
            return Read(line, origin, faults=faults)
        return Read(line, origin, act, fields)

    def _refuse_repeated(
        self, line: Line, values: Mapping[Any, Any], faults: list[LineFault]
    ) -> None:
        content = repr(sorted(values.items(), key=str)).encode()
        first = self._seen.setdefault(content, line.number)
        if first != line.number:
            reason = f"Line {first} says the same, in every column."
            faults.append(
                LineFault(line.number, "", "line-repeated", reason, "Leave one of the two out.")
            )

    def _refuse_origin(self, line: Line, origin: str, faults: list[LineFault]) -> None:
        first = self._origins.setdefault(origin, line.number)
        if first != line.number or not _ORIGIN.fullmatch(origin):
            reason = "The origin is another line's." if first != line.number else "It is no origin."
            header, mend = self._headers[ORIGIN], "Leave the cell empty for a new line."
            faults.append(LineFault(line.number, header, "origin", reason, mend))

    def _act(
        self, line: Line, values: dict[Any, Any], origin: str, faults: list[LineFault]
    ) -> Act | None:
        given = {name: values.pop((name,), None) for name in ACT_FIELDS}
        occurred = given["occurred"] or self._common.occurred
        by, office = given["by"] or self._common.by, given["office"] or self._common.office
        known = {fault.column for fault in faults}
        for name, value in (("occurred", occurred), ("by", by), ("office", office)):
            header = self._headers[name]
            if not value and header not in known:
                faults.append(
                    LineFault(
                        line.number, header, "missing", "It is missing.", f"Or give --{name}."
                    )
                )
        if not (occurred and by and office):
            return None
        moment = occurred if occurred.tzinfo else occurred.replace(tzinfo=OFFICE_TIME)
        if moment > datetime.now(UTC) + CLOCKS_DIFFER_MOST:
            header = self._headers["occurred"]
            faults.append(LineFault(line.number, header, "in-the-future", "It is in the future."))
        command_id = uuid5(_NAMESPACE, f"{self._command.name}/{origin}")
        return Act(str(by), str(office), moment, EntryMode.IMPORT, str(command_id))

    def _fields(
        self, line: Line, values: Mapping[Any, Any], faults: list[LineFault]
    ) -> Shape | None:
        unread = {fault.column for fault in faults}
        try:
            return shape_of(self._command, _nested(values))
        except CommandFieldsError as error:
            for fault in error.faults:
                told = self._told(line, fault.field, fault.kind, fault.reason)
                if told.column not in unread:
                    faults.append(told)
            return None

    def _told(self, line: Line, path: str, kind: str, reason: str) -> LineFault:
        header = self._headers.get(path)
        if header is None:  # of a person or a list: its first column tells where
            header = next(
                (h for key, h in self._headers.items() if key.startswith(f"{path}.")), path
            )
        sentence = f"{reason[:1].upper()}{reason[1:]}".rstrip(".") + "."
        return LineFault(line.number, header, kind.replace("_", "-"), sentence)


def _nested(values: Mapping[tuple[str | int, ...], Any]) -> dict[str, Any]:
    """Values by path as a JSON object; numbered groups become lists, gaps closed."""
    made: dict[str, Any] = {}
    for path, value in sorted(values.items(), key=lambda item: tuple(map(str, item[0]))):
        here: dict[Any, Any] = made
        for step in path[:-1]:
            here = here.setdefault(step, {})
        here[path[-1]] = value
    return {name: _listed(value) for name, value in made.items()}


def _listed(value: Any) -> Any:
    if isinstance(value, dict) and value and all(isinstance(key, int) for key in value):
        return [value[key] for key in sorted(value)]
    return value


def _shown(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _persons(value: object) -> list[PersonForm]:
    if isinstance(value, PersonForm):
        return [value]
    if isinstance(value, Shape):
        names = type(value).model_fields
        return [one for name in names for one in _persons(getattr(value, name))]
    if isinstance(value, tuple):
        return [one for part in value for one in _persons(part)]
    return []
