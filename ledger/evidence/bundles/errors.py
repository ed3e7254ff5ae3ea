"""What is wrong with a bundle: a stable code, the file inside it, and words in two languages."""

from __future__ import annotations

from ledger.evidence.errors import EvidenceError


class BundleRefusedError(EvidenceError):
    """A bundle does not hold.

    Attributes:
        fault: stable name of what is wrong, such as `incomplete`; both verifiers name it alike.
        where: the file in the bundle, and the record or row.
    """

    code = "bundle-refused"

    def __init__(self, fault: str, where: str, message: str) -> None:
        self.fault = fault
        self.where = where
        super().__init__(f"{where}: {message}" if where else message)


class BundleNotMadeError(EvidenceError):
    """A bundle cannot be written; no file was left."""

    code = "bundle-not-made"
