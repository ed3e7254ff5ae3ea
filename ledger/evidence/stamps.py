"""Time stamps (RFC 3161) as they are kept.

What is stamped are the bytes of the signed note as they were then, signatures and all: so the stamp
also dates the signatures, and one made later with a stolen key has no stamp from before the theft.
"""

from __future__ import annotations

from dataclasses import dataclass

from ledger.evidence.errors import EvidenceError


class StampError(EvidenceError):
    """A time stamp could not be had, or does not hold."""

    code = "stamp"


@dataclass(frozen=True)
class Stamp:
    """A time stamp as it is kept: whom was asked, what was stamped, and what came back."""

    authority: str
    """The address that was asked."""
    note: bytes
    """The signed note that was stamped."""
    token: bytes
    """The authority's answer, TimeStampResp in DER (RFC 3161, section 2.4.2)."""
