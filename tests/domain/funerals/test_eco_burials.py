from dataclasses import replace
from datetime import date

from domain.authority.rules import MAKER_NEVER_CHECKER
from domain.funerals import rules
from domain.funerals.decisions.eco_burials import ApproveEcoBurial, PayEcoBurial, SetEcoBurialTier
from domain.funerals.records import EcoBurialPaid
from tests.domain.acting import act, person, refused
from tests.domain.deciding import history
from tests.domain.funerals.test_waivers import CREMATED, DECEDENT

HEIR = person("heir")
TIER = SetEcoBurialTier(act(), "sea", 1_000_00, date(2019, 1, 1), "生态1号")
LATER = SetEcoBurialTier(act(), "sea", 2_000_00, date(2020, 1, 1), "生态2号")
APPROVE = ApproveEcoBurial(
    act("2019-07-01", by="approver"), DECEDENT, HEIR, "sea", "海葬区", "证明1", 1_000_00
)
PAY = PayEcoBurial(act("2019-07-08", by="cashier"), DECEDENT, "BK1")
READY = history(TIER, LATER, given=CREMATED)  # 5, 6
APPROVED = history(APPROVE, given=READY)  # 7
PAID = history(PAY, given=APPROVED)  # 8


def test_the_approved_subsidy_is_paid_to_the_payee_once() -> None:
    paid = PAID[-1]
    assert isinstance(paid.record, EcoBurialPaid)
    assert (paid.record.amount_fen, paid.record.payee) == (1_000_00, "heir")
    assert refused(PAY, PAID, rules.ECO_BURIAL_PAID_AS_APPROVED) == [7, 8]
    assert refused(PAY, READY, rules.ECO_BURIAL_PAID_AS_APPROVED) == []


def test_the_subsidy_is_the_one_in_force_on_the_day() -> None:
    more = replace(APPROVE, amount_fen=2_000_00)
    assert refused(more, READY, rules.TIER_IN_FORCE) == [5]
    next_year = replace(APPROVE, act=act("2020-01-02", by="approver"))
    assert refused(next_year, READY, rules.TIER_IN_FORCE) == [6]
    assert refused(replace(APPROVE, method="lawn"), READY, rules.TIER_IN_FORCE) == []


def test_a_burial_is_subsidised_once_on_proof_of_cremation_and_burial() -> None:
    assert refused(APPROVE, APPROVED, rules.ECO_BURIAL_ONCE) == [7]
    assert refused(APPROVE, history(TIER), rules.ECO_BURIAL_NEEDS_CREMATION) == []
    assert refused(replace(APPROVE, proof_document=""), READY, rules.ECO_BURIAL_PROVED) == []


def test_who_approves_does_not_pay() -> None:
    assert refused(replace(PAY, act=act(by="approver")), APPROVED, MAKER_NEVER_CHECKER) == [7]


def test_a_payee_of_one_burial_may_later_be_the_decedent_of_another() -> None:
    assert refused(replace(PAY, decedent=HEIR), PAID, rules.ECO_BURIAL_PAID_AS_APPROVED) == []


def test_a_new_subsidy_follows_the_one_before_it() -> None:
    assert refused(replace(LATER, amount_fen=0), [], rules.TIER_AMOUNT) == []
    assert refused(TIER, READY, rules.TIER_AMOUNT) == [6]
