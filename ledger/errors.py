"""Errors of the ledger: what was wrong, where, what to do."""

from __future__ import annotations

from typing import ClassVar


class LedgerError(Exception):
    """Base of all errors of this package.

    Attributes:
        code: stable name of the error, for machines.
        advice: what to do about it.
    """

    code: ClassVar[str] = "ledger"

    def __init__(self, message: str, advice: str = "") -> None:
        self.advice = advice
        super().__init__(f"{message} {advice}".strip())


class InvalidRecordError(LedgerError):
    """A record cannot be written as canonical bytes, or breaks a limit; nothing was appended."""

    code = "invalid-record"
