"""A roster of donations as an office sends it: every way to write things, and faults of 20 kinds.

Good lines say the same in several ways: dates and amounts in all their forms, full-width digits,
blanks around words. Bad ones are named after what is wrong with them; `expected` is the kind that
the import must name, and the column it must point at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from application.spreadsheets import workbook
from domain.common.identifiers import id_number_check

HEADER = (
    "发生日期",
    "*基金",
    "*捐赠编号",
    "*金额(元)",
    "*捐赠渠道",
    "票据号码",
    "捐赠人姓名",
    "捐赠人身份证号",
    "捐赠人电话",
    "捐赠单位",
    "是否限定用途",
    "用途",
)
Cell = object
Row = dict[str, Cell]


def column(name: str) -> str:
    return name if name in HEADER else next(header for header in HEADER if name in header)


def donor_id(number: int) -> str:
    first_17 = (
        f"999999{1950 + number % 50}{number % 12 + 1:02d}{number % 28 + 1:02d}{number % 1000:03d}"
    )
    return first_17 + id_number_check(first_17)


def good(number: int) -> Row:
    """A good line, written in one of several ways."""
    fen = 100 + number
    days = (
        "2019/6/3",
        "2019年6月3日",
        "2019-06-03",
        "２０１９.６.３",
        20190603,
        datetime(2019, 6, 3),
    )
    ways = (f"{fen / 100:.2f}", fen / 100, f"¥{fen / 100:,.2f}", f"{fen / 1_000_000:.6f}万元")
    person = number % 3 == 0
    values = (
        days[number % len(days)],
        " F ",
        f"D{number:06d}",
        ways[number % len(ways)],
        ("银行", "现金", "wechat", "支付宝")[number % 4],
        f"Ｒ{number:06d}" if number % 2 else None,
        f"张　三{number}" if person else None,
        donor_id(number) if person else None,
        " 0631-5200000" if person else None,
        None if person else "某公司",
        ("是", "√", "yes", True)[number % 4],
        "disaster",
    )
    return dict(zip(HEADER, values, strict=True))


@dataclass(frozen=True)
class Bad:
    """How a good line is spoilt."""

    spoil: Callable[[Row, int], Row]
    kind: str
    column: str
    """Of the cell; empty if it is about the line as a whole."""


def put(**cells: Cell) -> Callable[[Row, int], Row]:
    return lambda row, _: row | {column(name): cell for name, cell in cells.items()}


def _with_id(cell: Callable[[int], Cell]) -> Callable[[Row, int], Row]:
    def spoil(row: Row, number: int) -> Row:
        person = {
            column("捐赠人姓名"): "李四",
            column("身份证"): cell(number),
            column("单位"): None,
        }
        return row | person

    return spoil


def _wrong_check(number: int) -> str:
    right = donor_id(number)
    return right[:17] + ("0" if right[17] != "0" else "1")


BAD: Mapping[str, Bad] = {
    "id_number_wrong_check": Bad(_with_id(_wrong_check), "id-number-check", "身份证"),
    "id_number_too_short": Bad(_with_id(lambda n: donor_id(n)[:16]), "id-number-form", "身份证"),
    "id_number_without_birth": Bad(
        _with_id(lambda _: "999999199913010011"), "id-number-form", "身份证"
    ),
    "id_number_kept_as_number": Bad(
        _with_id(lambda _: 999999194002290010.0), "digits-lost", "身份证"
    ),
    "amount_in_words": Bad(put(金额="壹佰元整"), "not-an-amount", "金额"),
    "amount_with_odd_commas": Bad(put(金额="12,34.5"), "amount-commas", "金额"),
    "amount_below_a_fen": Bad(put(金额="1.005"), "fraction-of-a-fen", "金额"),
    "amount_negative": Bad(put(金额="-5"), "charity.amount-positive", ""),
    "amount_missing": Bad(put(金额=None), "missing", "金额"),
    "channel_unknown": Bad(put(渠道="刷脸"), "not-a-choice", "渠道"),
    "fund_missing": Bad(put(基金="　"), "missing", "基金"),
    "fund_unknown": Bad(put(基金="G"), "charity.fund-known", ""),
    "day_that_never_was": Bad(put(发生日期="2019-02-30"), "no-such-day", "发生日期"),
    "day_not_a_date": Bad(put(发生日期="六月三日"), "not-a-date", "发生日期"),
    "day_missing": Bad(put(发生日期=None), "missing", "发生日期"),
    "restricted_unclear": Bad(put(限定="也许"), "not-yes-or-no", "限定"),
    "purpose_outside_the_fund": Bad(put(用途="banquets"), "charity.purpose-within-fund", ""),
    "donor_two_at_once": Bad(put(捐赠人姓名="王五", 单位="某公司"), "charity.donor-clear", ""),
    "phone_in_words": Bad(put(电话="问村主任"), "not-a-phone-number", "电话"),
    "donation_number_used": Bad(
        lambda row, _: row | {column("编号"): "D000000"}, "charity.donation-once", ""
    ),
}


def spoilt(lines: int, faults: int) -> tuple[list[Row], dict[int, Bad]]:
    """A roster, and what is wrong with which line (numbered as in the file: the header is 1)."""
    rows = [good(number) for number in range(lines)]
    kinds = list(BAD.values())
    bad: dict[int, Bad] = {}
    for count in range(faults):
        place = 1 + count * (lines - 1) // faults
        how = kinds[count % len(kinds)]
        rows[place] = how.spoil(rows[place], place)
        bad[place + 2] = how
    return rows, bad


def write(rows: list[Row], path: Path) -> None:
    with workbook(path) as book:
        sheet = book.add_worksheet()
        dated = book.add_format({"num_format": "yyyy/m/d"})
        for place, header in enumerate(HEADER):
            sheet.write_string(0, place, header)
        for number, row in enumerate(rows, start=1):
            for place, header in enumerate(HEADER):
                cell = row[header]
                if isinstance(cell, datetime):
                    sheet.write_datetime(number, place, cell, dated)
                elif cell is not None:
                    sheet.write(number, place, cell)
