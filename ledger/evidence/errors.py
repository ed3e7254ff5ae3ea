"""Errors of evidence: what does not hold, and what to do."""

from __future__ import annotations

from ledger.errors import LedgerError


class EvidenceError(LedgerError):
    """Base: a piece of evidence is malformed or does not hold."""

    code = "evidence"


class InvalidProofError(EvidenceError):
    """A Merkle proof is malformed or does not lead to the root."""

    code = "invalid-proof"


class InvalidNoteError(EvidenceError):
    """Bytes are not a signed note, checkpoint or proof slip in the exact form."""

    code = "invalid-note"


class InvalidSignatureError(EvidenceError):
    """A signature by a known key does not verify."""

    code = "invalid-signature"


class FutureDatedError(InvalidSignatureError):
    """A signature is dated after the reader's clock."""


class UntrustedNoteError(EvidenceError):
    """A note carries too few signatures of trusted keys, or speaks of another log."""

    code = "untrusted-note"


class InvalidKeyError(EvidenceError):
    """A public or secret key, or the file that holds it, cannot be used."""

    code = "invalid-key"


class InvalidPolicyError(EvidenceError):
    """A policy file cannot be read."""

    code = "invalid-policy"
