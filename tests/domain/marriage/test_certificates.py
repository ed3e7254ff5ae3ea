from dataclasses import replace

import pytest

from domain.marriage import certificates, rules
from domain.marriage.decisions.paper import ReissueCertificate, VoidCertificate
from domain.marriage.decisions.registration import RegisterMarriage
from domain.marriage.records import CertificateReissued, CertificateVoided, Numbered
from tests.domain.acting import act, person, refused
from tests.domain.deciding import decide, history
from tests.domain.marriage.stories import (
    DIVORCE,
    HE,
    HER,
    HIM,
    J1,
    J2,
    J3,
    L1,
    MARRIED,
    MARRY,
    MARRY_OTHERS,
    SHE,
    from_paper,
)

NEW_HE, NEW_SHE = person("new-he"), person("new-she", male=False)
REISSUE = ReissueCertificate(act("2019-10-08"), "marriage", J1, [HE, SHE], "遗失")


def test_a_number_names_its_book() -> None:
    number = certificates.read("BJ371002-2019-000123")
    assert number == ("BJ", "371002", 2019, 123)
    assert number.book == "BJ371002-2019"


@pytest.mark.parametrize(
    "text", ["", "X371002-2019-000001", "J371002-2019-1", "威环字第1号", "J371002-2019-000001 "]
)
def test_other_numbers_are_free_text(text: str) -> None:
    assert certificates.read(text) is None


def test_without_a_number_the_next_of_the_book_is_taken() -> None:
    (tagged,) = decide(replace(MARRY_OTHERS, certificate=""), MARRIED)
    assert isinstance(tagged.record, Numbered)
    assert tagged.record.certificate == J2
    assert {f"doc:{J2}", "book:J371002-2019"} <= set(tagged.tags)


def test_a_number_neither_repeats_nor_skips() -> None:
    two = history(MARRY_OTHERS, given=MARRIED)
    again = RegisterMarriage(from_paper("2019-06-03"), NEW_HE, NEW_SHE, J1)
    assert refused(again, two, rules.SERIAL_NEXT) == [1]
    assert refused(replace(MARRY_OTHERS, certificate=J3), MARRIED, rules.SERIAL_NEXT) == [1]
    assert refused(MARRY_OTHERS, [], rules.SERIAL_NEXT) == []


@pytest.mark.parametrize(
    "number", ["J371002-2018-000002", "J371003-2019-000002", "L371002-2019-000001", "2"]
)
def test_a_number_is_of_the_registrys_book_of_the_year(number: str) -> None:
    other = replace(MARRY_OTHERS, certificate=number)
    assert refused(other, MARRIED, rules.NUMBER_WELL_FORMED) == []


def test_an_office_without_a_division_has_no_book() -> None:
    nowhere = replace(MARRY, act=from_paper(office="registry"), certificate="")
    assert refused(nowhere, [], rules.NUMBER_WELL_FORMED) == []


def test_a_later_number_is_not_dated_earlier() -> None:
    early = replace(MARRY_OTHERS, act=from_paper("2019-02-28"))
    assert refused(early, MARRIED, rules.SERIAL_DAY) == [1]


def test_each_year_begins_a_book() -> None:
    next_year = replace(
        MARRY_OTHERS, act=from_paper("2020-01-02"), certificate="J371002-2020-000001"
    )
    assert decide(next_year, MARRIED)


def test_a_spoilt_blank_uses_its_number_up() -> None:
    void = VoidCertificate(act("2019-03-02"), "J", "打印错误", J2)
    voided = history(void, given=MARRIED)
    assert isinstance(voided[-1].record, CertificateVoided)
    assert refused(MARRY_OTHERS, voided, rules.SERIAL_NEXT) == [2]
    assert decide(replace(MARRY_OTHERS, certificate=J3), voided)


def test_a_reissue_takes_a_number_of_its_own_book_and_names_the_original() -> None:
    (tagged,) = decide(REISSUE, MARRIED)
    assert isinstance(tagged.record, CertificateReissued)
    assert tagged.record.certificate == "BJ371002-2019-000001"
    assert f"doc:{J1}" in tagged.tags


def test_an_older_paper_certificate_is_named_in_free_text() -> None:
    (tagged,) = decide(replace(REISSUE, original="威环字第123号"), [])
    assert "doc:威环字第123号" in tagged.tags


def test_a_certificate_is_reissued_to_its_holders_only() -> None:
    assert refused(replace(REISSUE, holders=[HE, HER]), MARRIED, rules.REISSUE_OF_OWN) == [1]
    for holders in ([], [HE, HE], [HE, SHE, HIM]):
        assert refused(replace(REISSUE, holders=holders), [], rules.REISSUE_OF_OWN) == []
    assert refused(replace(REISSUE, original=" "), [], rules.REISSUE_OF_OWN) == []


def test_after_a_divorce_its_certificate_is_reissued_and_not_the_marriages() -> None:
    divorced = history(DIVORCE, given=MARRIED)
    assert refused(REISSUE, divorced, rules.REISSUE_STANDS) == [2]
    of_divorce = replace(REISSUE, matter="divorce", original=L1, holders=[SHE])
    (tagged,) = decide(of_divorce, divorced)
    assert isinstance(tagged.record, CertificateReissued)
    assert tagged.record.certificate == "BL371002-2019-000001"
    as_marriage = replace(of_divorce, matter="marriage")
    assert refused(as_marriage, divorced, rules.REISSUE_OF_OWN) == [2]
