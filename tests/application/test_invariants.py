"""The whole log judged again: what went around the desk is named."""

from __future__ import annotations

from uuid import UUID

from application import records
from application.invariants import judge
from domain.assistance.decisions import ApplyForDibao
from domain.common.people import Person
from domain.common.records import Tagged
from domain.common.refusals import Citation
from tests.application.conftest import Counter
from tests.domain.assistance.stories import ANNA, BERT, DIBAO_NOTICED, apply_dibao, confirm_dibao
from tests.domain.authority.stories import ESTABLISHMENT

PEOPLE = [Person(str(UUID(int=number)), one.personal) for number, one in enumerate((ANNA, BERT), 1)]
STORY = [
    apply_dibao("D1", *PEOPLE) if isinstance(decision, ApplyForDibao) else decision
    for decision in DIBAO_NOTICED
]


def test_a_forged_approval_is_found_among_good_records(counter: Counter) -> None:
    for decision in [*ESTABLISHMENT, *STORY]:
        counter.desk.execute(decision)
    judged = judge(counter.log, lambda _: None)
    assert judged.ok
    assert judged.counted["authority.steps"] == 2

    forged = confirm_dibao("D1", *PEOPLE, by="acceptor")
    for event in counter.log.read():
        shown = records.tagged(event.event.data)
        forged.show(shown, Citation(event.position, shown.record.type, "2019-01-01"))
    forged.execute()
    made = [one for one in forged.collect_events() if isinstance(one, Tagged)]
    counter.log.append(records.drafts(forged, made))

    judged = judge(counter.log, lambda _: None)
    assert not judged.ok
    position = counter.log.head().size
    assert [one.position for one in judged.violations] == [position, position]
    assert [one.rule.id for one in judged.violations] == [
        "authority.maker-never-checker",
        "authority.power-live",
    ]
    judged = judge(counter.log, lambda _: None, {"authority.power-live"})
    assert [one.rule.id for one in judged.violations] == ["authority.power-live"]
