"""Upkeep of records 记录维护: what any record of any register may need later.

A correction stands beside the original, which stays as it is and stays visible. A paper is attached
by its digest. A file's import and the backfilling of old papers are explained once and named by the
records they led to. Documents of an office are numbered without a gap.
"""

from domain.common import retention
from domain.common.promises import once, unbroken
from domain.common.registers import Question, Register
from domain.upkeep import records, rules
from domain.upkeep.decisions import attachments, backfills, corrections, files, numbers
from domain.upkeep.words import WORDS

REGISTER = Register(
    name="upkeep",
    title="Upkeep of records",
    title_zh="记录维护",
    records=(
        records.RecordCorrected,
        records.PaperAttached,
        records.BackfillApproved,
        records.FileImported,
        records.DocumentNumbered,
    ),
    decisions=(
        corrections.CorrectRecord,
        attachments.AttachPaper,
        backfills.ApproveBackfill,
        files.NoteImport,
        numbers.NumberDocument,
    ),
    rules=rules.RULES,
    words=WORDS,
    not_imported=(files.NoteImport,),
    invariants=(
        once(rules.BACKFILL_ONCE, records.BackfillApproved, "backfill"),
        unbroken(rules.NUMBER_NEXT, (records.DocumentNumbered,), "book", "serial"),
    ),
    questions=(
        Question(
            "What was corrected in a record, when, and at whose request?",
            "某条记录何时、因何、应谁申请更正?",
            "qingce trace record:POSITION",
        ),
        Question(
            "Which records came from a box of old papers?",
            "某批补录包括哪些记录?",
            "qingce trace backfill:CODE",
        ),
    ),
    retention=retention.DOCUMENT,
)
