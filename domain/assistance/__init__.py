"""Social assistance 社会救助: dibao, tekun, subsidies, their standards and payments, homes."""

from __future__ import annotations

from domain.assistance.deadlines import DEADLINES
from domain.assistance.decisions import DECISIONS
from domain.assistance.records import RECORDS
from domain.assistance.rules import RULES
from domain.assistance.words import WORDS
from domain.common import retention
from domain.common.registers import Register

REGISTER = Register(
    name="assistance",
    title="Social assistance",
    title_zh="社会救助",
    records=RECORDS,
    decisions=DECISIONS,
    rules=RULES,
    deadlines=DEADLINES,
    words=WORDS,
    counted=(
        "area",
        "benefit_month",
        "case",
        "effective_from",
        "from_month",
        "home",
        "members",
        "mode",
        "per",
        "person",
        "policy",
        "reason",
        "scheme",
        "standard",
        "until_month",
    ),
    retention=retention.VOUCHER,
)
