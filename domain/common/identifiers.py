"""Identifiers of persons and bodies, with their checks (GB 11643, GB 32100)."""

from __future__ import annotations

from datetime import date

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_CENTENARIAN_SERIALS = ("996", "997", "998", "999")
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


def id_number_check(first_17: str) -> str:
    """The check character of an ID number 公民身份号码, from its first 17 digits (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, _ID_WEIGHTS, strict=True))
    return _ID_CHECKS[total % 11]


def id_number_problem(id_number: str) -> str:
    """What is wrong with an 18-character ID number; empty if nothing is.

    A number that passes is well-formed; that the person exists is another matter. The answer
    never repeats the number, which is personal data.
    """
    if len(id_number) != 18 or not (id_number[:17].isascii() and id_number[:17].isdigit()):
        return "an ID number has 17 digits and a check character"
    try:
        id_number_birth(id_number)
    except ValueError:
        return "the ID number holds no date of birth"
    if id_number_check(id_number[:17]) != id_number[17]:
        return "the check character of the ID number is wrong"
    return ""


def mended_id_number(id_number: str) -> str:
    """What to do about a wrong ID number: compare it with the card, never guess it.

    An old number of 15 digits has one right form of 18, which is given.
    """
    if len(id_number) == 15 and not old_id_number_problem(id_number):
        return id_number_from_old(id_number)
    return "Compare it with the card."


def old_id_number_problem(id_number: str) -> str:
    """What is wrong with an ID number of the first generation (15 digits); empty if nothing is."""
    if len(id_number) != 15 or not (id_number.isascii() and id_number.isdigit()):
        return "an old ID number has 15 digits"
    try:
        date(1900 + int(id_number[6:8]), int(id_number[8:10]), int(id_number[10:12]))
    except ValueError:
        return "the old ID number holds no date of birth"
    return ""


def id_number_from_old(id_number: str) -> str:
    """The ID number of 18 characters that replaced one of 15 digits (GB 11643-1999).

    Old numbers were given to those born in the 20th century, and to some born before: serials
    996 to 999 meant a birth in the 19th.
    """
    century = "18" if id_number[12:] in _CENTENARIAN_SERIALS else "19"
    first_17 = id_number[:6] + century + id_number[6:]
    return first_17 + id_number_check(first_17)


def id_number_birth(id_number: str) -> date:
    """The date of birth in an ID number.

    Raises:
        ValueError: digits 7 to 14 are not a date.
    """
    return date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))


def id_number_is_male(id_number: str) -> bool:
    """Whether the serial of an ID number is odd, as a man's is."""
    return int(id_number[16]) % 2 == 1


def credit_code_problem(code: str) -> str:
    """What is wrong with a unified social credit code 统一社会信用代码; empty if nothing is."""
    if len(code) != 18 or any(character not in _CREDIT_ALPHABET for character in code):
        return "a unified social credit code has 18 characters of 0-9 and A-Y without I, O, S, V, Z"
    values = [_CREDIT_ALPHABET.index(character) for character in code]
    total = sum(value * weight for value, weight in zip(values[:17], _CREDIT_WEIGHTS, strict=True))
    if (31 - total % 31) % 31 != values[17]:
        return "the check character of the unified social credit code is wrong"
    return ""
