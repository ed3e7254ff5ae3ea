"""What the register needs to know of a person beyond any case."""

from __future__ import annotations

from domain.common.records import Record


class DeathReported(Record):
    """A person has died, as a certificate or a list of another body says 死亡登记.

    Tags: the person, the certificate (`doc:`).
    """

    type = "assistance.death-reported.v1"

    person: str
    day: str
    certificate: str
    source: str
    """Who said so, one of `DEATH_SOURCES`."""


DEATH_SOURCES = ("family", "village", "parlour", "police", "health", "social-insurance")
