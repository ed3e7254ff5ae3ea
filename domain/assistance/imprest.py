"""A reserve fund 备用金 as its newest record tells it, and the next record of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from domain.assistance import tags
from domain.assistance.records.imprests import IMPREST_RECORDS, ImprestClosed, ImprestRecord
from domain.common.decisions import Latest
from domain.common.refusals import Citation

Step = TypeVar("Step", bound=ImprestRecord)
_NAMES = tuple(name for name in ImprestRecord.model_fields if name != "imprest")


@dataclass
class Imprest:
    """The fund of one office."""

    office: str
    newest: ImprestRecord | None = None
    citation: Citation | None = None

    def take(self, record: ImprestRecord, citation: Citation) -> None:
        """Take in the newest record."""
        self.newest, self.citation = record, citation

    @property
    def is_open(self) -> bool:
        """Whether the fund was set up and not closed."""
        return self.newest is not None and not isinstance(self.newest, ImprestClosed)

    @property
    def balance_fen(self) -> int:
        """What is in it."""
        return self.newest.balance_after_fen if self.newest else 0

    def next(self, kind: type[Step], changes: dict[str, int], **own: Any) -> Step:
        """The next record: `changes` are added to what the fund carries."""
        carried: dict[str, int] = {
            name: getattr(self.newest, name) if self.newest else 0 for name in _NAMES
        }
        carried |= {name: carried[name] + change for name, change in changes.items()}
        return kind(imprest=self.office, **carried, **own)

    def boundary(self) -> Latest:
        """How the fund stands."""
        return Latest(types=IMPREST_RECORDS, tags=[tags.imprest(self.office)])
