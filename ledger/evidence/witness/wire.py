"""What log and witness say to each other (C2SP tlog-witness, `add-checkpoint`).

```
old <size the witness cosigned last>
<base64 hash> …                      (consistency proof, at most 63)
<empty line>
<the checkpoint, signed by the log>
```

The answer is one or more signature lines, or after a conflict the size the witness has seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from ledger.evidence.checkpoints import Checkpoint, parse_checkpoint
from ledger.evidence.encoding import base64_text, decimal, hash_bytes
from ledger.evidence.errors import InvalidNoteError
from ledger.evidence.notes import Note, parse_note, plain_text

PATH = "/add-checkpoint"
SIZE_CONTENT_TYPE = "text/x.tlog.size"
PROOF_LINES_MAX = 63
REQUEST_BYTES_MAX = 256 * 1024
"""Room for a proof and for sixteen post-quantum signatures and more."""


@dataclass(frozen=True)
class AddCheckpoint:
    """A request to cosign a checkpoint, with the proof that it extends the one of `old_size`."""

    old_size: int
    proof: tuple[bytes, ...]
    note: Note

    @property
    def checkpoint(self) -> Checkpoint:
        """The statement to cosign."""
        return parse_checkpoint(self.note)

    def encode(self) -> bytes:
        """The request's body."""
        lines = [f"old {self.old_size}", *map(base64_text, self.proof), ""]
        return "".join(line + "\n" for line in lines).encode() + self.note.encode()


def parse_add_checkpoint(body: bytes) -> AddCheckpoint:
    """Read a request's body.

    Raises:
        InvalidNoteError: says what departs from the form.
    """
    head, separator, note = plain_text(body, "The request").partition("\n\n")
    first, *lines = head.split("\n")
    if not separator or not first.startswith("old "):
        raise InvalidNoteError("The request has no `old` line, or no checkpoint after it.")
    if len(lines) > PROOF_LINES_MAX:
        raise InvalidNoteError(f"The proof has {len(lines)} lines; {PROOF_LINES_MAX} at most.")
    request = AddCheckpoint(
        decimal(first.removeprefix("old "), "The old size"),
        tuple(hash_bytes(line, "A hash of the proof") for line in lines),
        parse_note(note.encode()),
    )
    parse_checkpoint(request.note)
    return request


def parse_size(body: bytes) -> int:
    """Read the size in a witness's answer to a conflict.

    Raises:
        InvalidNoteError: if it is anything but a number and a newline.
    """
    text = plain_text(body, "The witness's size")
    if not text.endswith("\n"):
        raise InvalidNoteError("The witness's size does not end in a newline.")
    return decimal(text[:-1], "The witness's size")


def log_path(origin: str) -> str:
    """Name of a log in addresses and folders: SHA-256 of its origin, in hexadecimal."""
    return sha256(origin.encode()).hexdigest()
