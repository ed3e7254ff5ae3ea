"""Certificate numbers 婚姻证字号: prefix, division, year, and a serial that never skips.

The number names its serial book: J marriage 结婚, L divorce 离婚, BJ and BL reissues 补发 of each,
JZ a certificate of what the archive holds 记录证明; one book a prefix, division and year.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, get_args

Prefix = Literal["J", "L", "BJ", "BL", "JZ"]

_NUMBER = re.compile(r"(J|L|BJ|BL|JZ)([0-9]{6})-([0-9]{4})-([0-9]{6})")


class CertificateNumber(NamedTuple):
    """A certificate number in parts."""

    prefix: str
    division: str
    year: int
    serial: int

    @property
    def book(self) -> str:
        """The serial book it belongs to, e.g. `J371002-2019`."""
        return book_code(self.prefix, self.division, self.year)


def book_code(prefix: str, division: str, year: int) -> str:
    """The code of a serial book."""
    return f"{prefix}{division}-{year:04d}"


def read(number: str) -> CertificateNumber | None:
    """Read a number of the present form; `None` for others, such as those on old paper."""
    match = _NUMBER.fullmatch(number)
    if match is None:
        return None
    return CertificateNumber(match[1], match[2], int(match[3]), int(match[4]))


def is_book(code: str) -> bool:
    """Whether a text is the code of a serial book."""
    prefixes = "|".join(get_args(Prefix))
    return re.fullmatch(rf"({prefixes})[0-9]{{6}}-[0-9]{{4}}", code) is not None
