"""Homes run under contract 社会化运营: the operator, its assessment, and what it is paid.

Tags: the home (`office:`), the contract (`doc:`).
"""

from __future__ import annotations

from domain.common.records import Record


class OperatorContracted(Record):
    """An operator was engaged 签订委托运营合同."""

    type = "assistance.operator-contracted.v1"

    home: str
    contract: str
    operator: str
    """Unified social credit code 统一社会信用代码."""
    from_day: str
    until_day: str
    bed_night_fen: int
    """Fee for one person for one night."""


class OperatorContractAmended(Record):
    """The term or the fee was changed 合同变更; holds from the day of the record."""

    type = "assistance.operator-contract-amended.v1"

    home: str
    contract: str
    until_day: str
    bed_night_fen: int
    supplement: str


class OperatorAssessed(Record):
    """The operator's work was assessed 绩效考核."""

    type = "assistance.operator-assessed.v1"

    home: str
    contract: str
    report: str
    score: int
    """Of 100."""


class OperatorFeePaid(Record):
    """A month of the contract was paid by the nights that residents slept there."""

    type = "assistance.operator-fee-paid.v1"

    home: str
    contract: str
    month: str
    bed_nights: int
    amount_fen: int
    invoice: str


class OperatorContractEnded(Record):
    """The contract ended 合同终止."""

    type = "assistance.operator-contract-ended.v1"

    home: str
    contract: str
    day: str
    reason: str


OPERATOR_RECORDS = (
    OperatorContracted,
    OperatorContractAmended,
    OperatorAssessed,
    OperatorFeePaid,
    OperatorContractEnded,
)
