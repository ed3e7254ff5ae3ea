"""Exports say the same in every format, carry their origin, and run nothing."""

from __future__ import annotations

import csv
import json
import zipfile
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest
from pyarrow import parquet
from python_calamine import CalamineWorkbook

from application.exports.tables import Export, Origin, find_records, of_register, of_type
from application.exports.writing import ExportError, write
from domain.charity import REGISTER as CHARITY
from domain.charity.records import DonationReceived
from tests.application.acts import donate, establish
from tests.application.conftest import Counter

ATTACKS = ["=cmd|'/C calc'!A0", "+1+1", "-2", "@SUM(A1)", "\tx", "＝1"]


@pytest.fixture
def donations(counter: Counter) -> Export:
    counter.desk.execute(establish())
    for number, attack in enumerate(ATTACKS, start=2):
        counter.desk.execute(replace(donate(number, 123_450), organisation=attack))
    head = counter.log.head()
    return of_type(counter.log, DonationReceived, CHARITY, Origin(head.size, head.root.hex()))


def test_csv_is_safe_to_open_and_tells_its_origin(donations: Export, tmp_path: Path) -> None:
    file = tmp_path / "donations.csv"
    assert write(donations, file) == len(ATTACKS)
    rows = list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))
    assert [row["捐赠单位 organisation"] for row in rows] == [f"'{one}" for one in ATTACKS]
    assert {row["金额(元) amount_fen"] for row in rows} == {"1234.50"}
    told = json.loads((tmp_path / "donations.csv.origin.json").read_text("utf-8"))
    assert told["size"] == len(ATTACKS) + 1
    assert told["sha256"] == sha256(file.read_bytes()).hexdigest()
    assert not list(tmp_path.glob(".*")), "nothing unfinished is left"


def test_xlsx_holds_texts_numbers_and_real_dates_and_no_formula(
    donations: Export, tmp_path: Path
) -> None:
    file = tmp_path / "donations.xlsx"
    write(donations, file)
    with zipfile.ZipFile(file) as packed:
        sheets = [packed.read(name) for name in packed.namelist() if "sheet" in name]
    assert not any(b"<f>" in sheet for sheet in sheets)
    book = CalamineWorkbook.from_path(str(file))
    header, *rows = book.get_sheet_by_name("数据 data").to_python()
    first = dict(zip(header, rows[0], strict=True))
    assert first["捐赠单位 organisation"] == ATTACKS[0]
    assert first["金额(元) amount_fen"] == 1234.5
    assert first["发生时间 occurred"] == datetime(2019, 6, 3, 10)
    origin = dict(book.get_sheet_by_name("来源 origin").to_python())
    assert origin["root"] == donations.origin.root


def test_parquet_keeps_whole_fen_and_its_origin(donations: Export, tmp_path: Path) -> None:
    file = tmp_path / "donations.parquet"
    write(donations, file)
    table = parquet.read_table(file)
    assert table.column("amount_fen").to_pylist() == [123_450] * len(ATTACKS)
    assert table.column("organisation").to_pylist() == ATTACKS
    assert table.schema.metadata[b"qingce.root"].decode() == donations.origin.root


def test_an_export_ends_where_the_log_stood(counter: Counter, tmp_path: Path) -> None:
    counter.desk.execute(establish())
    head = counter.log.head()
    counter.desk.execute(donate(2, 1))
    export = of_register(counter.log, CHARITY, Origin(head.size, head.root.hex()))
    assert write(export, tmp_path / "charity.csv") == 1


def test_names_and_endings(donations: Export, tmp_path: Path) -> None:
    assert find_records("charity") == (CHARITY, None)
    assert find_records("charity.donation-received") == (CHARITY, DonationReceived)
    assert find_records("fund_balances") is None
    with pytest.raises(ExportError, match=r"\.csv, \.xlsx, \.parquet"):
        write(donations, tmp_path / "donations.pdf")
