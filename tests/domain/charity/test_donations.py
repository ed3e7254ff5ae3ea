from domain.charity import rules
from domain.charity.decisions.donations import ChangeDonationPurpose, RefundDonation
from domain.charity.records import (
    DonationPurposeChanged,
    DonationReceived,
    DonationRefunded,
    FundTransferredIn,
    FundTransferredOut,
)
from tests.domain.acting import act, refused
from tests.domain.charity.stories import ANNA, FUNDED, donation, fund
from tests.domain.deciding import decide, history

TWO_FUNDS = history(fund("E", "education", restricted=True), given=FUNDED)  # 3


def refund(amount_fen: int, number: str = "D1") -> RefundDonation:
    return RefundDonation(act(), "F", number, amount_fen, "捐赠人要求")


def move(
    amount_fen: int = 30_000, purpose: str = "education", consent: str = "同意书1"
) -> ChangeDonationPurpose:
    return ChangeDonationPurpose(act(), "F", "D1", "E", purpose, amount_fen, consent)


def test_a_named_donor_is_a_tag_and_their_data_stands_beside_the_record() -> None:
    tagged = FUNDED[1]
    assert isinstance(tagged.record, DonationReceived)
    assert tagged.record.donor_kind == "person"
    assert ANNA.tag in tagged.tags
    assert tagged.personal == {"anna": ANNA.personal}
    assert "张三" not in tagged.record.model_dump_json()


def test_an_anonymous_donor_and_a_refused_receipt_are_recorded() -> None:
    (tagged,) = decide(donation("F", "D2", 500), FUNDED)
    assert isinstance(tagged.record, DonationReceived)
    assert (tagged.record.donor_kind, tagged.record.receipt) == ("anonymous", "")


def test_a_donor_is_one_of_person_and_organisation() -> None:
    both = donation("F", "D2", 500, donor=ANNA, organisation="某公司")
    assert refused(both, FUNDED, rules.DONOR_CLEAR) == []


def test_numbers_of_donations_and_receipts_are_used_once() -> None:
    assert refused(donation("F", "D1", 1), FUNDED, rules.DONATION_ONCE) == [2]
    assert refused(donation("F", "D2", 1, receipt="R1"), FUNDED, rules.RECEIPT_ONCE) == [2]


def test_a_purpose_the_fund_does_not_serve_is_refused() -> None:
    other = donation("F", "D2", 1, purpose="disaster")
    assert refused(other, FUNDED, rules.PURPOSE_WITHIN_FUND) == [1]


def test_a_restricted_donation_goes_into_a_fund_with_its_purpose_alone() -> None:
    restricted = donation("F", "D2", 1, purpose="education", restricted=True)
    assert refused(restricted, FUNDED, rules.RESTRICTED_KEPT_APART) == [1]
    apart = donation("E", "D2", 1, purpose="education", restricted=True)
    assert decide(apart, TWO_FUNDS)


def test_no_more_is_refunded_than_is_left_of_the_donation() -> None:
    more = history(donation("F", "D2", 100_000), refund(70_000), given=FUNDED)
    assert isinstance(more[-1].record, DonationRefunded)
    assert more[-1].record.balance_after_fen == 130_000
    assert ANNA.tag in more[-1].tags
    assert refused(refund(30_001), more, rules.WITHIN_DONATION) == [2, 4]


def test_an_unknown_donation_is_not_refunded() -> None:
    assert refused(refund(1, "D7"), FUNDED, rules.DONATION_KNOWN) == []


def test_with_consent_the_money_moves_to_the_other_fund() -> None:
    changed, out, into = decide(move(), TWO_FUNDS)
    assert isinstance(changed.record, DonationPurposeChanged)
    assert isinstance(out.record, FundTransferredOut)
    assert isinstance(into.record, FundTransferredIn)
    assert (out.record.fund, out.record.balance_after_fen) == ("F", 70_000)
    assert (into.record.fund, into.record.balance_after_fen) == ("E", 30_000)


def test_without_consent_the_purpose_stays() -> None:
    assert refused(move(consent=""), TWO_FUNDS, rules.DONOR_CONSENT) == [2]


def test_the_other_fund_must_serve_the_new_purpose() -> None:
    assert refused(move(purpose="illness"), TWO_FUNDS, rules.PURPOSE_WITHIN_FUND) == [3]


def test_what_was_moved_is_no_longer_left_to_refund() -> None:
    moved = history(move(90_000), donation("F", "D2", 100_000), given=TWO_FUNDS)
    assert refused(refund(10_001), moved, rules.WITHIN_DONATION) == [2, 4]


def test_a_restricted_donation_moves_only_where_it_is_kept_apart() -> None:
    given = history(
        fund("S", "illness", restricted=True),
        fund("T", "education", "illness"),
        donation("S", "D5", 100, purpose="illness", restricted=True),
    )
    mixed = ChangeDonationPurpose(act(), "S", "D5", "T", "education", 100, "同意书2")
    assert refused(mixed, given, rules.RESTRICTED_KEPT_APART) == [2]
