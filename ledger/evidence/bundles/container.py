"""The file: a ZIP archive in one spelling only.

Members are stored, not compressed, one after another from the first byte, each with exactly the
header made here; then the central directory, then its end, then nothing. So any program that opens
ZIP opens it, and yet every byte has one place: nothing can be hidden between members, behind them
or under a second name, and there is nothing to inflate.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from zlib import crc32

SIZE_MAX = 2**32 - 1
"""A ZIP archive without the 64-bit extension holds no more."""
MEMBERS_MAX = 1_000
LOCAL = struct.Struct("<4s5H3I2H")
CENTRAL = struct.Struct("<4s6H3I5H2I")
END = struct.Struct("<4s4H2IH")
LOCAL_MARK, CENTRAL_MARK, END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
VERSION = 20
MADE_BY_UNIX = 3 << 8 | VERSION
STORED = 0
MIDNIGHT, DAY = 0, 1 << 5 | 1
"""1 January 1980, the first day ZIP knows: a bundle's bytes tell no clock."""
PLAIN_FILE = 0o100644 << 16


@dataclass(frozen=True)
class Member:
    """A file in the archive: where its header begins, its length and CRC-32."""

    name: str
    offset: int
    length: int
    crc: int

    @property
    def begin(self) -> int:
        """Where its bytes begin."""
        return self.offset + LOCAL.size + len(self.name)

    @property
    def end(self) -> int:
        """Where its bytes end."""
        return self.begin + self.length

    def local_header(self) -> bytes:
        """The header before its bytes."""
        name = self.name.encode("ascii")
        fixed = (VERSION, 0, STORED, MIDNIGHT, DAY)
        counted = (self.crc, self.length, self.length, len(name), 0)
        return LOCAL.pack(LOCAL_MARK, *fixed, *counted) + name

    def central_header(self) -> bytes:
        """Its line in the central directory."""
        name = self.name.encode("ascii")
        fixed = (MADE_BY_UNIX, VERSION, 0, STORED, MIDNIGHT, DAY)
        counted = (self.crc, self.length, self.length, len(name), 0, 0, 0, 0)
        return CENTRAL.pack(CENTRAL_MARK, *fixed, *counted, PLAIN_FILE, self.offset) + name


def directory(members: list[Member]) -> bytes:
    """The central directory and its end, for members that follow each other."""
    lines = b"".join(member.central_header() for member in members)
    begin = members[-1].end if members else 0
    count = len(members)
    return lines + END.pack(END_MARK, 0, 0, count, count, len(lines), begin, 0)


def crc(data: bytes | memoryview, before: int = 0) -> int:
    """CRC-32 as ZIP has it."""
    return crc32(data, before)
