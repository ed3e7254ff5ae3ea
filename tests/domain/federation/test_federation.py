from __future__ import annotations

from dataclasses import replace

import pytest

from domain.common.decisions import Decision
from domain.common.refusals import Rule
from domain.federation import rules
from domain.federation.decisions.checkpoints import ReportContradiction, TakeCheckpoint
from domain.federation.decisions.members import AdmitMember, DistrustKey, TrustKey
from domain.federation.records import CheckpointTaken, ContradictionFound, MemberAdmitted
from tests.domain.acting import act, refused
from tests.domain.deciding import decide, history

LOG = "huancui.example/log"
OTHER = "wendeng.example/log"
KEY = f"{LOG}+263a6511+AA=="
ROOT, NEXT = "0f" * 32, "1e" * 32
ADMIT = AdmitMember(act(), LOG, "环翠区", ("371002",), (KEY,))
ADMIT_OTHER = AdmitMember(act(), OTHER, "文登区", ("371003",), (f"{OTHER}+263a6512+AA==",))
FIRST = TakeCheckpoint(act(), LOG, 90, ROOT, 0, "", (), "note")
SECOND = TakeCheckpoint(act(), LOG, 120, NEXT, 90, ROOT, (NEXT, ROOT), "note")
CONTRADICTION = ReportContradiction(act(), LOG, "rewritten", 2, 90, ROOT, NEXT, "note")
TRUST = TrustKey(act(), LOG, "a further key")
DISTRUST = DistrustKey(act(), LOG, KEY, 91, "stolen")


def test_a_district_is_admitted_and_its_checkpoints_are_taken_one_after_another() -> None:
    told = [one.record for one in history(ADMIT, FIRST, SECOND)]
    assert [type(record) for record in told] == [MemberAdmitted, CheckpointTaken, CheckpointTaken]
    assert isinstance(told[2], CheckpointTaken)
    assert (told[2].size_previous, told[2].proof) == (90, [NEXT, ROOT])


def test_a_member_is_tagged_with_its_log_and_its_jurisdictions() -> None:
    (admitted,) = decide(ADMIT)
    assert {f"log:{LOG}", "jurisdiction:371002"} <= set(admitted.tags)


@pytest.mark.parametrize(
    ("decision", "rule", "cited"),
    [
        (ADMIT, rules.ADMITTED_ONCE, [1]),
        (replace(ADMIT_OTHER, name=" "), rules.ADMITTED_ONCE, []),
        (replace(ADMIT_OTHER, vkeys=()), rules.ADMITTED_ONCE, []),
        (replace(ADMIT_OTHER, jurisdictions=()), rules.ADMITTED_ONCE, []),
        (replace(ADMIT_OTHER, jurisdictions=("37100",)), rules.JURISDICTION_CODE, []),
        (replace(ADMIT_OTHER, jurisdictions=("３７１００３",)), rules.JURISDICTION_CODE, []),
        (replace(ADMIT_OTHER, jurisdictions=("371002",)), rules.JURISDICTION_ONCE, [1]),
        (replace(ADMIT_OTHER, succeeds="nobody.example"), rules.SUCCEEDS, []),
        (replace(TRUST, origin=OTHER), rules.MEMBER, []),
        (replace(TRUST, vkey=KEY), rules.KEY_ONCE, [1]),
        (replace(DISTRUST, vkey="unknown"), rules.KEY_ONCE, []),
        (replace(DISTRUST, reason=" "), rules.REASON, []),
        (replace(DISTRUST, reason="37100219800101"), rules.REASON, []),
        (replace(FIRST, origin=OTHER), rules.MEMBER, []),
        (FIRST, rules.GROWS, [2]),
        (replace(SECOND, size=90), rules.GROWS, [2]),
        (replace(SECOND, size_previous=89), rules.GROWS, [2]),
        (replace(SECOND, root_previous=NEXT), rules.GROWS, [2]),
        (replace(SECOND, root="AA" * 32), rules.EXACT, []),
        (replace(SECOND, proof=("0f",)), rules.EXACT, []),
        (replace(CONTRADICTION, kind="rumour"), rules.EXACT, []),
        (replace(CONTRADICTION, root_found=ROOT), rules.EXACT, []),
        (replace(CONTRADICTION, note=""), rules.EXACT, []),
    ],
)
def test_what_is_refused(decision: Decision, rule: Rule, cited: list[int]) -> None:
    assert refused(decision, history(ADMIT, FIRST), rule) == cited


def test_a_key_is_trusted_and_distrusted_once() -> None:
    told = history(ADMIT, TRUST, DISTRUST)
    assert refused(TRUST, told, rules.KEY_ONCE) == [2]
    assert refused(DISTRUST, told, rules.KEY_ONCE) == [3]
    assert refused(replace(TRUST, vkey=KEY), told, rules.KEY_ONCE) == [1, 3]


def test_nothing_more_is_taken_of_a_log_that_contradicted_itself() -> None:
    told = history(ADMIT, FIRST, CONTRADICTION)
    assert isinstance(told[2].record, ContradictionFound)
    assert refused(SECOND, told, rules.NOTHING_MORE) == [3]
    assert refused(CONTRADICTION, told, rules.NOTHING_MORE) == [3]


def test_a_successor_takes_over_the_jurisdiction_and_nothing_more_is_taken_of_the_old_log() -> None:
    successor = replace(ADMIT_OTHER, jurisdictions=("371002",), succeeds=LOG)
    told = history(ADMIT, FIRST, successor)
    assert refused(SECOND, told, rules.NOTHING_MORE) == [3]
    third = replace(successor, origin="third.example/log")
    assert refused(third, told, rules.SUCCEEDS) == [3]
    assert refused(replace(third, succeeds=""), told, rules.JURISDICTION_ONCE) == [3]
    assert decide(replace(third, succeeds=OTHER), told)


def test_a_county_may_stand_within_a_city() -> None:
    assert decide(replace(ADMIT_OTHER, jurisdictions=("3710",)), history(ADMIT))
