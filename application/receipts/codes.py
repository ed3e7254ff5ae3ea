"""QR codes (ISO/IEC 18004) on a receipt: a text cut into parts that a telephone can read.

A part holds at most `PART_BYTES_MAX` bytes of UTF-8 and never half a character. The text is the
parts in the order of their numbers, with nothing between them.
"""

from __future__ import annotations

from dataclasses import dataclass

import segno

PART_BYTES_MAX = 600
"""Makes symbols of at most version 19: 93 modules a side, readable at 5 cm."""
ERROR_CORRECTION = "m"
"""15 % of a symbol may be lost to a fold or a stamp."""


@dataclass(frozen=True)
class Code:
    """One symbol: part `number` (from 1) of `count`."""

    number: int
    count: int
    content: str

    def svg(self) -> str:
        """The symbol as an SVG element, with the quiet zone that readers need."""
        symbol = segno.make(
            self.content.encode(), error=ERROR_CORRECTION, micro=False, boost_error=False
        )
        return str(symbol.svg_inline(scale=4, border=4, light="#fff"))


def codes(text: str) -> list[Code]:
    """The codes that carry a text."""
    parts = _parts(text)
    return [Code(number, len(parts), part) for number, part in enumerate(parts, 1)]


def _parts(text: str) -> list[str]:
    parts, room = [""], PART_BYTES_MAX
    for character in text:
        width = len(character.encode())
        if width > room:
            parts.append("")
            room = PART_BYTES_MAX
        parts[-1] += character
        room -= width
    return parts
