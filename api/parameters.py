"""Parameters that mean one thing only: a number is digits, a day is YYYY-MM-DD."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from ledger.canonical import INTEGER_MAX

DIGITS_MAX = len(str(INTEGER_MAX))


def _digits(text: object) -> int:
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]+", text) or len(text) > DIGITS_MAX:
        raise PydanticCustomError(
            "digits", "It is a number of 1 to {most} digits.", {"most": DIGITS_MAX}
        )
    return int(text)


def _day(text: object) -> date:
    try:
        if isinstance(text, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise PydanticCustomError("day", "It is a day of the calendar, YYYY-MM-DD.")


WholeNumber = Annotated[int, BeforeValidator(_digits)]
Position = Annotated[int, Field(ge=1, le=INTEGER_MAX), BeforeValidator(_digits)]
Day = Annotated[date, BeforeValidator(_day)]
