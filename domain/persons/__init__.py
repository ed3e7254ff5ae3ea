"""Persons and households 人员与家庭: who is one, who died, who lives together."""

from __future__ import annotations

from domain.common.registers import Register
from domain.persons.decisions import DECISIONS
from domain.persons.records import RECORDS
from domain.persons.rules import RULES
from domain.persons.words import WORDS

REGISTER = Register(
    name="persons",
    title="Persons and households",
    title_zh="人员与家庭",
    records=RECORDS,
    decisions=DECISIONS,
    rules=RULES,
    words=WORDS,
)
