"""Identity documents 身份证件, each of a kind with its own form.

A number that passes is well-formed; that it was ever issued is another matter. Sources: GB 11643
(ID numbers), 港澳台居民居住证申领发放办法 (2018: areas 810000, 820000, 830000), ICAO Doc 9303
(passports), the 2017 and 2023 editions of 外国人永久居留身份证.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Literal, get_args

from domain.common.identifiers import id_number_problem, old_id_number_problem

DocumentKind = Literal[
    "id-card",
    "old-id-card",
    "residence-permit",
    "permanent-residence",
    "passport",
    "home-return-permit",
    "taiwan-travel-permit",
]
"""居民身份证, 第一代(15位)身份证, 港澳台居民居住证, 外国人永久居留身份证, 护照,
港澳居民来往内地通行证, 台湾居民来往大陆通行证."""

_RESIDENCE_AREAS = ("810000", "820000", "830000")


def document_problem(kind: str, number: str) -> str:
    """What is wrong with an identity document's number; empty if nothing is.

    The answer never repeats the number, which is personal data.
    """
    check = _CHECKS.get(kind)
    if check is None:
        return f"the kind of document is none of {', '.join(get_args(DocumentKind))}"
    return check(number)


def _residence_permit(number: str) -> str:
    if number[:6] not in _RESIDENCE_AREAS:
        return "a residence permit begins with 810000, 820000 or 830000"
    return id_number_problem(number)


def _permanent_residence(number: str) -> str:
    if re.fullmatch(r"[A-Z]{3}[0-9]{12}", number):
        return ""
    if number[:1] != "9":
        return "a permanent residence card has 18 digits from 9, or 3 letters and 12 digits"
    return id_number_problem(number)


def _formed(pattern: str, told: str) -> Callable[[str], str]:
    return lambda number: "" if re.fullmatch(pattern, number) else told


_CHECKS: Mapping[str, Callable[[str], str]] = {
    "id-card": id_number_problem,
    "old-id-card": old_id_number_problem,
    "residence-permit": _residence_permit,
    "permanent-residence": _permanent_residence,
    "passport": _formed(r"[A-Z0-9]{5,9}", "a passport has 5 to 9 capital letters and digits"),
    "home-return-permit": _formed(
        r"[HM][0-9]{8}([0-9]{2})?", "a home return permit is H or M and 8 or 10 digits"
    ),
    "taiwan-travel-permit": _formed(r"[0-9]{8}", "a travel permit has 8 digits"),
}
