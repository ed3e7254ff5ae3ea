"""`qingce close` and `qingce reopen`: a signed closing, what comes after it, and two people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.log import migrate
from tests.ledger.embedding import folder, server
from tests.projections.examples import Fact, append
from tests.projections.test_live import query
from tests.projections.year import (
    YEAR,
    donation,
    fact,
    grant,
    marriage,
    paid,
    refund,
    returned,
    reversed_,
    standard,
    waiver,
)
from tests.tools.commanding import answered, qingce, refused
from tests.tools.test_projection_commands import HEADER

ORIGIN = {"QINGCE_ORIGIN": "closing.example/log"}
LATE: list[Fact] = [
    fact(paid("dibao", 90000, persons=2), "2019-12-30"),
    fact(reversed_("dibao", 50000, 1), "2019-12-30"),
    fact(paid("tekun", 62000), "2019-11-30"),
    fact(donation(100000), "2019-12-24"),
    fact(refund(1), "2019-12-25"),
    fact(grant("dora", 5000), "2019-12-26"),
    fact(returned("bert", 40000), "2019-12-27"),
    fact(marriage(foreign=True), "2019-12-28"),
    fact(waiver("d3"), "2019-12-29"),
    fact(standard("dibao-urban", 66000, "2019-12-01"), "2020-01-15"),
]
"""Ten records that come after the closing; the last happened after the year and counts in it."""
OTHER_YEAR = [fact(paid("dibao", 90000, persons=2), "2020-02-01")]


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """A data folder whose log holds a small year and has a key."""
    with folder() as path, server(path).running() as dsn:
        migrate(dsn)
        append(dsn, YEAR)
        made = qingce("key", "new", "--unattended", "--data", path, environment=ORIGIN)
        assert made.returncode == 0, made.stderr
        yield path


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report that the records bear out."""
    file = tmp_path_factory.mktemp("report") / "figures.csv"
    file.write_text(HEADER, "utf-8")
    return file


@pytest.fixture(scope="module")
def closed(data: Path, figures: Path) -> dict[str, Any]:
    """The year, closed."""
    return answered(
        qingce(
            "close", "--year", 2019, "--figures", figures, "--by", "o1", "--data", data, "--json"
        )
    )


@pytest.fixture(scope="module")
def late(data: Path, closed: dict[str, Any]) -> dict[str, Any]:
    """What is shown after ten late records and one of another year."""
    with server(data).running() as dsn:
        append(dsn, [*LATE, *OTHER_YEAR])
    return answered(qingce("close", "show", "--year", 2019, "--data", data, "--json"))


def test_a_closing_is_not_made_while_something_is_wrong(data: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(HEADER.replace("fund used,900", "fund used,901"), "utf-8")
    ask = ("close", "--year", 2019, "--data", data, "--json", "--figures", wrong)
    error = refused(qingce(*ask))
    assert error["code"] == "not-in-order"
    assert "charity.fund_used" in error["message"]
    with server(data).running() as dsn:
        query(dsn, "UPDATE projections.fund_balances SET balance_fen = balance_fen - 100")
    assert "fund_balances" in refused(qingce(*ask))["message"]
    with server(data).running() as dsn:
        query(dsn, "UPDATE projections.fund_balances SET balance_fen = balance_fen + 100")
    assert refused(qingce("close", "show", "--year", 2019, "--data", data, "--json"))["code"] == (
        "not-closed"
    )


def test_the_report_tells_the_closing(data: Path, figures: Path, closed: dict[str, Any]) -> None:
    asked = ("report", "--year", "2019", "--figures", figures, "--data", data, "--json")
    told = answered(qingce(*asked))
    assert told["closing"] == closed["closing"]["position"]
    assert closed["closing"]["root"] in told["report"]
    first, last = closed["closing"]["snapshots"][0], closed["closing"]["snapshots"][-1]
    assert f"{first}–{last}" in told["report"]


def test_a_closing_states_figures_snapshots_and_open_points_and_is_signed(
    closed: dict[str, Any],
) -> None:
    closing = closed["closing"]
    assert (closing["year"], closing["closing"], closing["compared"]) == (2019, 1, 1)
    assert closing["figures"]["charity.fund_used"] == 90_000
    assert closing["figures"]["dibao.paid"] == 90_001
    assert closing["open_items"]["recorded-after-the-year"] == 26
    assert closed["checkpoint"]["size"] >= closing["position"]
    assert closing["size"] < min(closing["snapshots"])


def test_ten_late_records_are_ten_explained_differences(
    closed: dict[str, Any], late: dict[str, Any]
) -> None:
    assert late["closing"] == closed["closing"], "what was closed stays as it was"
    found = late["differences"]
    assert found["explained"] is True
    assert len(found["late_records"]) == len(LATE)
    assert all(one["effects"] for one in found["late_records"])
    changes = {one["figure"]: one["change"] for one in found["figures"]}
    assert changes["dibao.paid"] == 400
    assert changes["dibao.person_times"] == 1
    assert changes["charity.fund_used"] == -350
    assert changes["charity.fund_people"] == 0, "one came, one went"
    assert changes["standard.dibao.urban"] == 10
    assert all(one["change"] == one["explained"] for one in found["figures"])


def test_a_figure_that_no_record_explains_exits_1(late: dict[str, Any]) -> None:
    from decimal import Decimal

    from tools.closing.differences import Change

    assert late
    assert Change("k", Decimal(1), Decimal(3), Decimal(2), 1).is_explained
    assert not Change("k", Decimal(1), Decimal(3), Decimal(1), 1).is_explained


def test_a_figure_is_explained_from_its_closing(
    data: Path, closed: dict[str, Any], late: dict[str, Any]
) -> None:
    told = answered(qingce("explain", "dibao.paid", "--year", 2019, "--data", data, "--json"))
    assert told["at_close"]["position"] == closed["closing"]["size"]
    assert (told["at_close"]["value"], told["late_records"]) == (900.01, 2)


def test_reopening_takes_a_reason_and_two_people(
    data: Path, figures: Path, late: dict[str, Any]
) -> None:
    where = ("--data", data, "--json")
    again = qingce("close", "--year", 2019, "--figures", figures, *where)
    assert refused(again)["code"] == "not-in-order"
    assert qingce("reopen", "--year", 2019, *where).returncode == 2
    agree = ("reopen", "--year", 2019, "--approve", *where)
    assert refused(qingce(*agree, "--by", "o2"))["code"] == "closing.reopened-with-reason"
    propose = ("reopen", "--year", 2019, "--reason", "late waivers of December", *where)
    answered(qingce(*propose, "--by", "o1"))
    assert refused(qingce(*agree, "--by", "o1"))["code"] == "closing.second-person"
    answered(qingce(*agree, "--by", "o2"))
    shown = answered(qingce("close", "show", "--year", 2019, *where))
    assert shown["closing"]["reopened"]["reason"] == "late waivers of December"
    second = answered(
        qingce("close", "--year", 2019, "--figures", figures, "--accept-differences", *where)
    )["closing"]
    assert (second["closing"], second["previous"]) == (2, shown["closing"]["position"])
    assert second["differing"] == ["charity.fund_used"]
    first = answered(qingce("close", "show", "--year", 2019, "--closing", 1, *where))
    assert json.dumps(first["closing"]["figures"]) == json.dumps(shown["closing"]["figures"])
