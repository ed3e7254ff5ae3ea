"""Signed notes (C2SP signed-note): text, an empty line, signature lines. Form only, no keys.

```
<text, one or more lines>
<empty line>
— <key name> <base64 of key id (4 bytes) and signature>
```

A note is read strictly: UTF-8, no control characters but the newline, base64 in its only spelling,
nothing after the last signature line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ledger.evidence.encoding import base64_bytes, base64_text
from ledger.evidence.errors import InvalidNoteError

KEY_ID_BYTES = 4
SIGNATURES_MAX = 100
NOTE_BYTES_MAX = 1024 * 1024
NAME_BYTES_MAX = 255
"""The most that an ML-DSA-44 cosignature can commit to."""
_MARK = "— "


@dataclass(frozen=True)
class Signature:
    """One signature line: who, under which key, and the bytes after the key id."""

    name: str
    key_id: bytes
    data: bytes

    def line(self) -> str:
        """The signature line, with its newline."""
        return f"{_MARK}{self.name} {base64_text(self.key_id + self.data)}\n"


@dataclass(frozen=True)
class Note:
    """A text and its signatures, none of them verified yet."""

    text: str
    signatures: tuple[Signature, ...]

    def encode(self) -> bytes:
        """The note's bytes."""
        return "".join([self.text, "\n", *(item.line() for item in self.signatures)]).encode()

    def with_signatures(self, added: Iterable[Signature]) -> Note:
        """The note with more signatures; a line that is there already is not added again."""
        return Note(self.text, tuple(dict.fromkeys([*self.signatures, *added])))


def parse_note(data: bytes) -> Note:
    """Read a signed note.

    Raises:
        InvalidNoteError: says what departs from the form.
    """
    if len(data) > NOTE_BYTES_MAX:
        raise InvalidNoteError(f"The note has {len(data):,} bytes; {NOTE_BYTES_MAX:,} are taken.")
    content = plain_text(data, "The note")
    text, separator, lines = content.rpartition("\n\n")
    if not separator or not text:
        raise InvalidNoteError("The note has no empty line between its text and its signatures.")
    return Note(text + "\n", tuple(parse_signatures(lines)))


def parse_signatures(lines: str) -> list[Signature]:
    """Read signature lines, at least one; repeated lines count once.

    Raises:
        InvalidNoteError: if a line departs from the form.
    """
    if not lines.endswith("\n"):
        raise InvalidNoteError("The last signature line does not end in a newline.")
    found = lines[:-1].split("\n")
    if len(found) > SIGNATURES_MAX:
        raise InvalidNoteError(f"There are {len(found)} signatures; {SIGNATURES_MAX} are taken.")
    return list(dict.fromkeys(_parse_signature(line) for line in found))


def plain_text(data: bytes, what: str) -> str:
    """Read UTF-8 without control characters but the newline.

    Raises:
        InvalidNoteError: names the first byte that is out of place.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise InvalidNoteError(f"{what} is not UTF-8 at byte {error.start}.") from None
    if any(character < " " and character != "\n" for character in text):
        raise InvalidNoteError(f"{what} holds a control character.")
    return text


def check_name(name: str, what: str = "The key name") -> str:
    """Check a key name or origin: not empty, no space, no plus sign, at most 255 bytes.

    Raises:
        InvalidNoteError: if it is not so.
    """
    if not name or "+" in name or any(character.isspace() for character in name):
        raise InvalidNoteError(f"{what} {name[:60]!r} is empty or holds a space or a plus sign.")
    if not name.isprintable() or len(name.encode(errors="replace")) > NAME_BYTES_MAX:
        raise InvalidNoteError(f"{what} {name[:60]!r} is too long or not printable.")
    return name


def _parse_signature(line: str) -> Signature:
    name, separator, encoded = line.removeprefix(_MARK).partition(" ")
    if not line.startswith(_MARK) or not separator:
        raise InvalidNoteError(f"This is not a signature line: {line[:60]!r}.")
    check_name(name)
    data = base64_bytes(encoded, f"The signature of {name}")
    if len(data) <= KEY_ID_BYTES:
        raise InvalidNoteError(f"The signature of {name} is too short.")
    return Signature(name, data[:KEY_ID_BYTES], data[KEY_ID_BYTES:])
