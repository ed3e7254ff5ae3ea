"""Social assistance 社会救助: dibao, tekun, subsidies, their standards and payments, homes."""

from __future__ import annotations

from domain.assistance.deadlines import DEADLINES
from domain.assistance.decisions import DECISIONS
from domain.assistance.declaration import LIFE_CYCLE, PAPERS, QUESTIONS
from domain.assistance.promises import PROMISES
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
    invariants=PROMISES,
    words=WORDS,
    counted=(
        "cause",
        "confirm_by",
        "day",
        "day_first",
        "day_last",
        "decide_by",
        "due",
        "home_to",
        "imprest",
        "late",
        "missing",
        "next_due_month",
        "overpayment",
        "papers_due",
        "path",
        "review_month",
        "run",
        "slip",
        "source",
        "still_missing",
        "voucher",
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
    life_cycle=LIFE_CYCLE,
    papers=PAPERS,
    questions=QUESTIONS,
)
