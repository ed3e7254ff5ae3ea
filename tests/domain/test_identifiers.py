from datetime import date

import pytest

from domain.common.identifiers import (
    credit_code_problem,
    id_number_birth,
    id_number_is_male,
    id_number_problem,
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
