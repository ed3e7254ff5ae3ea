"""`qingce rebuild` and `qingce reconcile`, as their users see them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.log import migrate
from tests.ledger.embedding import folder, server
from tests.projections.examples import append
from tests.projections.test_live import query
from tests.projections.year import YEAR
from tests.tools.commanding import answered, qingce, refused

HEADER = (
    "key,kind,section,label_zh,label_en,value,unit,quality,as_printed,period,note\n"
    "charity.fund_used,figure,1,年内已使用基金,fund used,900,yuan,exact,900元,2019,\n"
    "points.cards,figure,1,服务卡,cards,5,cards,exact,5,2019,\n"
)


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """A data folder whose log holds a small year."""
    with folder() as path, server(path).running() as dsn:
        migrate(dsn)
        append(dsn, YEAR)
        yield path


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    """A report of two figures, one of a register that is not kept."""
    file = tmp_path / "figures.csv"
    file.write_text(HEADER, "utf-8")
    return file


def test_a_report_that_the_records_bear_out(data: Path, figures: Path) -> None:
    told = qingce("reconcile", "--year", 2019, "--figures", figures, "--data", data)
    assert told.returncode == 0, told.stderr
    assert "年内已使用基金" in told.stdout
    assert "1 of 1 figures are what was printed; 1 belong to registers" in told.stdout
    assert str(figures) in told.stdout
    found = answered(
        qingce("reconcile", "--year", 2019, "--figures", figures, "--data", data, "--json")
    )
    assert (found["ok"], found["year"], found["position"]) == (True, 2019, len(YEAR))
    assert [line["covered"] for line in found["lines"]] == [True, False]


def test_a_report_that_they_do_not_exits_1(data: Path, figures: Path) -> None:
    figures.write_text(HEADER.replace("fund used,900", "fund used,901"), "utf-8")
    done = qingce("reconcile", "--year", 2019, "--figures", figures, "--data", data, "--json")
    assert done.returncode == 1
    line = json.loads(done.stdout)["lines"][0]
    assert (line["computed"], line["difference"], line["ok"]) == (900, -1, False)


def test_the_records_behind_a_figure(data: Path) -> None:
    arguments = ("reconcile", "--year", 2019, "--records", "charity.fund_used", "--data", data)
    found = answered(qingce(*arguments, "--json"))
    assert len(found["records"]) == 5
    rest = qingce(*arguments, "--after", found["records"][3])
    assert rest.stdout.split() == [str(found["records"][4])]


def test_what_cannot_be_reconciled_is_said(data: Path, figures: Path) -> None:
    year = ("reconcile", "--year", 2031, "--data", data, "--json")
    assert refused(qingce(*year))["code"] == "figures-file"
    assert refused(qingce(*year, "--figures", figures))["code"] == "no-records"
    assert refused(qingce("rebuild", "nothing", "--data", data, "--json"))["code"] == (
        "unknown-projection"
    )


def test_drift_is_shown_left_and_accepted(data: Path) -> None:
    answered(qingce("rebuild", "--data", data, "--json"))
    with server(data).running() as dsn:
        query(dsn, "UPDATE projections.fund_balances SET balance_fen = balance_fen - 100")
    done = qingce("rebuild", "--data", data, "--json")
    assert done.returncode == 1
    by_name = {each["name"]: each for each in json.loads(done.stdout)["projections"]}
    funds = by_name.pop("fund_balances")
    assert (funds["drift"], funds["swapped"]) == (1, False)
    assert funds["differences"][0]["key"] == {"fund": "F1"}
    assert {(each["drift"], each["swapped"]) for each in by_name.values()} == {(0, True)}
    told = qingce("rebuild", "fund_balances", "--data", data)
    assert told.returncode == 1
    assert "1 rows DIFFER from the live table, which was LEFT AS IT IS" in told.stdout
    assert "qingce rebuild --accept" in told.stdout
    assert qingce("rebuild", "--accept", "--data", data).returncode == 0
    assert qingce("rebuild", "--data", data).returncode == 0
