from dataclasses import replace

import pytest

from domain.common.people import Person
from domain.marriage import rules
from domain.marriage.decisions.divorce import RegisterDivorce
from domain.marriage.decisions.registration import RegisterMarriage
from domain.marriage.decisions.revocation import RevokeMarriage
from domain.marriage.records import DivorceRegistered, MarriageRegistered, MarriageRevoked
from tests.domain.acting import act, person, refused
from tests.domain.deciding import decide, history
from tests.domain.marriage.stories import (
    DIVORCE,
    HE,
    HER,
    HIM,
    J1,
    J2,
    MARRIED,
    MARRY,
    MARRY_OTHERS,
    SHE,
    from_paper,
)

REVOKE = RevokeMarriage(act("2019-08-01"), J1, "coercion", "判决1")


def test_a_marriage_is_about_both_and_its_certificate() -> None:
    (tagged,) = MARRIED
    assert isinstance(tagged.record, MarriageRegistered)
    assert tagged.record.registered_on == "2019-03-01"
    assert {HE.tag, SHE.tag, f"doc:{J1}"} <= set(tagged.tags)
    assert set(tagged.personal) == {"he", "she"}


def test_nobody_marries_who_is_married_citing_the_earlier_registration() -> None:
    assert refused(replace(MARRY_OTHERS, husband=HE), MARRIED, rules.NOT_MARRIED) == [1]
    assert refused(replace(MARRY_OTHERS, wife=SHE), MARRIED, rules.NOT_MARRIED) == [1]


def test_after_a_divorce_or_a_revocation_both_may_marry() -> None:
    anew = replace(MARRY_OTHERS, act=from_paper("2019-10-08"), husband=HE)
    assert history(DIVORCE, anew, given=MARRIED)
    assert history(REVOKE, anew, given=MARRIED)


def test_the_pair_are_a_man_and_a_woman() -> None:
    assert refused(replace(MARRY, wife=HIM), [], rules.MAN_AND_WOMAN) == []
    assert refused(replace(MARRY, husband=HER), [], rules.MAN_AND_WOMAN) == []
    unknown = Person("unknown")
    foreign = RegisterMarriage(from_paper(), unknown, unknown, "", True, ["护照"])
    assert refused(foreign, [], rules.MAN_AND_WOMAN) == []


@pytest.mark.parametrize(
    ("born_he", "born_she", "day"),
    [
        ("1997-03-02", "1992-01-01", "2019-03-01"),
        ("1990-01-01", "1999-03-02", "2019-03-01"),
        ("1960-01-01", "1962-01-02", "1980-01-01"),
        ("1960-01-01", "1961-06-01", "1981-01-01"),
    ],
)
def test_ages_are_those_of_the_law_of_the_day(born_he: str, born_she: str, day: str) -> None:
    young = RegisterMarriage(
        from_paper(day), person("young-he", born_he), person("young-she", born_she, male=False)
    )
    assert refused(young, [], rules.AGE) == []


@pytest.mark.parametrize(
    ("born_he", "born_she", "day"),
    [
        ("1997-03-01", "1999-03-01", "2019-03-01"),
        ("1960-01-01", "1962-01-01", "1980-01-01"),
    ],
)
def test_who_has_reached_the_age_may_marry(born_he: str, born_she: str, day: str) -> None:
    couple = person("old-he", born_he), person("old-she", born_she, male=False)
    assert decide(RegisterMarriage(from_paper(day), *couple))


def test_ages_must_be_known_but_by_papers_from_abroad() -> None:
    unknown = Person("unknown")
    assert refused(replace(MARRY, husband=unknown), [], rules.AGE_KNOWN) == []
    foreign = replace(MARRY, husband=unknown, foreign=True)
    assert refused(foreign, [], rules.FOREIGN_DOCUMENTS) == []
    assert decide(replace(foreign, legalised_documents=["护照"]))


def test_a_divorce_ends_the_marriage_between_the_two() -> None:
    divorced = history(DIVORCE, given=MARRIED)
    assert isinstance(divorced[-1].record, DivorceRegistered)
    assert f"doc:{J1}" in divorced[-1].tags
    again = replace(DIVORCE, certificate="")
    assert refused(again, divorced, rules.MARRIED_TO_EACH_OTHER) == [2]


def test_nobody_divorces_another_than_their_spouse() -> None:
    both = history(MARRY_OTHERS, given=MARRIED)
    crossed = replace(DIVORCE, wife=HER)
    assert refused(crossed, both, rules.MARRIED_TO_EACH_OTHER) == [1]
    stranger = replace(DIVORCE, husband=person("stranger"))
    assert refused(stranger, both, rules.MARRIED_TO_EACH_OTHER) == [1]


def test_a_divorce_names_the_marriage() -> None:
    assert refused(replace(DIVORCE, marriage_certificate=J2), MARRIED, rules.MARRIAGE_NAMED) == [1]
    older = RegisterDivorce(act(), HIM, HER, "威环字第1号")
    assert decide(older)
    assert refused(replace(older, marriage_certificate=" "), [], rules.MARRIAGE_NAMED) == []


def test_a_marriage_is_revoked_once_on_a_judgement() -> None:
    revoked = history(REVOKE, given=MARRIED)
    assert isinstance(revoked[-1].record, MarriageRevoked)
    assert {HE.tag, SHE.tag} <= set(revoked[-1].tags)
    assert refused(REVOKE, revoked, rules.REVOKED_ONCE) == [1, 2]
    assert refused(REVOKE, [], rules.REVOKED_ONCE) == []
    assert refused(replace(REVOKE, document=""), MARRIED, rules.REVOKED_ONCE) == [1]
    divorced = history(DIVORCE, given=MARRIED)
    assert refused(REVOKE, divorced, rules.REVOKED_ONCE) == [1, 2]
