"""Acts and refusals, for tests of the registers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

import pytest

from domain.common.decisions import Act, Decision
from domain.common.identifiers import id_number_check
from domain.common.people import Person
from domain.common.records import Tagged
from domain.common.refusals import Refusal, Rule
from tests.domain.deciding import decide

CHINA = timezone(timedelta(hours=8))


def act(day: str = "2019-06-03", by: str = "clerk", office: str = "371002-registry") -> Act:
    return Act(by, office, datetime.fromisoformat(f"{day}T10:00:00").replace(tzinfo=CHINA))


def person(name: str, born: str = "1985-05-05", male: bool = True) -> Person:
    first_17 = f"999999{born.replace('-', '')}{1 if male else 2:03d}"
    return Person(name, {"name": "张三", "id_number": first_17 + id_number_check(first_17)})


def refused(decision: Decision, given: Sequence[Tagged], rule: Rule) -> list[int]:
    """The positions cited by the refusal, which must name the rule and no personal data."""
    with pytest.raises(Refusal) as caught:
        decide(decision, given)
    assert caught.value.rule is rule
    assert "999999" not in str(caught.value)
    return [citation.position for citation in caught.value.against]
