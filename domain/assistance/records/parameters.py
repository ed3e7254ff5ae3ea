"""Parameters of the schemes: standards by effective date."""

from __future__ import annotations

from domain.common.records import Record


class StandardAdopted(Record):
    """A standard was adopted 制定标准; it holds until a later one takes effect.

    Tags: the standard (`rule:`), the policy document (`doc:`).
    """

    type = "assistance.standard-adopted.v1"

    standard: str
    """Its code, one of `schemes.STANDARDS`."""
    amount_fen: int
    per: str
    """`month` or `year`."""
    effective_from: str
    """The first day of a month, ISO 8601."""
    policy: str
    """Number of the policy document 文号."""
