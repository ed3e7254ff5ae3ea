"""The work itself 办件: what is due and in whose hand, complaints, visits to recipients."""

from __future__ import annotations

from domain.common.registers import Register
from domain.work.deadlines import DEADLINES
from domain.work.decisions import DECISIONS
from domain.work.records import RECORDS
from domain.work.rules import RULES
from domain.work.words import WORDS

REGISTER = Register(
    name="work",
    title="The work itself",
    title_zh="办件",
    records=RECORDS,
    decisions=DECISIONS,
    rules=RULES,
    deadlines=DEADLINES,
    words=WORDS,
)
