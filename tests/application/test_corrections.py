"""A correction stands beside the original; who decides later is shown what is right."""

from __future__ import annotations

from typing import Any

import pytest

from domain.common.people import Person
from domain.common.refusals import Refusal, Rule
from domain.marriage.decisions.revocation import RevokeMarriage
from domain.marriage.records import MarriageRegistered
from domain.upkeep import rules
from domain.upkeep.decisions.corrections import CorrectRecord
from ledger.log import ConditionFailedError
from ledger.record import fields_of
from ledger.sealing import unseal
from ledger.verification import verify
from tests.application.acts import couple, donate, establish, marry, sent
from tests.application.conftest import Counter

PEOPLE = couple(2)


def correct(number: int, position: int, **changes: Any) -> CorrectRecord:
    given: dict[str, Any] = {
        "after": {},
        "asked_by": "person",
        "identity_check": "id-card",
        "reason": "typing-error",
        "applicant": Person(PEOPLE[0].id),
    }
    return CorrectRecord(sent(number, by="corrector"), position, **(given | changes))


def refused(counter: Counter, decision: CorrectRecord) -> Rule:
    size = counter.log.head().size
    with pytest.raises(Refusal) as caught:
        counter.desk.execute(decision)
    assert counter.log.head().size == size
    return caught.value.rule


@pytest.fixture
def registered(counter: Counter) -> Counter:
    """Position 1 a fund, 2 a donation with a wrong purpose of its receipt, 3 a marriage."""
    counter.desk.execute(establish(1))
    counter.desk.execute(donate(2, 5_000))
    counter.desk.execute(marry(3, PEOPLE))
    return counter


def data_at(counter: Counter, position: int) -> dict[str, Any]:
    data: dict[str, Any] = fields_of(counter.log.at(position).event.data)["data"]
    return data


def test_the_original_stays_and_the_correction_tells_all(registered: Counter) -> None:
    before = registered.log.at(2).event.data
    answer = registered.desk.execute(
        correct(
            4,
            2,
            after={"organisation": "某公司"},
            reason="other",
            reason_text="营业执照名称变更",
            papers=["营业执照副本"],
        )
    )
    assert registered.log.at(2).event.data == before
    made = data_at(registered, answer.position_first)
    assert made["before"] == {"organisation": ""}
    assert made["after"] == {"organisation": "某公司"}
    assert made["stale_papers"] == ["donation-D2"]
    assert (made["identity_check"], made["reason_text"]) == ("id-card", "营业执照名称变更")
    tags = fields_of(registered.log.at(answer.position_first).event.data)["tags"]
    assert {"record:2", "fund:F", "doc:donation-D2"} <= set(tags)
    assert not verify(registered.dsn).problems


def test_a_wrong_correction_is_superseded_and_each_sees_the_last(registered: Counter) -> None:
    first = registered.desk.execute(correct(4, 2, after={"organisation": "某公司"}))
    second = registered.desk.execute(
        correct(5, 2, after={"organisation": "某商行"}, supersedes=first.position_first)
    )
    made = data_at(registered, second.position_first)
    assert made["before"] == {"organisation": "某公司"}
    assert made["supersedes"] == first.position_first
    again = correct(6, 2, after={"organisation": "某商行"})
    assert refused(registered, again) is rules.CORRECTION_CHANGES
    of_correction = correct(7, first.position_first, after={"reason_text": "x"})
    assert refused(registered, of_correction) is rules.CORRECTION_IN_ORDER
    stranger = correct(8, 2, after={"organisation": "x"}, supersedes=3)
    assert refused(registered, stranger) is rules.CORRECTION_IN_ORDER


def test_decisions_are_shown_what_is_right(registered: Counter) -> None:
    registered.desk.execute(correct(4, 3, after={"legalised_documents": ["公证书1号"]}))
    seen: list[MarriageRegistered] = []

    class Look(RevokeMarriage):
        def show(self, tagged: Any, citation: Any) -> None:
            if isinstance(tagged.decision, MarriageRegistered):
                seen.append(tagged.decision)
            super().show(tagged, citation)

    certificate = data_at(registered, 3)["certificate"]
    revoke = Look(sent(9, by="judge"), certificate, "void", "判决1号")
    registered.desk.check(revoke)
    assert [one.legalised_documents for one in seen] == [["公证书1号"]]
    assert data_at(registered, 3)["legalised_documents"] == []


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"after": {"amount_fen": True}}, rules.CORRECTABLE),
        ({"after": {"fund": "G"}}, rules.CORRECTABLE),
        ({"after": {"donation": "D9"}}, rules.CORRECTABLE),
        ({"after": {"no_such_field": "x"}}, rules.CORRECTABLE),
        ({"after": {"organisation": ""}}, rules.CORRECTION_CHANGES),
        ({"after": {}}, rules.CORRECTION_CHANGES),
        ({"after": {"channel": "barter"}}, rules.CORRECTION_CHANGES),
        ({"after": {"organisation": "x"}, "applicant": None}, rules.APPLICANT_CHECKED),
        ({"after": {"organisation": "x"}, "reason": "other"}, rules.REASON_TOLD),
        ({"subject": Person(PEOPLE[0].id, {"name": "x"})}, rules.SUBJECT_OF_RECORD),
    ],
)
def test_what_is_no_correction_is_refused(
    registered: Counter, changes: dict[str, Any], rule: Rule
) -> None:
    assert refused(registered, correct(4, 2, **changes)) is rule


def test_a_record_that_is_not_there(registered: Counter) -> None:
    assert refused(registered, correct(4, 99, after={"x": "y"})) is rules.RECORD_KNOWN


def test_personal_data_is_corrected_under_seal(registered: Counter) -> None:
    husband = Person(PEOPLE[0].id, {"name": "张叁"})
    answer = registered.desk.execute(correct(4, 3, subject=husband))
    fields = fields_of(registered.log.at(answer.position_first).event.data)
    assert fields["data"]["personal_fields"] == ["name"]
    assert "张叁" not in registered.log.at(answer.position_first).event.data.decode()
    sealed = fields["sealed"][husband.id]
    key = registered.keyring.key(husband.id)
    assert unseal(key, husband.id, fields["id"], sealed) == {"name": "张叁"}


def test_a_correction_meanwhile_makes_a_command_look_again(registered: Counter) -> None:
    sitting = registered.desk.sitting()
    sitting.decide([donate(10, 1), correct(11, 2, after={"organisation": "甲"}), donate(12, 1)])
    registered.desk.execute(correct(4, 3, after={"legalised_documents": ["x"]}))
    with pytest.raises(ConditionFailedError):
        sitting.record()
