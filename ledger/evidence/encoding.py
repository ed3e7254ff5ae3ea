"""The text encodings of C2SP formats, read strictly: one value, one spelling.

A lenient reader lets two files mean the same, and a verifier then approves bytes nobody signed.
"""

from __future__ import annotations

import base64
import binascii

from ledger.evidence.errors import InvalidNoteError

SIZE_MAX = 2**63 - 1
"""Largest tree size taken: what a signed 64-bit integer holds."""
HASH_BYTES = 32


def base64_text(data: bytes) -> str:
    """RFC 4648 section 4 base64, with padding."""
    return base64.b64encode(data).decode("ascii")


def base64_bytes(text: str, what: str) -> bytes:
    """Read base64 in its only spelling.

    Raises:
        InvalidNoteError: if `text` is empty, not base64, or has stray bits at its end.
    """
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise InvalidNoteError(f"{what} is not base64: {text[:60]!r}.") from None
    if not data or base64_text(data) != text:
        raise InvalidNoteError(f"{what} is not base64 in its only spelling: {text[:60]!r}.")
    return data


def hash_bytes(text: str, what: str) -> bytes:
    """Read a base64 hash of 32 bytes.

    Raises:
        InvalidNoteError: if it is anything else.
    """
    data = base64_bytes(text, what)
    if len(data) != HASH_BYTES:
        raise InvalidNoteError(f"{what} has {len(data)} bytes; a hash has {HASH_BYTES}.")
    return data


def decimal(text: str, what: str) -> int:
    """Read an ASCII decimal without leading zeros, up to `SIZE_MAX`.

    Raises:
        InvalidNoteError: if it is anything else.
    """
    plain = text.isascii() and text.isdigit() and len(text) <= 19
    if not plain or (text[0] == "0" and text != "0") or int(text) > SIZE_MAX:
        raise InvalidNoteError(f"{what} is not a whole number in plain decimal: {text[:40]!r}.")
    return int(text)
