"""Closing 年终结账: what the year's figures were when it was closed, and that it was reopened."""

from domain.closing import decisions, records, rules, words
from domain.common import retention
from domain.common.registers import Register

REGISTER = Register(
    name="closing",
    title="Closing of years",
    title_zh="年终结账",
    records=(records.YearClosed, records.ReopeningProposed, records.YearReopened),
    decisions=(decisions.CloseYear, decisions.ProposeReopening, decisions.ReopenYear),
    rules=rules.RULES,
    words=words.WORDS,
    is_internal=True,
    life_cycle=(
        (records.YearClosed, records.ReopeningProposed),
        (records.ReopeningProposed, records.YearReopened),
        (records.YearReopened, records.YearClosed),
    ),
    retention=retention.DOCUMENT,
)
