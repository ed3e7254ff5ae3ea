"""Records of upkeep. Positions are those of the records they are about."""

from __future__ import annotations

from typing import Literal

from domain.common.records import Record

Value = str | bool | list[str]
"""What a correctable field holds."""
AskedBy = Literal["person", "relative", "agent", "office_own", "court", "inspection"]
"""本人, 近亲属, 代理人, 本机构, 法院, 检查组."""
IdentityCheck = Literal["id-card", "household-book", "passport", "official-letter", "not-needed"]
Reason = Literal["typing-error", "document-wrong", "document-changed", "other"]


class RecordCorrected(Record):
    """A record was corrected 更正: this stands beside it, and both stay.

    Carries the original's tags. What is known from now on is `after`; what was known stands in the
    original and in `before`.
    """

    type = "upkeep.record-corrected.v1"
    position: int
    """Of the original."""
    original_type: str
    before: dict[str, Value]
    """By field, as it stood after all earlier corrections; an absent field is left out."""
    after: dict[str, Value]
    subject: str
    """Person id of whom sealed data is corrected; empty if none."""
    personal_fields: list[str]
    """Which of the person's data; the new values are sealed beside the record."""
    applicant: str
    """Person id of who asked; empty if no person did."""
    asked_by: AskedBy
    identity_check: IdentityCheck
    """How the applicant's identity was checked."""
    reason: Reason
    reason_text: str
    papers: list[str]
    """What proves it."""
    stale_papers: list[str]
    """Printed copies that now say something wrong: to be taken back or marked."""
    supersedes: int
    """Position of an earlier correction of the same record that was wrong; 0 if none."""


class PaperAttached(Record):
    """A paper was attached to a record 附件; its content is kept outside the log."""

    type = "upkeep.paper-attached.v1"
    position: int
    title: str
    sha256: str
    """Of the content, hexadecimal: the content is found by it and checked against it."""
    media_type: str
    size_bytes: int


class BackfillApproved(Record):
    """Old papers may be written in 批准补录; the records name this batch by its tag."""

    type = "upkeep.backfill-approved.v1"
    backfill: str
    reason: str
    period: str
    """Of the papers, e.g. `1998-2004`."""
    papers_kept: str
    """Where the papers are."""
    second_official: str
    """Who compares what is written with the papers; another than who approves."""


class FileImported(Record):
    """A file's lines were taken in as commands 批量导入."""

    type = "upkeep.file-imported.v1"
    sha256: str
    """Of header and lines."""
    file_kind: str
    """`csv`, `xlsx` …; a file's name may name a person and is not kept."""
    command: str
    lines: int
    recorded: int
    left_out: int


class DocumentNumbered(Record):
    """A document of an office got its number 文号."""

    type = "upkeep.document-numbered.v1"
    number: str
    """E.g. 环民字〔2019〕12号."""
    series: str
    """环民字."""
    year: int
    serial: int
    book: str
    title: str
