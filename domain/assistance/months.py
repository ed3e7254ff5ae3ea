"""Benefit months 待遇月份: `"YYYY-MM"`, so that text order is time order."""

from __future__ import annotations

from datetime import date


def month_of(day: date) -> str:
    """The month of a day."""
    return f"{day.year:04d}-{day.month:02d}"


def month_after(month: str) -> str:
    """The next month."""
    return months_after(month, 1)


def month_before(month: str) -> str:
    """The month before."""
    return months_after(month, -1)


def months_after(month: str, count: int) -> str:
    """The month that is so many months later; earlier if the count is below zero."""
    return _month(_number(month) + count)


def months_between(first: str, last: str) -> int:
    """How many months later the last one is; below zero if it is earlier."""
    return _number(last) - _number(first)


def is_month(text: str) -> bool:
    """Whether a text is a month."""
    try:
        return month_of(date.fromisoformat(f"{text}-01")) == text
    except ValueError:
        return False


def is_december(month: str) -> bool:
    """Whether it is the last month of its year."""
    return month.endswith("-12")


def month_of_birthday(birth: date, age_years: int) -> str:
    """The month in which a person reaches an age."""
    return f"{birth.year + age_years:04d}-{birth.month:02d}"


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
