from datetime import date

import pytest

from domain.common.divisions import Division, Divisions
from domain.common.documents import document_problem
from domain.common.identifiers import (
    credit_code_problem,
    id_number_birth,
    id_number_check,
    id_number_from_old,
    id_number_is_male,
    id_number_problem,
    mended_id_number,
    old_id_number_problem,
)


@pytest.mark.parametrize(
    "number", ["999999194002290010", "99999919400229007X", "999999201507030014"]
)
def test_well_formed_id_numbers_pass(number: str) -> None:
    assert id_number_problem(number) == ""


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("999999194002290011", "check character"),
        ("999999194102290010", "date of birth"),
        ("99999919400229001", "17 digits"),
        ("９99999194002290010", "17 digits"),
        ("", "17 digits"),
    ],
)
def test_malformed_id_numbers_are_named_without_repeating_them(number: str, problem: str) -> None:
    answer = id_number_problem(number)
    assert problem in answer
    assert not number or number not in answer


def test_birth_and_sex_are_read_from_the_number() -> None:
    assert id_number_birth("999999194002290010") == date(1940, 2, 29)
    assert id_number_is_male("999999194002290010")


@pytest.mark.parametrize(
    "code",
    ["91350100M000100Y43", "51999999MJE0000139", "52999999MJE0000211", "53999999MJE00003XM"],
)
def test_well_formed_credit_codes_pass(code: str) -> None:
    assert credit_code_problem(code) == ""


@pytest.mark.parametrize("code", ["51999999MJE0000138", "51999999MJE000013", "5199999OMJE0000139"])
def test_malformed_credit_codes_are_refused(code: str) -> None:
    assert credit_code_problem(code) != ""


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("id-card", "999999194002290010"),
        ("old-id-card", "999999400229001"),
        ("passport", "E12345678"),
        ("permanent-residence", "FRA110000000001"),
        ("home-return-permit", "H12345678"),
        ("taiwan-travel-permit", "12345678"),
    ],
)
def test_identity_documents_have_the_form_of_their_kind(kind: str, number: str) -> None:
    assert document_problem(kind, number) == ""
    for wrong in (number[:-1] + "?", ""):
        problem = document_problem(kind, wrong)
        assert problem
        assert not wrong or wrong not in problem
    assert "none of" in document_problem("library-card", number)


def test_a_residence_permit_is_an_id_number_of_its_own_areas() -> None:
    first_17 = "81000019900101001"
    number = first_17 + id_number_check(first_17)
    assert document_problem("residence-permit", number) == ""
    assert document_problem("residence-permit", "999999194002290010")


def test_an_old_id_number_has_one_new_form() -> None:
    assert id_number_from_old("999999400229001") == "999999194002290010"
    assert mended_id_number("999999400229001") == "999999194002290010"
    assert id_number_birth(id_number_from_old("999999990101996")).year == 1899
    assert old_id_number_problem("999999411301001")


def city(*ended: Division) -> Divisions:
    return Divisions(
        [
            *ended,
            Division("379981", "某市", date(1988, 1, 1), date(2014, 3, 1), ("379903", "379904")),
            Division("379903", "东区", date(2014, 3, 1)),
            Division("379904", "西区", date(2014, 3, 1), date(2020, 1, 1), ("379903",)),
        ]
    )


def test_a_division_code_holds_in_its_time_and_names_its_successors() -> None:
    divisions = city()
    old = divisions.on("379981", date(2010, 1, 1))
    assert old is not None
    assert old.name_zh == "某市"
    assert divisions.on("379981", date(2014, 3, 1)) is None
    assert divisions.today("379981", date(2015, 1, 1)) == {"379903", "379904"}
    assert divisions.today("379981", date(2021, 1, 1)) == {"379903"}
    assert divisions.today("370000", date(2021, 1, 1)) == set()


@pytest.mark.parametrize(
    ("ended", "problem"),
    [
        (Division("991002", "?", date(2000, 1, 1)), "province"),
        (Division("3710", "?", date(2000, 1, 1)), "6, 9 or 12"),
        (Division("379905", "?", date(2000, 1, 1), date(2001, 1, 1), ("379999",)), "not known"),
        (Division("379903", "?", date(2000, 1, 1), date(2001, 1, 1), ("379904",)), "ring"),
    ],
)
def test_a_list_that_cannot_be_is_refused(ended: Division, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        city(ended)
