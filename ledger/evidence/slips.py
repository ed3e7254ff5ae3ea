"""Proof slips (C2SP tlog-proof): that one record is in the log, as text that fits on paper.

```
c2sp.org/tlog-proof@v1
[extra <base64>]
index <leaf index, from 0>
<base64 hash> …
<empty line>
<checkpoint, with the log's signatures and the cosignatures>
```

With a tree of ten million records and three Ed25519 cosignatures a slip stays under 2 KiB.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ledger.evidence.checkpoints import parse_checkpoint
from ledger.evidence.encoding import base64_bytes, base64_text, decimal, hash_bytes
from ledger.evidence.errors import InvalidNoteError
from ledger.evidence.hashing import tree_hash
from ledger.evidence.notes import NOTE_BYTES_MAX, Note, parse_note, plain_text
from ledger.evidence.policies import Policy
from ledger.evidence.proofs import PROOF_HASHES_MAX, verify_inclusion
from ledger.evidence.trust import TrustedCheckpoint

FIRST_LINE = "c2sp.org/tlog-proof@v1"
SUFFIX = ".tlog-proof"
PAPER_SIGNATURE_BYTES_MAX = 128
"""What is longer (ML-DSA-44 has 2,420 bytes) is left out on paper where the signer has another."""


@dataclass(frozen=True)
class Slip:
    """Where a record stands (`index`, from 0), the proof, the checkpoint it leads to.

    `extra` is opaque and proves nothing.
    """

    index: int
    proof: tuple[bytes, ...]
    checkpoint: Note
    extra: bytes = b""

    def encode(self) -> bytes:
        """The slip's bytes."""
        lines = [FIRST_LINE]
        if self.extra:
            lines.append(f"extra {base64_text(self.extra)}")
        lines += [f"index {self.index}", *map(base64_text, self.proof), ""]
        return "".join(line + "\n" for line in lines).encode() + self.checkpoint.encode()

    def for_paper(self) -> Slip:
        """The slip without the long signatures of those who have a short one on it."""
        signatures = self.checkpoint.signatures
        brief = {one.name for one in signatures if len(one.data) <= PAPER_SIGNATURE_BYTES_MAX}
        kept = tuple(
            one
            for one in signatures
            if one.name not in brief or len(one.data) <= PAPER_SIGNATURE_BYTES_MAX
        )
        return replace(self, checkpoint=replace(self.checkpoint, signatures=kept))

    def verify(self, record: bytes, policy: Policy, now: int) -> TrustedCheckpoint:
        """Check that the record is in the log, as the policy demands; returns the checkpoint.

        Raises:
            EvidenceError: says which part does not hold.
        """
        opened = policy.open_checkpoint(self.checkpoint.encode(), now)
        checkpoint = opened.checkpoint
        hashing = tree_hash(checkpoint.origin)
        verify_inclusion(
            hashing.leaf(record),
            self.index,
            checkpoint.size,
            self.proof,
            checkpoint.root,
            hashing,
        )
        return opened


def parse_slip(data: bytes) -> Slip:
    """Read a proof slip.

    Raises:
        InvalidNoteError: says what departs from the form.
    """
    if len(data) > NOTE_BYTES_MAX:
        raise InvalidNoteError(f"The slip has {len(data):,} bytes; {NOTE_BYTES_MAX:,} are taken.")
    head, separator, note = plain_text(data, "The slip").partition("\n\n")
    first, *lines = head.split("\n")
    if first != FIRST_LINE or not separator:
        raise InvalidNoteError(f"A slip starts with {FIRST_LINE} and holds a checkpoint.")
    extra = b""
    if lines and lines[0].startswith("extra "):
        extra = base64_bytes(lines.pop(0).removeprefix("extra "), "The slip's extra data")
    if not lines or not lines[0].startswith("index "):
        raise InvalidNoteError("The slip has no index line.")
    index = decimal(lines[0].removeprefix("index "), "The slip's index")
    if len(lines) - 1 > PROOF_HASHES_MAX:
        raise InvalidNoteError(f"The slip has {len(lines) - 1} hashes; {PROOF_HASHES_MAX} at most.")
    proof = tuple(hash_bytes(line, "A hash of the proof") for line in lines[1:])
    checkpoint = parse_note(note.encode())
    parse_checkpoint(checkpoint)
    return Slip(index, proof, checkpoint, extra)
