"""A home is run by a contracted operator, who is assessed and paid by bed-nights 社会化运营."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.assistance import rules
from domain.assistance.decisions.homes import HomeDecision
from domain.assistance.homes import HomeState
from domain.assistance.months import is_month, month_of
from domain.assistance.records.operators import (
    OperatorAssessed,
    OperatorContractAmended,
    OperatorContracted,
    OperatorContractEnded,
    OperatorFeePaid,
)
from domain.assistance.tags import home as home_tag
from domain.common import tags
from domain.common.identifiers import credit_code_problem
from domain.common.money import yuan
from domain.common.records import Record

SCORE_MOST = 100


@dataclass
class OperatorDecision(HomeDecision):
    """A decision about a contract of a home."""

    contract: str
    """Its number 合同编号."""

    def must_be_in_force(self) -> HomeState:
        """The contract is the home's, and has not ended."""
        self.must_be_registered()
        state = self.state()
        named = state.contract is not None and state.contract.contract == self.contract
        if not named or state.ended is not None:
            self.refuse(
                rules.OPERATOR_CONTRACT,
                f"Contract {self.contract} of home {self.home} is unknown or has ended.",
                [state.contract_cited, state.ended],
            )
        return state

    def record_about(self, record: Record, *documents: str) -> None:
        papers = [tags.document(paper) for paper in (self.contract, *documents)]
        self.record(record, [home_tag(self.home), *papers])


@dataclass
class ContractOperator(OperatorDecision):
    """Engage an operator for a term, at a fee for each person and night."""

    operator: str
    from_day: date
    until_day: date
    bed_night_fen: int

    def execute(self) -> None:
        self.must_be_registered()
        state = self.state()
        problem = credit_code_problem(self.operator)
        if state.contract is not None and state.until_day >= self.from_day.isoformat():
            problem = f"contract {state.contract.contract} runs to {state.until_day}"
        elif not self.from_day < self.until_day or self.bed_night_fen <= 0:
            problem = (
                f"it would run from {self.from_day} to {self.until_day} at "
                f"{yuan(self.bed_night_fen)} yuan"
            )
        if problem:
            self.refuse(
                rules.OPERATOR_CONTRACT,
                f"Contract {self.contract} of home {self.home}: {problem}.",
                [state.contract_cited],
            )
        record = OperatorContracted(
            home=self.home,
            contract=self.contract,
            operator=self.operator,
            from_day=self.from_day.isoformat(),
            until_day=self.until_day.isoformat(),
            bed_night_fen=self.bed_night_fen,
        )
        self.record_about(record)


@dataclass
class AmendOperatorContract(OperatorDecision):
    """Change term or fee from now on 合同变更."""

    until_day: date
    bed_night_fen: int
    supplement: str

    def execute(self) -> None:
        state = self.must_be_in_force()
        if self.until_day < self.act.day or self.bed_night_fen <= 0:
            self.refuse(
                rules.OPERATOR_CONTRACT,
                f"Contract {self.contract} would run to {self.until_day} at "
                f"{yuan(self.bed_night_fen)} yuan.",
                [state.contract_cited],
            )
        record = OperatorContractAmended(
            home=self.home,
            contract=self.contract,
            until_day=self.until_day.isoformat(),
            bed_night_fen=self.bed_night_fen,
            supplement=self.supplement,
        )
        self.record_about(record, self.supplement)


@dataclass
class AssessOperator(OperatorDecision):
    """Assess the operator's work 绩效考核."""

    report: str
    score: int

    def execute(self) -> None:
        self.must_be_in_force()
        if not 0 <= self.score <= SCORE_MOST:
            self.refuse(
                rules.OPERATOR_CONTRACT, f"{self.score} is no score from 0 to {SCORE_MOST}."
            )
        record = OperatorAssessed(
            home=self.home, contract=self.contract, report=self.report, score=self.score
        )
        self.record_about(record, self.report)


@dataclass
class PayOperatorFee(OperatorDecision):
    """Pay a month by the nights that residents slept there."""

    month: str
    bed_nights: int
    amount_fen: int
    invoice: str

    def execute(self) -> None:
        self.must_be_registered()
        state = self.state()
        contract = state.contract
        known = contract is not None and contract.contract == self.contract
        over = is_month(self.month) and self.month < month_of(self.act.day)
        nights = state.bed_nights(self.month) if known and over else 0
        due_fen = nights * state.fee_fen
        paid = state.fees.get(self.month)
        if not nights or paid or (self.bed_nights, self.amount_fen) != (nights, due_fen):
            self.refuse(
                rules.BED_NIGHTS_AS_SLEPT,
                f"Contract {self.contract}, {self.month}: billed {self.bed_nights} nights, "
                f"{yuan(self.amount_fen)} yuan; slept {nights} nights, due {yuan(due_fen)} yuan.",
                [state.contract_cited, paid],
                "Return the invoice.",
            )
        record = OperatorFeePaid(
            home=self.home,
            contract=self.contract,
            month=self.month,
            bed_nights=nights,
            amount_fen=due_fen,
            invoice=self.invoice,
        )
        self.record_about(record, self.invoice)


@dataclass
class EndOperatorContract(OperatorDecision):
    """End the contract with the day of the act 合同终止."""

    reason: str

    def execute(self) -> None:
        self.must_be_in_force()
        record = OperatorContractEnded(
            home=self.home,
            contract=self.contract,
            day=self.act.day.isoformat(),
            reason=self.reason,
        )
        self.record_about(record)
