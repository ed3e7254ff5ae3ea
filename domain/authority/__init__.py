"""Authority 权责: offices, officials and posts, powers, and which duties are kept apart."""

from __future__ import annotations

from domain.authority.decisions import DECISIONS
from domain.authority.invariants import Duties
from domain.authority.records import RECORDS
from domain.authority.rules import RULES
from domain.authority.words import WORDS
from domain.common.registers import Register
from domain.common.retention import DOCUMENT

REGISTER = Register(
    name="authority",
    title="Authority",
    title_zh="权责",
    records=RECORDS,
    decisions=DECISIONS,
    rules=RULES,
    words=WORDS,
    invariants=(Duties,),
    retention=DOCUMENT,
)
