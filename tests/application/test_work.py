"""What is due is computed from the records: opened, not closed, in somebody's hand, late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from application.work import due
from tests.application.conftest import Counter
from tests.domain.work.test_work import ABOUT, ANSWER, ASSIGN, RECEIVE


def test_a_complaint_is_due_until_it_is_answered(counter: Counter) -> None:
    counter.desk.execute(replace(RECEIVE, complainant=None))
    counter.desk.execute(ASSIGN)
    [task] = due(counter.log, date(2019, 3, 4))
    assert (task.about, task.official, task.due) == (ABOUT, "clerk", date(2019, 4, 30))
    assert not task.is_late(date(2019, 4, 30))
    assert task.is_late(date(2019, 5, 1))
    assert due(counter.log, date(2019, 2, 28)) == []
    counter.desk.execute(ANSWER)
    assert due(counter.log, date(2019, 3, 29)) == []
    assert [one.official for one in due(counter.log, date(2019, 3, 28))] == ["clerk"]
