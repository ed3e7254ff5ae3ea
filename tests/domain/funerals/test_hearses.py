from dataclasses import replace
from datetime import date

import pytest

from domain.funerals import rules
from domain.funerals.decisions.hearses import EndHearseUndertaking, SignHearseUndertaking
from tests.domain.acting import act, person, refused
from tests.domain.deciding import history

OWNER = person("owner")
SIGN = SignHearseUndertaking(act("2019-03-01"), "鲁K12345", OWNER, "责任书1", date(2019, 12, 31))
END = EndHearseUndertaking(act("2019-08-01"), "鲁K12345", "车辆转让")
SIGNED = history(SIGN)


def test_an_undertaking_is_about_the_vehicle_and_its_owner() -> None:
    assert {"vehicle:鲁K12345", OWNER.tag} <= set(SIGNED[0].tags)


def test_a_hearse_has_one_undertaking_in_force() -> None:
    assert refused(replace(SIGN, act=act("2019-12-31")), SIGNED, rules.UNDERTAKING_ONCE) == [1]
    assert history(replace(SIGN, act=act("2020-01-01")), given=SIGNED)
    ended = history(END, given=SIGNED)
    assert history(replace(SIGN, act=act("2019-08-02")), given=ended)


def test_only_an_undertaking_in_force_is_ended() -> None:
    assert refused(END, [], rules.UNDERTAKING_TO_END) == []
    assert refused(END, history(END, given=SIGNED), rules.UNDERTAKING_TO_END) == [2]
    late = replace(END, act=act("2020-01-01"))
    assert refused(late, SIGNED, rules.UNDERTAKING_TO_END) == [1]


@pytest.mark.parametrize("plate", ["", "K12345", "鲁K1234", "鲁112345", "鲁k12345", "鲁K12345 "])
def test_a_malformed_plate_is_refused(plate: str) -> None:
    assert refused(replace(SIGN, plate=plate), [], rules.PLATE_WELL_FORMED) == []
