"""Numbered lines: a number from 1, a space, canonical JSON. Records by position, rows by place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ledger import canonical
from ledger.errors import InvalidRecordError
from ledger.evidence.bundles.errors import BundleRefusedError
from ledger.evidence.encoding import base64_text, decimal, hash_bytes
from ledger.evidence.errors import InvalidNoteError


class Numbered(NamedTuple):
    """A line: its number, its bytes, and what they say."""

    number: int
    data: bytes
    fields: dict[str, Any]


def encode_line(number: int, data: bytes) -> bytes:
    """The line of a record or row, with its newline."""
    return b"%d %b\n" % (number, data)


def parse_lines(lines: Iterable[bytes], name: str, highest: int) -> Iterator[Numbered]:
    """Read numbered lines, rising, up to a number.

    Raises:
        BundleRefusedError: names the line that departs from the form.
    """
    before = 0
    for place, line in enumerate(lines, 1):
        number, _, data = line.partition(b" ")
        numbered = _parse(number, data, f"{name}, line {place}")
        if not before < numbered.number <= highest:
            raise BundleRefusedError(
                "lines-order",
                f"{name}, line {place}",
                f"The number {numbered.number} does not rise, or is beyond {highest}.",
            )
        before = numbered.number
        yield numbered


def _parse(number: bytes, data: bytes, where: str) -> Numbered:
    try:
        found = decimal(number.decode("ascii", "replace"), "The number")
        return Numbered(found, data, canonical.decode(data))
    except (InvalidNoteError, InvalidRecordError) as error:
        raise BundleRefusedError("line-form", where, str(error)) from None


def encode_hashes(hashes: Iterable[bytes]) -> bytes:
    """Hashes of a proof, one a line in base64."""
    return "".join(base64_text(item) + "\n" for item in hashes).encode()


def parse_hashes(lines: Iterable[bytes], name: str) -> list[bytes]:
    """Read the hashes of a proof.

    Raises:
        BundleRefusedError: a line is not a hash.
    """
    try:
        return [hash_bytes(line.decode("ascii", "replace"), "A hash") for line in lines]
    except InvalidNoteError as error:
        raise BundleRefusedError("proof-form", name, str(error)) from None
