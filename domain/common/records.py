"""A record as the domain sees it: a frozen, typed fact.

Guarantees: immutable; every field is a string, boolean, whole number, list or object, so that its
canonical bytes are the same everywhere; money is whole fen in fields that end in `_fen`; nothing
that names a person is a field. Personal data travels beside the record (`Tagged.personal`) and is
sealed before it reaches the log.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from eventsourcing.dcb import domain as dcb
from pydantic import BaseModel, ConfigDict

from domain.common.duties import DutyStep

PersonalData = Mapping[str, str]
"""Plain personal data of one person by field: `name`, `id_number`, `phone`, `bank_account` …"""


class Record(BaseModel, dcb.Decision):
    """An immutable fact. Subclasses set `type`, e.g. `"charity.donation-received.v1"`.

    (The library calls a stored fact a decision; here a decision is the rule that leads to it.)
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    type: ClassVar[str]
    duty: ClassVar[DutyStep | None] = None
    """The step such a record is, if it is one that not everybody may take."""

    def as_dict(self) -> dict[str, Any]:
        """Fields by name, as the library hands them to the methods that apply a record."""
        return {name: getattr(self, name) for name in type(self).model_fields}


class Tagged(dcb.Tagged[Record]):
    """A record with its tags and, while it is on its way to the log, personal data by person."""

    def __init__(
        self,
        tags: list[str],
        decision: Record,
        personal: Mapping[str, PersonalData] | None = None,
    ) -> None:
        super().__init__(tags, decision)
        self.personal: Mapping[str, PersonalData] = personal or {}

    @property
    def record(self) -> Record:
        """The fact itself (the library's name for it is `decision`)."""
        return self.decision
