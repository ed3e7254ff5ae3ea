"""What can be wrong with a federation. Nothing was recorded when one of these is raised."""

from __future__ import annotations

from ledger.errors import LedgerError


class FederationError(LedgerError):
    """Base of the errors of the federation."""

    code = "federation"


class NoMemberError(FederationError):
    """No log of that name, or none that keeps that jurisdiction, belongs to the federation."""

    code = "no-member"


class PlaceError(FederationError):
    """It is not said where a member's log lies, or it does not lie there."""

    code = "place"


class NotTakenError(FederationError):
    """A checkpoint was offered that cannot be taken."""

    code = "not-taken"


class FederatedProofError(FederationError):
    """A proof through the federation does not hold, or cannot be made."""

    code = "federated-proof"
