"""Personal data 个人信息: restricted, unlocked, erased; and what a public notice showed of it."""

from __future__ import annotations

from domain.common.registers import Register
from domain.common.retention import DOCUMENT
from domain.privacy.decisions import DECISIONS
from domain.privacy.records import RECORDS
from domain.privacy.rules import RULES

REGISTER = Register(
    name="privacy",
    title="Personal data",
    title_zh="个人信息",
    is_internal=True,
    records=RECORDS,
    decisions=DECISIONS,
    rules=RULES,
    retention=DOCUMENT,
)
