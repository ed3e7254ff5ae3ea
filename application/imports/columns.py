"""The columns of a command's file: one line, one command.

A plain field is a column, a person several (`donor name`, `donor ID number`), a list of persons a
numbered group (`member 1 name`). Who acts, for which office and when are columns too, unless the
whole file has them in common. A command with a field that fits in no cell is not imported.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache, partial
from typing import Any, Literal, get_args, get_origin

from application.commands import COMMANDS, CommandType
from application.commands.shapes import init_fields, is_required, without_none
from application.imports import cells
from application.imports.cells import Cell
from domain.common.people import Person
from domain.common.words import word_zh

PEOPLE_SHOWN = 4
"""How many persons of a list a template has columns for."""
PEOPLE_MAX = 20
"""How many a file may have."""
ACT_FIELDS = ("occurred", "by", "office")
ORIGIN = "origin"
"""Where a line of a returned file came from: it is the same line again."""
_PERSON_FIELDS = ("name", "id_number", "phone", "bank_account", "address", "id")
_PERSON_SHOWN = ("name", "id_number")
_SAME: Mapping[str, Sequence[str]] = {
    "id_number": ("身份证号", "身份证号码", "身份证", "idcard"),
    "phone": ("电话", "手机", "手机号"),
    "bank_account": ("银行卡号", "账号", "银行账户"),
    "occurred": ("日期", "办理日期", "登记日期", "date"),
    "by": ("经办", "办理人", "official"),
    "office": ("机构", "办理机构"),
    "origin": ("来源行",),
}
_UNIT = re.compile(r"\((元|万元|分|yuan|fen)\)$")
_UNIT_ZH = {"yuan": "元", "fen": "分"}
_EN_UNIT = {"元": "yuan"}


@dataclass(frozen=True)
class Column:
    """One column."""

    path: tuple[str | int, ...]
    """Where in the command's JSON its value goes; of the act and the origin, one word."""
    title: str
    title_zh: str
    needed: bool
    shown: bool
    """Whether the template has it."""
    about: str
    """How to fill it in, in Chinese and English."""
    read: Callable[..., Any] = dataclasses.field(repr=False, compare=False)
    is_amount: bool = False
    words: Mapping[str, str] = dataclasses.field(default_factory=dict, compare=False)

    @property
    def key(self) -> str:
        """Its path as a fault of the command's fields names it."""
        return ".".join(map(str, self.path))


@dataclass(frozen=True)
class Found:
    """A column as the file has it."""

    column: Column
    header: str
    unit: str = "元"

    def value(self, cell: Cell) -> Any:
        """Read a cell.

        Raises:
            CellFault: it cannot be read.
        """
        if self.column.is_amount:
            return self.column.read(cell, unit=self.unit)
        return self.column.read(cell)


def importable() -> dict[str, CommandType]:
    """The commands that files can hold, by name."""
    return {
        name: command
        for name, command in COMMANDS.items()
        if command.decision not in command.register.not_imported and columns(command)
    }


@cache
def columns(command: CommandType) -> tuple[Column, ...]:
    """The columns of a command's file in the template's order; none if it fits in no line."""
    words = command.register.words
    made: list[Column] = [*_act_columns()]
    for field, hint in init_fields(command.decision):
        if field.name == "act":
            continue
        needed = is_required(field)
        found = list(_of_field(field.name, without_none(hint), needed, words))
        if not found:
            return ()
        made += found
    made.append(
        _column((ORIGIN,), ORIGIN, "来源行", False, False, cells.text, "由系统填写 set by us")
    )
    return tuple(made)


def _act_columns() -> Iterator[Column]:
    about = "2019-10-01, 2019/10/1, 2019年10月1日"
    yield _column(("occurred",), "occurred", word_zh("occurred"), False, True, cells.moment, about)
    for name in ("by", "office"):
        yield _column((name,), name, word_zh(name), False, True, cells.text, "")


def _column(
    path: tuple[str | int, ...],
    title: str,
    title_zh: str,
    needed: bool,
    shown: bool,
    read: Callable[..., Any],
    about: str,
) -> Column:
    return Column(path, title, title_zh, needed, shown, about, read)


def _of_field(name: str, hint: Any, needed: bool, words: Mapping[str, str]) -> Iterator[Column]:
    title, title_zh = name.removesuffix("_fen").replace("_", " "), word_zh(name, words)
    if hint is Person:
        yield from _person((name,), title, title_zh, needed)
        return
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is tuple and set(arguments) == {Person}:
        for place in range(len(arguments)):
            group = f"{title} {place + 1}", f"{title_zh}{place + 1}"
            yield from _person((name, place), *group, needed)
        return
    if Person in arguments:
        for place in range(PEOPLE_MAX):
            group = f"{title} {place + 1}", f"{title_zh}{place + 1}"
            shown = place < PEOPLE_SHOWN
            yield from _person((name, place), *group, needed and place == 0, shown)
        return
    kind = _kind(name, hint, words)
    if kind is not None:
        read, about, is_amount, choices = kind
        if is_amount:
            title, title_zh = f"{title} (yuan)", f"{title_zh}(元)"
        yield Column((name,), title, title_zh, needed, True, about, read, is_amount, choices)


_PERSON_READERS: Mapping[str, Callable[[Cell], Any]] = {
    "id_number": cells.id_number,
    "phone": cells.phone,
    "bank_account": cells.bank_account,
    "id": cells.plain,
}


def _person(
    path: tuple[str | int, ...], title: str, title_zh: str, needed: bool, shown: bool = True
) -> Iterator[Column]:
    for field in _PERSON_FIELDS:
        english = "ID number" if field == "id_number" else field.replace("_", " ")
        yield Column(
            (*path, field),
            f"{title} {english}",
            f"{title_zh}{word_zh(field)}",
            needed and field == "name",
            shown and field in _PERSON_SHOWN,
            "18位 18 characters, as text" if field == "id_number" else "",
            _PERSON_READERS.get(field, cells.text),
        )


Kind = tuple[Callable[..., Any], str, bool, Mapping[str, str]]


def _kind(name: str, hint: Any, words: Mapping[str, str]) -> Kind | None:
    """How a field that is no person is read, told, whether it is money, and its choices."""
    choices = {code: word_zh(code, words) for code in _codes(hint)}
    if choices:
        told = "、".join(f"{word}" for word in choices.values())
        return partial(cells.choice, words=choices), told, False, choices
    if hint is int and name.endswith("_fen"):
        return cells.amount_fen, "1,234.50; 185.47万元", True, {}
    if hint is str and name.endswith("_month"):
        return cells.month, "2019-10, 2019年10月", False, {}
    simple: Mapping[Any, tuple[Callable[..., Any], str]] = {
        str: (cells.text, ""),
        int: (cells.whole, "1, 2, 3 …"),
        bool: (cells.flag, "是/否 yes/no"),
        date: (cells.day, "2019-10-01, 2019/10/1, 2019年10月1日"),
    }
    if hint in simple:
        return *simple[hint], False, {}
    return _list_kind(name, get_origin(hint), get_args(hint), words)


def _list_kind(
    name: str, origin: Any, arguments: tuple[Any, ...], words: Mapping[str, str]
) -> Kind | None:
    if not isinstance(origin, type):
        return None
    if (
        issubclass(origin, Mapping)
        and arguments
        and arguments[0] is str
        and arguments[1] is not int
    ):
        return cells.named_texts, "栏目=内容;栏目=内容", False, {}
    if issubclass(origin, Mapping) and arguments == (str, int):
        if name.endswith("_fen"):
            return partial(cells.amounts, words=words), "A=380;B=100", True, {}
        return partial(cells.amounts, words=words, unit=""), "A=3;B=1", False, {}
    readers: Mapping[Any, Callable[[Cell], Any]] = {
        str: cells.text,
        int: cells.whole,
        date: cells.day,
    }
    if issubclass(origin, Sequence) and arguments and arguments[0] in readers:
        return partial(_several, readers[arguments[0]]), "A;B;C", False, {}
    return None


def _several(read: Callable[[Cell], Any], cell: Cell) -> list[Any]:
    return [read(part) for part in cells.texts(cell)]


def _codes(hint: Any) -> tuple[str, ...]:
    if get_origin(hint) is Literal:
        return get_args(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return tuple(str(member.value) for member in hint)
    return ()


def find(command: CommandType, headers: Sequence[str]) -> tuple[list[Found | None], list[str]]:
    """Which column each header means.

    Returns:
        The column of each header (None for an empty one), and the headers that mean none or one
        that another has.
    """
    known = _by_header(command)
    found: list[Found | None] = []
    strange: list[str] = []
    taken: set[str] = set()
    for header in headers:
        name, unit = _parted(header)
        column = known.get(name)
        if not name:
            found.append(None)
            continue
        if column is None or column.key in taken:
            strange.append(header)
            found.append(None)
            continue
        taken.add(column.key)
        found.append(Found(column, header, unit))
    return found, strange


@cache
def _by_header(command: CommandType) -> dict[str, Column]:
    known: dict[str, Column] = {}
    for column in columns(command):
        last = str(column.path[-1])
        names = [column.title, column.title_zh, column.key]
        stem = column.title_zh.removesuffix(word_zh(last))
        stem = stem if len(column.path) > 1 else ""
        names += [f"{stem}{same}" for same in _SAME.get(last, ())]
        for name in names:
            known.setdefault(_parted(name)[0], column)
    return known


def _parted(header: str) -> tuple[str, str]:
    """A header without its unit, evened out; and the unit (元 if it has none)."""
    name = unicodedata.normalize("NFKC", str(header)).strip().strip("*").lower()
    match = _UNIT.search(name)
    unit = match[1] if match else ("fen" if name.endswith("_fen") else "元")
    name = _UNIT.sub("", name).removesuffix("_fen")
    return re.sub(r"[\s_*.]+", "", name), _UNIT_ZH.get(unit, unit)
