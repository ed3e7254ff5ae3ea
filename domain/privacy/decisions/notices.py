"""What a public notice shows, recorded as it is posted 公示."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from eventsourcing.dcb import domain as dcb

from domain.common import tags
from domain.common.decisions import All, Decision
from domain.common.records import Record
from domain.common.refusals import Citation
from domain.privacy import rules
from domain.privacy.records import NoticeShown, Template
from domain.privacy.tags import notice as notice_tag

LINES_MAX = 50
DAYS_MAX = 31


@dataclass
class ShowNotice(Decision):
    """Show lines to the public for some days. The lines come masked, as `masking` makes them."""

    notice: str
    template: Template
    day_first: date
    day_last: date
    lines: tuple[dict[str, str | int], ...]
    proof: str

    shown: Citation | None = field(default=None, init=False, repr=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [All([NoticeShown], [notice_tag(self.notice)])]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        if isinstance(tagged.decision, NoticeShown):
            self.shown = citation

    def execute(self) -> None:
        days = (self.day_last - self.day_first).days
        is_bounded = 0 < len(self.lines) <= LINES_MAX and 0 <= days < DAYS_MAX
        if self.shown or not self.notice.strip() or not is_bounded:
            detail = "was shown" if self.shown else "is not well formed"
            self.refuse(rules.NOTICE_WELL_FORMED, f"Notice {self.notice!r} {detail}.", [self.shown])
        record = NoticeShown(
            notice=self.notice,
            template=self.template,
            day_first=self.day_first.isoformat(),
            day_last=self.day_last.isoformat(),
            lines=list(self.lines),
            proof=self.proof,
        )
        persons = {tags.person(str(line["person"])) for line in self.lines}
        self.record(record, [notice_tag(self.notice), *sorted(persons)])
