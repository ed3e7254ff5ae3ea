"""Papers 附件: attached to a record by digest; the content is kept outside the log."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb
from eventsourcing.domain import event

from domain.common.decisions import All
from domain.common.refusals import Citation
from domain.upkeep import rules, tags
from domain.upkeep.decisions.about import RecordDecision
from domain.upkeep.records import PaperAttached

_SHA256 = re.compile(r"[0-9a-f]{64}")
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]{1,80}")
SIZE_BYTES_MAX = 2**40


@dataclass
class AttachPaper(RecordDecision):
    """Attach a paper to a record 附件登记."""

    title: str
    """What it is; no names of persons."""
    sha256: str
    """Of its content, hexadecimal."""
    media_type: str
    """E.g. application/pdf."""
    size_bytes: int

    attached: Citation | None = field(default=None, init=False, repr=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        about = [tags.record(self.position), tags.file(self.sha256)]
        return [*super().consistency_boundary(), All([PaperAttached], about)]

    @event(PaperAttached)
    def _(self) -> None:
        self.attached = self.citing

    def execute(self) -> None:
        original = self.must_be_known()
        if not (
            _SHA256.fullmatch(self.sha256)
            and _MEDIA_TYPE.fullmatch(self.media_type)
            and 0 < self.size_bytes <= SIZE_BYTES_MAX
        ):
            self.refuse(rules.PAPER_WELL_FORMED, f"{self.media_type}, {self.size_bytes:,} bytes.")
        if self.attached:
            self.refuse(rules.PAPER_ONCE, "This paper is attached.", [self.attached])
        self.record(
            PaperAttached(
                position=self.position,
                title=self.title,
                sha256=self.sha256,
                media_type=self.media_type,
                size_bytes=self.size_bytes,
            ),
            [tags.record(self.position), tags.file(self.sha256), *self.about(original)],
        )
