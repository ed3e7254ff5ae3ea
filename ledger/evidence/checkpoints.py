"""Checkpoint text (C2SP tlog-checkpoint): which log, how many records, which root.

```
<origin>
<size>
<base64 of the root>
```

Ours have no further lines: extension lines cannot be audited, and ML-DSA-44 cosignatures do not
cover them. A witness meets them in other people's logs, so they are read, never written.
"""

from __future__ import annotations

from dataclasses import dataclass

from ledger.evidence.encoding import base64_text, decimal, hash_bytes
from ledger.evidence.errors import InvalidNoteError
from ledger.evidence.notes import Note


@dataclass(frozen=True)
class Checkpoint:
    """The statement: the log `origin` has `size` records and this root."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        """The note text, which is what is signed."""
        lines = [self.origin, str(self.size), base64_text(self.root), *self.extensions]
        return "".join(line + "\n" for line in lines)


def parse_checkpoint(note: Note) -> Checkpoint:
    """Read the text of a note as a checkpoint, signatures aside.

    Raises:
        InvalidNoteError: says what departs from the form.
    """
    return parse_checkpoint_text(note.text)


def parse_checkpoint_text(text: str) -> Checkpoint:
    """Read a checkpoint's text.

    Raises:
        InvalidNoteError: says what departs from the form.
    """
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() or not all(lines):
        raise InvalidNoteError("A checkpoint has three lines: origin, size and root.")
    origin, size, root, *extensions = lines
    return Checkpoint(
        origin,
        decimal(size, "The checkpoint's size"),
        hash_bytes(root, "The checkpoint's root"),
        tuple(extensions),
    )
