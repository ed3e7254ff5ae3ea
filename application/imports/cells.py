"""What offices write in a cell, read as the value a command takes.

A cell is a text, or what a spreadsheet holds: a number, a truth value, a date, nothing. Each reader
answers with a value fit for JSON, or raises `CellFault` with a reason and a suggested mend. Widths
are evened out (１２３ is 123); Chinese text keeps its punctuation.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches

from domain.common.identifiers import id_number_problem, mended_id_number
from domain.common.money import yuan
from ledger.canonical import INTEGER_MAX

Cell = str | int | float | bool | date | datetime | None

EXACT_DIGITS = 15
"""A spreadsheet's number is exact up to so many digits; an ID number has eighteen."""

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_WIDE_WORDS = {
    wide: narrow
    for wide, narrow in _WIDE.items()
    if chr(narrow).isalnum() or chr(narrow) in "-./_#"
}
_BLANKS = re.compile(r"[\s\u3000\u00a0\ufeff\u200b]+")
_AMOUNT = re.compile(r"[¥￥]?([+-]?[0-9][0-9,]*(?:\.[0-9]+)?|[+-]?\.[0-9]+)(万元|万|元|分)?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})*(\.[0-9]+)?")
_DAY = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})-|/([0-9]{1,2})/|\.([0-9]{1,2})\.|年([0-9]{1,2})月)([0-9]{1,2})日?"
)
_DAY_RUN = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_MONTH = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})|年([0-9]{1,2})月)")
_TIME = re.compile(r"[T ]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?$")
_UNITS_FEN = {"分": 1, "元": 100, "万": 1_000_000, "万元": 1_000_000}
_YES = frozenset({"是", "yes", "y", "true", "1", "√", "有", "对"})
_NO = frozenset({"否", "no", "n", "false", "0", "×", "x", "无", "不"})
_FORMULA_STARTS = ("=", "@")
"""Of texts that a spreadsheet runs."""
LIST_SEPARATORS = re.compile(r"[;；、\n]+")


class CellFault(Exception):  # noqa: N818 - a fault in a file, not in the program
    """The cell cannot be read.

    Attributes:
        kind: a stable word for the kind of fault.
        reason: what is wrong.
        mend: what to write instead, if that can be said.
    """

    def __init__(self, kind: str, reason: str, mend: str = "") -> None:
        self.kind = kind
        self.reason = reason
        self.mend = mend
        super().__init__(reason)


def is_blank(cell: Cell) -> bool:
    """Whether nothing stands in the cell."""
    return cell is None or (isinstance(cell, str) and not _BLANKS.sub("", cell))


def text(cell: Cell) -> str:
    """A text, without blanks around it, letters and digits in their usual width."""
    if isinstance(cell, str) and cell.isascii() and cell.isprintable():
        _refuse_formula(cell)
        return " ".join(cell.split())
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return _number_as_text(cell)
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    _refuse_formula(str(cell))
    written = unicodedata.normalize("NFC", str(cell)).translate(_WIDE_WORDS).strip("\ufeff\u200b")
    written = " ".join(written.split())
    if any(unicodedata.category(character) == "Cc" for character in written):
        raise CellFault("control-character", "It holds a control character.", "Type it anew.")
    return written


def _refuse_formula(written: str) -> None:
    if written.startswith(_FORMULA_STARTS):
        raise CellFault("formula", "It is a formula.", "Write the value itself.")


def _number_as_text(cell: float) -> str:
    if cell != int(cell):
        return repr(cell)
    if abs(cell) >= 10**EXACT_DIGITS:
        raise CellFault(
            "digits-lost",
            f"It holds a number of more than {EXACT_DIGITS} digits; the last are lost.",
            "Format the column as text and type it anew.",
        )
    return str(int(cell))


def plain(cell: Cell) -> str:
    """A text that is no prose: everything in its usual width, no blanks inside."""
    written = text(cell)
    if written.isascii() and " " not in written:
        return written
    return _BLANKS.sub("", written.translate(_WIDE))


def amount_fen(cell: Cell, unit: str = "元") -> int:
    """An amount of money in whole fen: `1,234.50`, `¥12`, `185.47万元`.

    Args:
        cell: the cell.
        unit: what a number without a unit of its own counts: 元, 万元 or 分.
    """
    written = repr(cell) if isinstance(cell, float) else plain(cell)
    written = written.replace("，", ",").removesuffix(".0")
    match = _AMOUNT.fullmatch(written)
    if match is None:
        raise CellFault("not-an-amount", "It is not an amount.", "An amount such as 1,234.50.")
    number, own_unit = match[1], match[2] or unit
    if "," in number and not _GROUPED.fullmatch(number):
        bare = number.replace(",", "")
        raise CellFault("amount-commas", "The commas do not part thousands.", bare)
    return _fen(number.replace(",", ""), own_unit)


def _fen(number: str, unit: str) -> int:
    fen = Decimal(number) * _UNITS_FEN[unit]
    if fen != fen.to_integral_value():
        rounded = int(fen.to_integral_value())
        raise CellFault("fraction-of-a-fen", "It has a fraction of a fen.", yuan(rounded))
    if abs(fen) > INTEGER_MAX:
        raise CellFault("number-too-large", "The amount is larger than any can be.")
    return int(fen)


def whole(cell: Cell) -> int:
    """A whole number."""
    written = plain(cell).replace(",", "").removesuffix(".0")
    if not re.fullmatch(r"[+-]?[0-9]{1,16}", written):
        raise CellFault("not-a-whole-number", "It is not a whole number.", "Digits only.")
    return int(written)


def flag(cell: Cell) -> bool:
    """Yes or no: 是/否, yes/no, true/false, 1/0, √/×."""
    if isinstance(cell, bool):
        return cell
    written = plain(cell).lower().removesuffix(".0")
    if written in _YES or written in _NO:
        return written in _YES
    raise CellFault("not-yes-or-no", "It is neither yes nor no.", "是 or 否.")


def day(cell: Cell) -> str:
    """A day, as an ISO date: 2019/10/1, 2019-10-01, 2019年10月1日, 20191001, 2019.10.1."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    written = plain(cell)
    if isinstance(cell, float | int) and not _DAY_RUN.fullmatch(written):
        raise CellFault(
            "date-as-number", "The cell holds a bare number, not a date.", "Write 2019-10-01."
        )
    match = _DAY_RUN.fullmatch(written) or _DAY.fullmatch(written)
    if match is None:
        raise CellFault("not-a-date", "It is not a date.", "A date such as 2019-10-01.")
    year, month, number = [int(part) for part in match.groups() if part]
    return _existing(year, month, number)


def _existing(year: int, month: int, number: int) -> str:
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        last = monthrange(year, month)[1] if 1 <= month <= 12 and year else 0
        mend = f"{year:04d}-{month:02d}-{last:02d}?" if last else "A month from 1 to 12."
        raise CellFault("no-such-day", "There is no such day.", mend) from None


def moment(cell: Cell) -> datetime:
    """When something happened, without an offset: a day (its noon), or a day and a time."""
    if isinstance(cell, datetime) and (cell.hour or cell.minute):
        return cell.replace(tzinfo=None)
    hours, minutes, seconds = 12, 0, 0
    if isinstance(cell, str):
        found = _TIME.search(cell.strip())
        if found:
            hours, minutes, seconds = (int(part or 0) for part in found.groups())
            cell = cell.strip()[: found.start()]
    try:
        return datetime.fromisoformat(day(cell)).replace(hour=hours, minute=minutes, second=seconds)
    except ValueError:
        raise CellFault("no-such-time", "There is no such time.", "A time such as 14:30.") from None


def month(cell: Cell) -> str:
    """A month as `2019-10`: 2019-10, 2019年10月, 2019/10, or any day in it."""
    if isinstance(cell, date):
        return cell.isoformat()[:7]
    match = _MONTH.fullmatch(plain(cell))
    if match is None:
        return day(cell)[:7]
    number = int(match[2] or match[3])
    if not 1 <= number <= 12:
        raise CellFault("no-such-month", "There is no such month.", "A month from 1 to 12.")
    return f"{match[1]}-{number:02d}"


def choice(cell: Cell, words: Mapping[str, str]) -> str:
    """One of several values, by its code or its Chinese word.

    Args:
        cell: the cell.
        words: the Chinese word by code.
    """
    written = text(cell)
    if written in words:
        return written
    for code, word in words.items():
        if written == word or plain(written).lower() == code.lower():
            return code
    known = [*words.values(), *words]
    close = get_close_matches(written, known, n=1, cutoff=0.4)
    one_of = "、".join(dict.fromkeys(words.values()))
    raise CellFault("not-a-choice", f"It is none of {one_of}.", close[0] if close else "")


def texts(cell: Cell) -> list[str]:
    """Several texts parted by ; or 、."""
    return [part for part in (text(one) for one in LIST_SEPARATORS.split(text(cell))) if part]


def amounts(cell: Cell, words: Mapping[str, str], unit: str) -> dict[str, int]:
    """Several named amounts: `火化=380;冷藏=100`.

    Args:
        cell: the cell.
        words: the Chinese word by code, for those names that have one.
        unit: of a number without one.
    """
    found: dict[str, int] = {}
    codes = {word: code for code, word in words.items()}
    for part in texts(cell):
        name, sign, number = part.replace("：", "=").replace(":", "=").partition("=")
        if not sign:
            raise CellFault("not-named-amounts", "It is not a list such as A=1;B=2.", "A=1;B=2")
        code = codes.get(name.strip(), name.strip())
        if code in found:
            raise CellFault("named-twice", "A name stands twice in the list.")
        found[code] = amount_fen(number, unit) if unit else whole(number)
    return found


def named_texts(cell: Cell) -> dict[str, str]:
    """Several named texts: `place=村委会;medium=日报`."""
    found: dict[str, str] = {}
    for part in texts(cell):
        name, sign, content = part.partition("=")
        if not sign or name.strip() in found:
            raise CellFault("not-named-texts", "It is not a list such as A=x;B=y.", "A=x;B=y")
        found[name.strip()] = content.strip()
    return found


def id_number(cell: Cell) -> str:
    """An ID number of 18 characters."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if abs(cell) >= 10**EXACT_DIGITS:
            _number_as_text(float(cell))
        cell = str(int(cell))
    written = plain(cell).upper()
    problem = id_number_problem(written)
    if problem:
        kind = "id-number-check" if "check" in problem and len(written) == 18 else "id-number-form"
        raise CellFault(kind, f"{problem[0].upper()}{problem[1:]}.", mended_id_number(written))
    return written


def phone(cell: Cell) -> str:
    """A telephone number: digits, with + and - where people write them."""
    written = plain(cell)
    if not re.fullmatch(r"\+?[0-9][0-9()-]{4,19}", written):
        raise CellFault("not-a-phone-number", "It is not a telephone number.", "Digits only.")
    return written


def bank_account(cell: Cell) -> str:
    """A bank account: 8 to 32 digits; blanks between them are left out."""
    if isinstance(cell, int | float):
        _number_as_text(float(cell))
    written = plain(cell).replace("-", "")
    if not re.fullmatch(r"[0-9]{8,32}", written):
        raise CellFault("not-an-account", "It is not a bank account.", "8 to 32 digits.")
    return written
