from __future__ import annotations

from datetime import date

from application.rights import Rights
from domain.access.decisions.rights import BeginRights, GrantRight, RevokeRight
from domain.access.policy import Concerns, Question
from domain.access.roles import Action, Purpose, Role
from tests.application.acts import sent
from tests.application.conftest import Counter

DAY = date(2019, 6, 3)


def test_rights_follow_the_log(counter: Counter) -> None:
    rights = Rights(counter.log)
    asked = Question(
        Action.READ, "charity", "371002100", Purpose.CASEWORK, DAY, concerns=Concerns.OTHERS
    )
    assert not rights.may("wang", asked).allowed
    counter.desk.execute(BeginRights(sent(1, by="founder", office="371002"), "security", "1号"))
    security = sent(2, by="security", office="371002")
    given = GrantRight(security, "R", "wang", Role.APPROVER, "371002", ("charity",), DAY, "2号")
    counter.desk.execute(given)
    assert rights.may("wang", asked).ground == 2
    assert not rights.may("li", asked).allowed
    (reached,) = [
        grant
        for grant in rights.reach("wang", Action.READ, "charity", Purpose.CASEWORK, DAY)
        if grant.reaches("371002100")
    ]
    assert reached.role is Role.APPROVER
    taken = RevokeRight(sent(3, by="security", office="371002"), "R", "wang", "left")
    counter.desk.execute(taken)
    assert not rights.may("wang", asked).allowed
