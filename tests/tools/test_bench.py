"""`qingce bench`: a tiny run of every work, as its users see it. No test asserts a time."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any
from xml.etree import ElementTree

import psycopg
import pytest

from tests.ledger.embedding import folder, server
from tests.tools.commanding import answered, qingce, refused

pytestmark = pytest.mark.slow

TINY = ("--rounds", "2", "--seconds", "0.05", "--writers", "1", "--writers", "3")
BULK = {
    "qingce": "ours",
    "qingce, with command ids": "ours",
    "bare COPY": "limit",
    "eventsourcing": "peer",
    "eventsourcing, db functions": "peer",
    "eventsourcing DCB": "peer",
}
ALONE = {("bare INSERT" if name == "bare COPY" else name): kind for name, kind in BULK.items()}
TOGETHER = {**ALONE, "qingce, processes": "ours", "bare INSERT, processes": "limit"}
NPM = {"message-db": "peer", "emmett": "peer"}


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    with folder() as path:
        yield path


@pytest.fixture(scope="module")
def run(data: Path) -> dict[str, Any]:
    """One tiny run of everything."""
    return answered(qingce("bench", *TINY, "--records", "1000", "--data", data, "--json"))


def works(run: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {work["name"]: work for work in run["works"]}


def test_the_surroundings_are_told(run: dict[str, Any]) -> None:
    assert run["settings"]["fsync"] == run["settings"]["synchronous_commit"] == "on"
    assert run["machine"]["processors"] >= 1
    assert run["sizes"]["rounds"] == 2
    assert list(works(run)) == [
        "append-bulk", "append-1", "append-3", "verify", "rebuild", "trace",
        "proofs", "snapshots", "bundle",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "expected"), [("append-bulk", BULK), ("append-1", ALONE), ("append-3", TOGETHER)]
)
def test_every_contestant_recorded_what_it_claims(
    run: dict[str, Any], name: str, expected: dict[str, str]
) -> None:
    contestants = {each["name"]: each for each in works(run)[name]["contestants"]}
    absent = {work for left in run["left_out"] for work in left["works"]}
    assert {each["name"]: each["kind"] for each in contestants.values()} == (
        expected if name in absent else {**expected, **NPM}
    )
    assert (name in absent) == (shutil.which("npm") is None) or run["left_out"]
    for each in contestants.values():
        timed = sum(one["count"] for one in each["rounds"])
        assert each["recorded"] == each["claimed"] > timed > 0
        assert len(each["rounds"]) == 2
        assert each["note"]


def test_figures_and_ratios_are_the_quotients(run: dict[str, Any]) -> None:
    for work in run["works"]:
        figures = {
            each["name"]: [one["figure"] for one in each["rounds"]] for each in work["contestants"]
        }
        for together, kind in (("the limit", "limit"), ("the best peer", "peer")):
            members = [figures[e["name"]] for e in work["contestants"] if e["kind"] == kind]
            figures[together] = [max(each) for each in zip(*members, strict=True)]
        assert work["ratios"]
        for ratio in work["ratios"]:
            quotients = [
                a / b for a, b in zip(figures[ratio["of"]], figures[ratio["to"]], strict=True)
            ]
            assert ratio["rounds"] == quotients
            assert ratio["median"] == median(quotients)
            assert (ratio["min"], ratio["max"]) == (min(quotients), max(quotients))
        for each in work["contestants"]:
            assert each["median"] == median(figures[each["name"]])
            if work["unit"].endswith("/s"):
                assert [r["figure"] * r["seconds"] for r in each["rounds"]] == pytest.approx(
                    [r["count"] for r in each["rounds"]]
                )
            else:
                assert all(0 < r["p50_ms"] <= r["p99_ms"] == r["figure"] for r in each["rounds"])


def test_goals_say_whether_they_hold(run: dict[str, Any]) -> None:
    for work in run["works"]:
        told = {(ratio["of"], ratio["to"]): ratio["median"] for ratio in work["ratios"]}
        for goal in work["goals"]:
            median_ratio = told[goal["of"], goal["to"]]
            assert goal["median"] == median_ratio
            if "at_least" in goal:
                assert goal["holds"] == (median_ratio >= goal["at_least"])
            else:
                assert goal["holds"] == (median_ratio <= goal["at_most"])
    assert [goal["to"] for goal in works(run)["append-bulk"]["goals"]] == [
        "the limit",
        "the best peer",
    ]


def test_reading_works_pass_every_record(run: dict[str, Any]) -> None:
    for name in ("verify", "rebuild"):
        for each in works(run)[name]["contestants"]:
            assert all(one["count"] % 1_000 == 0 < one["count"] for one in each["rounds"])


def test_nothing_is_left_behind(data: Path, run: dict[str, Any]) -> None:
    assert run
    with server(data).running() as dsn, psycopg.connect(dsn) as connection:
        assert connection.execute(
            "SELECT count(*) FROM pg_database WHERE datname LIKE 'bench%'"
        ).fetchone() == (0,)


def test_one_work_for_people_in_markdown_and_as_a_chart(tmp_path: Path, data: Path) -> None:
    tiny = ("verify", "--rounds", "1", "--seconds", "0.01", "--records", "1000", "--data", data)
    chart = tmp_path / "chart.svg"
    told = qingce("bench", *tiny, "--chart", chart)
    assert told.returncode == 0, told.stderr
    lines = told.stdout.splitlines()
    assert "fsync=on" in told.stdout
    ratio_line = next(i for i, line in enumerate(lines) if "qingce, everything / " in line)
    figure_line = next(i for i, line in enumerate(lines) if line.startswith("  hashlib"))
    assert ratio_line < figure_line, "ratios come first"
    drawn = ElementTree.parse(chart).getroot()  # noqa: S314 - our own file
    texts = [element.text for element in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert "qingce, tree alone" in texts
    page = qingce("bench", *tiny, "--markdown").stdout
    assert "### Verify, 1,000 records" in page
    rows = [line for line in page.splitlines() if line.startswith("| hashlib")]
    assert len(rows) == 1
    assert "leaf hashes and root" in rows[0]


def test_what_cannot_be_measured_is_said(data: Path) -> None:
    assert qingce("bench", "nothing", "--data", data).returncode == 2
    with server(data).running() as dsn, psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("ALTER ROLE CURRENT_USER SET synchronous_commit = off")
        try:
            problem = refused(qingce("bench", "verify", "--data", data, "--json"))
        finally:
            connection.execute("ALTER ROLE CURRENT_USER RESET synchronous_commit")
    assert problem["code"] == "bench"
    assert "synchronous_commit = off" in problem["message"]


def test_without_node_its_peer_is_left_out_and_named(tmp_path: Path, data: Path) -> None:
    """Everything else is measured all the same."""
    done = qingce(
        "bench", "append", "--rounds", "1", "--seconds", "0.01", "--writers", "1",
        "--data", data, "--json",
        environment={"PATH": "/nowhere", "XDG_CACHE_HOME": str(tmp_path)},
    )  # fmt: skip
    run = json.loads(done.stdout)
    assert {work for left in run["left_out"] for work in left["works"]} == {
        "append-bulk",
        "append-1",
    }
    assert any("not installed" in left["reason"] for left in run["left_out"])
    assert {each["name"] for each in works(run)["append-bulk"]["contestants"]} == set(BULK)
