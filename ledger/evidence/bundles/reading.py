"""Reading the file: strictly, every byte accounted for."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger.evidence.bundles import container, layout
from ledger.evidence.bundles.container import CENTRAL, END, Member
from ledger.evidence.bundles.errors import BundleRefusedError

_SAFE = re.compile(r"[a-z0-9][a-z0-9.-]*(/[a-z0-9][a-z0-9.-]*)*")
PIECE_BYTES = 1 << 20
TAIL_BYTES = 1 << 16
"""How far before the end of the file its proper end is looked for, to tell what is wrong."""


class Archive:
    """The members of a bundle, in their order."""

    def __init__(self, data: memoryview) -> None:
        """Read the whole directory and check every header and sum.

        Raises:
            BundleRefusedError: says what departs from the form.
        """
        self._data = data
        self.members = {member.name: member for member in _members(data)}

    def content(self, name: str) -> bytes:
        """A member's content."""
        return bytes(self.view(name))

    def view(self, name: str) -> memoryview:
        """A member's content where it lies.

        Raises:
            BundleRefusedError: there is no such member.
        """
        member = self.members.get(name)
        if member is None:
            raise BundleRefusedError("member-missing", name, "The bundle lacks this file.")
        return self._data[member.begin : member.end]

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a member, each ended by a newline.

        Raises:
            BundleRefusedError: the last line does not end.
        """
        view = self.view(name)
        if view and view[-1] != ord("\n"):
            raise BundleRefusedError("member-damaged", name, "Its last line does not end.")
        begin = 0
        while begin < len(view):
            piece = bytes(view[begin : begin + PIECE_BYTES])
            whole = piece.rfind(b"\n") + 1
            if not whole:
                raise BundleRefusedError("member-damaged", name, "A line is too long.")
            yield from piece[: whole - 1].split(b"\n")
            begin += whole


@contextmanager
def open_bundle(path: Path) -> Iterator[Archive]:
    """Open a bundle's file.

    Raises:
        BundleRefusedError: it is not in the form of a bundle.
    """
    with path.open("rb") as file:
        size = path.stat().st_size
        if size > container.SIZE_MAX:
            raise BundleRefusedError("too-large", "", f"The file has {size:,} bytes.")
        if size < END.size:
            raise BundleRefusedError("truncated", "", f"The file has {size} bytes.")
        yield Archive(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))


def _members(data: memoryview) -> list[Member]:
    count, begin = _end(data)
    members: list[Member] = []
    place = begin
    for _ in range(count):
        member = _listed(data, place, len(data) - END.size)
        place += CENTRAL.size + len(member.name)
        members.append(member)
    _check_names([member.name for member in members])
    _check_places(data, members, begin)
    if container.directory(members) != data[begin:]:
        raise BundleRefusedError("container", "", "The list of files is not in the one form.")
    for member in members:
        if container.crc(data[member.begin : member.end]) != member.crc:
            raise BundleRefusedError("member-damaged", member.name, "Its check sum is wrong.")
    return members


def _end(data: memoryview) -> tuple[int, int]:
    """Number of members, and where the central directory begins."""
    mark, *_, count, length, begin, _ = END.unpack(data[-END.size :])
    if mark != container.END_MARK:
        tail = bytes(data[-TAIL_BYTES : len(container.END_MARK) - END.size])
        fault = "padded" if container.END_MARK in tail else "truncated"
        what = "Something follows the end." if fault == "padded" else "The end is missing."
        raise BundleRefusedError(fault, "", what)
    if not 0 < count <= container.MEMBERS_MAX or begin + length + END.size != len(data):
        raise BundleRefusedError("container", "", "The end does not fit the file.")
    return count, begin


def _listed(data: memoryview, place: int, limit: int) -> Member:
    """The member that the central directory lists at a place."""
    if place + CENTRAL.size > limit:
        raise BundleRefusedError("container", "", "The list of files is too short.")
    fields = CENTRAL.unpack(data[place : place + CENTRAL.size])
    mark, method, crc, length, full, width = (fields[i] for i in (0, 4, 7, 8, 9, 10))
    begin = place + CENTRAL.size
    name = bytes(data[begin : begin + width]).decode("ascii", "replace")
    if mark != container.CENTRAL_MARK or begin + width > limit:
        raise BundleRefusedError("container", "", "The list of files is not in the one form.")
    if method != container.STORED or length != full:
        raise BundleRefusedError(
            "compressed", name, "It is compressed; a bundle's files are stored as they are."
        )
    return Member(name, fields[16], length, crc)


def _check_names(names: list[str]) -> None:
    for name in names:
        if not _SAFE.fullmatch(name):
            raise BundleRefusedError("unsafe-name", "", f"It holds a file named {name!r}.")
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise BundleRefusedError("duplicate-name", twice, "The bundle holds it twice.")
    for name in names:
        if layout.rank(name) is None:
            raise BundleRefusedError("unknown-member", name, "A bundle has no such file.")
    if sorted(names, key=layout.rank_of) != names:
        raise BundleRefusedError("reordered", "", "Its files do not stand in their order.")


def _check_places(data: memoryview, members: list[Member], end: int) -> None:
    place = 0
    for member in members:
        if member.offset != place or member.end > end:
            raise BundleRefusedError("container", member.name, "It does not stand in its place.")
        header = member.local_header()
        if data[place : place + len(header)] != header:
            raise BundleRefusedError("container", member.name, "Its header is another one.")
        place = member.end
    if place != end:
        raise BundleRefusedError("container", "", "Something stands between the files.")
